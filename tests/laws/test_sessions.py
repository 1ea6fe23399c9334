"""Order does not matter to cancel sessions: the same facts end in the same session, budget and outbox."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from retention_sdk import (
    CancelledDirectly,
    CancelSurveyed,
    Event,
    OfferAccepted,
    OfferApplied,
    OfferDeclined,
    OfferFailed,
    SessionAbandoned,
)
from retention_sdk.deciding import action_key
from retention_sdk.store.outbox import STANDING
from retention_sdk.store.schema import metadata
from tests.audit import audit
from tests.build import START, rows
from tests.engine.leaving import TwoOffers, leaving, shop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retention_sdk import Engine

KINDS: dict[str, Any] = {
    "survey": lambda fact, _: CancelSurveyed(**fact, reason="price"),
    "accept": lambda fact, key: OfferAccepted(**fact, offer=key),
    "decline": lambda fact, key: OfferDeclined(**fact, offer=key),
    "cancel": lambda fact, _: CancelledDirectly(**fact),
    "apply": lambda fact, _: OfferApplied(**fact),
    "fail": lambda fact, _: OfferFailed(**fact),
    "abandon": lambda fact, _: SessionAbandoned(**fact),
}
STEPS = st.lists(st.tuples(st.sampled_from(["request", *KINDS]), st.integers(0, 2), st.integers(0, 1)), max_size=7)


def facts(steps: Sequence[tuple[str, int, int]]) -> list[Event]:
    """A first request, and then whatever somebody sends, an hour apart; most of it has no place."""
    found: list[Event] = [leaving("x-0")]
    for hour, (step, session, offer) in enumerate(steps, 1):
        at = START + timedelta(hours=hour)
        if step == "request":
            found.append(leaving(f"x-{hour}", at=at))
            continue
        requests = [event for event in found if event.kind == "cancel_request"]
        request = requests[min(session, len(requests) - 1)]
        key = action_key("bean-leaf", request, "two", offer)
        fact = {"id": f"e-{hour}", "customer": "c", "occurred_at": at, "session": request.id}
        found.append(KINDS[step](fact, key))
    return found


def ends(engine: Engine) -> tuple[Any, ...]:
    """What the facts end in; and nothing of it disagrees with the decisions."""
    assert audit(engine) == []
    given = sorted((row.key, row.kind) for row in rows(engine, "outbox") if row.status in STANDING)
    spent = sum(row.amount for row in rows(engine, "counters"))
    return engine.customer("c").standing.sessions, given, spent, sorted(row.key for row in rows(engine, "schedule"))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS, data=st.data())
def test_any_order_of_arrival(database_url: str, steps: list[tuple[str, int, int]], data: st.DataObject) -> None:
    """The facts of a customer's sessions in turn, and the same facts shuffled."""
    events = facts(steps)
    shuffled = data.draw(st.permutations(events))
    found = []
    for arriving in (events, shuffled):
        with shop(database_url, {"two": TwoOffers()}, limits={"monthly_budget": "500 EUR"}) as engine:
            with engine.store.engine.begin() as connection:
                for table in reversed(metadata.sorted_tables):
                    if table.name not in ("settings", "retention_version", "alembic_version"):
                        connection.execute(delete(table))
            for event in arriving:
                engine.handle(event)
            found.append(ends(engine))
    assert found[0] == found[1]
