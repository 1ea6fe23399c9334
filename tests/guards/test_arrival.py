"""Guards and late facts: whatever order facts come in, the same is granted and refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retention_sdk import (
    Consent,
    Dispute,
    FreeShipping,
    IssueCoupon,
    Offer,
    Profile,
    RefundMoney,
    SendMessage,
    Severity,
)
from tests.build import after, complaint, eur, gives, opened, rows, visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retention_sdk import Engine, Event

COUPON = IssueCoupon(FreeShipping(), cost=eur(2))
AD = SendMessage("sale", channel="email", purpose="marketing")
STRATEGIES = {
    "one": gives(COUPON, AD),
    "two": gives(IssueCoupon(FreeShipping(), cost=eur(3)), Offer("more", [COUPON])),
    "three": gives(RefundMoney("o-1", eur(1)), AD),
}
TABLES: dict[str, Any] = {
    "limits": {"cooldowns": [{"kind": "issue_coupon", "days": 9}]},
    "messages": {"quiet_hours": "11:00-13:00", "frequency": {"email": {"most": 2, "days": 7}}},
    "stacking": {"lanes": {"a": ["one", "two"]}},
    "authority": {"agent": {"amount": "2 EUR", "days": 5}, "boss": "50 EUR"},
}


def fact(number: int, kind: str, day: int, hour: int) -> Event:
    """A fact of one customer."""
    id, at = f"e-{number}", after(day, hours=hour)
    match kind:
        case "complaint":
            return complaint(id, at=at, severity=Severity.SEVERE if number % 5 == 0 else Severity.LOW)
        case "dispute":
            state: Any = ("opened", "won", "lost")[number % 3]
            return Dispute(id=id, customer="c", order="o-1", state=state, occurred_at=at)
        case "word":
            return visit(id, at=at, profile=Profile(consents=(Consent(channel="email", given=number % 3 > 0, at=at),)))
        case _:
            return visit(id, at=at)


FACTS = st.lists(
    st.tuples(
        st.sampled_from(["visit", "visit", "word", "complaint", "dispute"]), st.integers(0, 40), st.integers(0, 2)
    ),
    min_size=2,
    max_size=9,
    unique_by=lambda one: one[1:],
).map(lambda drawn: [fact(number, *one) for number, one in enumerate(drawn)])


def outcome(engine: Engine) -> tuple[object, ...]:
    """What the facts came to, without keys, which are the store's own."""
    live = [(row.plugin, row.body, row.at, row.next_at) for row in rows(engine, "outbox") if row.status == 0]
    decisions = sorted(
        (row.id, re.sub('"[0-9a-f]{32}"', "", row.revised or row.decision)) for row in rows(engine, "events")
    )
    standing = engine.customer("c").standing
    return sorted(live), decisions, evolve(standing, approvals=[evolve(one, key="") for one in standing.approvals])


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(FACTS, st.data())
def test_any_order_of_arrival(database_url: str, facts: Sequence[Event], data: st.DataObject) -> None:
    """Facts in turn, and in any other order: the same grants and refusals, each with its instant.

    Amounts of money are not among these guards: whoever comes first has what is left (law 7).
    """
    shuffled = data.draw(st.permutations(facts))
    told: list[tuple[object, ...]] = []
    for one in (sorted(facts, key=lambda event: event.occurred_at), shuffled):
        with opened(
            database_url, STRATEGIES, store={"name": "shop", "key": f"s{uuid4().hex[:12]}"}, **TABLES
        ) as engine:
            for event in one:
                engine.handle(event)
            told.append(outcome(engine))
    assert told[0] == told[1]
