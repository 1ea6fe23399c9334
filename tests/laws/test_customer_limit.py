"""The limit for one customer holds in any span of its length, in whatever order events arrive."""

from __future__ import annotations

from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retention_sdk import Action, Credit, IssueGiftCard
from tests.build import after, eur, opened, visit

STORES = count(1)
MOST, DAYS = 10, 7
VISITS = st.lists(st.tuples(st.integers(0, 25), st.integers(1, 6)), min_size=1, max_size=12)


def gift_or_points(event: Any, _: object) -> list[Action]:
    """Gives what a visit's place says in euros, on some days as points that cost as much."""
    cost = eur(event.place)
    return [IssueGiftCard(cost) if event.occurred_at.day % 2 else Credit("points", 1, cost=cost)]


def fits(given_before: list[tuple[int, int]], day: int, amount: int) -> bool:
    """Whether no span of days that a day is in would hold too much."""
    starts = [start for start in (*(when for when, _ in given_before), day) if start <= day <= start + DAYS]
    spans = (sum(cost for when, cost in given_before if start <= when <= start + DAYS) for start in starts)
    return max(spans) + amount <= MOST


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(visits=VISITS, batch=st.integers(1, 4))
def test_no_span_holds_more(database_url: str, visits: list[tuple[int, int]], batch: int) -> None:
    """What would be too much in some span is refused, all else is granted, in batches of any size.

    A batch is decided in the order in which its events happened.
    """
    limits = {"per_customer": {"amount": f"{MOST} EUR", "days": DAYS}}
    events = [visit(f"v-{n:02}", at=after(day), place=str(cost)) for n, (day, cost) in enumerate(visits)]
    with opened(database_url, {"one": gift_or_points}, store={"name": f"s {next(STORES)}"}, limits=limits) as engine:
        decisions = [
            decision for at in range(0, len(events), batch) for decision in engine.handle_many(events[at : at + batch])
        ]
    given_before: list[tuple[int, int]] = []
    order = sorted(range(len(visits)), key=lambda n: (n // batch, visits[n][0], n))
    for day, cost, decision in ((*visits[n], decisions[n]) for n in order):
        granted = fits(given_before, day, cost)
        assert [refusal.code for refusal in decision.refusals] == ([] if granted else ["over_customer_limit"])
        if granted:
            given_before.append((day, cost))
