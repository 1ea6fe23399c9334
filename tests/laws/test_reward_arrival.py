"""Law 3 for rewards and holds: told in any order, in any batches, they end in the same books, whole or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retention_sdk import HoldCaptured, HoldPlaced, HoldReleased, Redemption, RedemptionCancelled
from retention_sdk.testing import in_order
from retention_sdk.testing.drawn.facts import HOURS, LINES, facts
from tests.audit import audit
from tests.build import START
from tests.laws.arrival import checked, shop
from tests.laws.test_arrival import BATCHES, POLICIES, arrive

if TYPE_CHECKING:
    from retention_sdk import Engine, Event

EXAMPLES = 30
OWN_STORES = [
    HealthCheck.function_scoped_fixture,
    HealthCheck.too_slow,
]  # each example has a store of its own on the database

CATALOGUE: dict[str, Any] = {
    "off": {"title": "Off", "cost": 12, "gives": {"amount_off": "1 EUR"}},
    "once": {"title": "Once", "cost": 5, "gives": {"free_item": "mug", "gift_card": "2 EUR"}, "per_customer": 1},
}
ORDERS = ("o-1", "o-2", "o-3")
BOUGHT = st.tuples(st.just("purchase"), st.sampled_from(ORDERS), LINES)
CORRECTED = st.one_of(
    st.tuples(st.just("all back"), st.sampled_from(ORDERS), st.none()),
    st.tuples(st.just("amount back"), st.sampled_from(ORDERS), st.integers(0, 40)),
    st.tuples(st.just("reopened"), st.sampled_from(ORDERS), st.none()),
    st.tuples(st.just("edited"), st.sampled_from(ORDERS), LINES),
)
PEOPLE = st.lists(st.tuples(HOURS, BOUGHT | BOUGHT | CORRECTED), min_size=2, max_size=6)
REWARDS = st.sampled_from(["off", "once"])
AMOUNTS = st.integers(1, 20)
REQUESTS, HELD = st.sampled_from(["r-1", "r-2"]), st.sampled_from(["h-1", "h-2"])
SPENT = st.one_of(
    st.builds(lambda id, reward: (Redemption, id, {"reward": reward}), REQUESTS, REWARDS),
    st.builds(
        lambda id, n: (HoldPlaced, id, {"unit": "points", "amount": n, "minutes": 600}), HELD, st.integers(1, 20)
    ),
    st.builds(lambda id: (HoldPlaced, id, {"reward": "once", "minutes": 9_000}), HELD),
    st.builds(lambda id, n: (HoldCaptured, f"c-{id}", {"hold": id, "amount": n}), HELD, st.none() | AMOUNTS),
    st.builds(lambda id: (HoldReleased, f"l-{id}", {"hold": id}), HELD),
    st.builds(lambda id: (RedemptionCancelled, f"x-{id}", {"redemption": id}), REQUESTS | HELD),
)
FACTS = st.tuples(PEOPLE, st.lists(st.tuples(HOURS, SPENT), min_size=1, max_size=6))


def spending(drawn: list[tuple[int, Any]]) -> list[Event]:
    """What a till tells of the customer's rewards and holds, each under its id once."""
    found: dict[str, Event] = {}
    for hours, (kind, id, fields) in drawn:
        at = START + timedelta(hours=hours)
        found.setdefault(id, kind(id=id, customer="c", occurred_at=at, source="till", **fields))
    return list(found.values())


def whole(engine: Engine, ended: dict[str, Any]) -> None:
    """No gift of the catalogue stands without its price, and no price without all that it pays for."""
    for decision in ended["decisions"].values():
        mine = [action["kind"] for plugin, _, action, *_ in decision.get("granted", []) if plugin == "rewards"]
        gifts = sorted(kind for kind in mine if kind not in ("debit", "hold_units", "release_units"))
        assert gifts in ([], ["issue_coupon"], ["issue_coupon", "issue_gift_card"])
        assert not gifts or mine[0] == "debit"
    assert audit(engine) == []


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=OWN_STORES)
@given(drawn=FACTS, batches=BATCHES, policy=POLICIES, data=st.data())
def test_the_order_of_arrival_does_not_matter(
    database_url: str, drawn: Any, batches: list[int], policy: str, data: st.DataObject
) -> None:
    """Orders, refunds, redemptions, their cancellations and holds in turn and shuffled end in the same books."""
    events = [*facts(drawn[0]), *spending(drawn[1])]
    shuffled = data.draw(st.permutations(events))
    tables: dict[str, Any] = {"refunds": {"spent": policy}, "rewards": CATALOGUE}
    with shop(database_url, **tables) as engine:
        arrive(engine, in_order(events), [])
        expected = checked(engine)
        whole(engine, expected)
    with shop(database_url, **tables) as engine:
        arrive(engine, shuffled, batches)
        assert checked(engine) == expected
        assert audit(engine) == []
