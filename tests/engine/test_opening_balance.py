"""Opening balances: what a customer had elsewhere is theirs here, once, and no gift."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import (
    BadValue,
    Credit,
    Decision,
    Engine,
    EventConflict,
    IssueCoupon,
    OpeningBalance,
    OpeningLot,
    PercentOff,
    Profile,
    Refund,
    SendMessage,
    SetTier,
    SignUp,
    Tag,
)
from retention_sdk.assembly import assemble
from tests.audit import audit
from tests.build import START, after, config, eur, gives, opened, order

if TYPE_CHECKING:
    from retention_sdk import Event

LOTS = (
    OpeningLot(amount=300, expires_at=after(30)),
    OpeningLot(amount=50, available_from=after(5), expires_at=after(40)),
    OpeningLot(amount=7),
)


def brought(customer: str = "c", **more: Any) -> OpeningBalance:
    """What somebody had elsewhere on the first day."""
    known: dict[str, Any] = {"id": f"points:{customer}", "source": "smile", "occurred_at": START, "lots": LOTS}
    return OpeningBalance(customer=customer, **{**known, **more})


def shop(url: str, **tables: Any) -> Engine:
    """A shop with points and a coupon for each order."""
    coupon = gives(IssueCoupon(PercentOff(10), cost=eur(1)), SendMessage("thanks"), Tag("buyer"))
    tables = {"messages": {"consent": False}, **tables}
    return opened(url, {"coupon": coupon}, plugins={"points": {"rate": 1}}, **tables)


def test_it_is_in_the_wallet(database_url: str) -> None:
    """Each lot can be spent and expires when it could elsewhere; the tier and the time of joining are theirs."""
    profile = Profile(email="ann@example.com")
    with shop(database_url) as engine:
        decision = engine.handle(brought(tier="gold", member_since=after(-400), profile=profile))
        customer = engine.customer("c")
        wallet = customer.wallet("points")
        assert (wallet.available, wallet.pending, wallet.expires_at) == (307, 50, after(30))
        assert (customer.tier, customer.since, customer.profile) == ("gold", after(-400), profile)
        assert "engine gives 300 points, valid for 30 days (Opening balance from smile)." in decision.explain()
        for day, available, pending in [(6, 357, 0), (31, 57, 0), (41, 7, 0)]:
            engine.tick(after(day))
            wallet = engine.customer("c").wallet("points")
            assert (wallet.available, wallet.pending) == (available, pending), day
        audit(engine)


def test_it_comes_once(sqlite_url: str) -> None:
    """The same again changes nothing, another body is refused, and another unit is a balance of its own."""
    with shop(sqlite_url) as engine:
        assert engine.handle(brought()) == engine.handle(brought())
        with pytest.raises(EventConflict):
            engine.handle(brought(lots=[OpeningLot(amount=358)]))
        engine.handle(brought(id="stamps:c", unit="stamps", lots=[OpeningLot(amount=4)]))
        wallets = engine.customer("c").wallets
        assert {unit: wallet.available for unit, wallet in wallets.items()} == {"points": 307, "stamps": 4}
        audit(engine)


def test_nothing_that_limits_gifts_limits_it(sqlite_url: str) -> None:
    """It is no gift: neither a budget nor the holdout nor an age nor the first day stands in its way."""
    limits = {
        "monthly_budget": "0 EUR",
        "per_customer": {"amount": "0 EUR", "days": 1},
        "minimum_age": 18,
        "starts": "2100-06-01",
        "cooldowns": [{"kind": "issue_coupon", "days": 9}],
    }
    with shop(sqlite_url, limits=limits, holdout={"percent": 100}) as engine:
        decision = engine.handle(brought(tier="gold"))
        assert decision.refusals == ()
        assert (engine.customer("c").wallet("points").available, engine.customer("c").tier) == (307, "gold")
        audit(engine)


def test_nothing_of_it_is_counted_as_given(sqlite_url: str) -> None:
    """A budget has as much left as before, and nothing is due to anybody outside."""
    with shop(sqlite_url, limits={"monthly_budget": "1 EUR"}) as engine:
        engine.handle(brought())
        assert any(isinstance(one, IssueCoupon) for one in engine.handle(order(at=after(1))).actions)
        assert {parcel.kind for parcel in engine.outbox.find()} == {"issue_coupon", "send_message", "tag"}
        audit(engine)


def test_a_refund_of_an_earlier_order_leaves_it(sqlite_url: str) -> None:
    """The order earned nothing here, so nothing goes back with it, whether it comes before the balance or late."""
    with shop(sqlite_url, limits={"starts": "2100-01-01"}) as engine:
        engine.handle(order("before", at=after(-9), total=100))
        engine.handle(brought())
        engine.handle(order("late", at=after(-8), total=100))
        for id in ("before", "late"):
            decision = engine.handle(Refund(id=f"r-{id}", customer="c", occurred_at=after(2), order=id))
            assert not [one for one in decision.reversals if isinstance(one.action, Credit)]
        assert engine.customer("c").wallet("points").available == 307
        assert engine.customer("c").history.orders == 0
        audit(engine)


def test_it_pays_a_debt_and_is_spent_like_any_other(sqlite_url: str) -> None:
    """Its lots are lots: the one that expires first goes first."""
    rewards = {"off": {"title": "off", "cost": 100, "gives": {"amount_off": "5 EUR"}}}
    with shop(sqlite_url, rewards=rewards) as engine:
        engine.handle(brought())
        engine.redeem("c", "off", "1", at=after(1))
        engine.tick(after(31))
        assert engine.customer("c").wallet("points").available == 57
        audit(engine)


def test_the_earlier_time_of_joining_counts(sqlite_url: str) -> None:
    """A sign-up here, and one there: whoever was a member before has been one since then."""
    with shop(sqlite_url) as engine:
        engine.handle(SignUp(id="s", customer="c", occurred_at=after(-30)))
        engine.handle(brought(member_since=after(-10)))
        assert engine.customer("c").since == after(-30)
        engine.handle(brought(id="miles:c", unit="miles", lots=(), member_since=after(-90)))
        assert engine.customer("c").since == after(-90)


@pytest.mark.parametrize(
    ("lots", "told"),
    [
        ([OpeningLot(amount=1, expires_at=START)], "leave out what has expired"),
        ([OpeningLot(amount=1, available_from=after(9), expires_at=after(8))], "leave out what has expired"),
        ([OpeningLot(amount=1, expires_at=after(40_000))], "has no expires_at"),
        ([OpeningLot(amount=1, available_from=after(40_000))], "nobody waits so long"),
        ([OpeningLot(amount=1)] * 501, "500 at most"),
        (["points"], "OpeningLot"),
    ],
)
def test_lots_that_cannot_be(lots: Any, told: str) -> None:
    """They are refused with what to do about it."""
    with pytest.raises(BadValue, match=told):
        brought(lots=lots)


def test_what_is_available_from_an_earlier_time_is_available(sqlite_url: str) -> None:
    """A time that is over by then is none."""
    with shop(sqlite_url) as engine:
        engine.handle(brought(lots=[OpeningLot(amount=5, available_from=after(-3), expires_at=after(3))]))
        assert engine.customer("c").wallet("points").available == 5


FACTS = st.lists(st.tuples(st.sampled_from(["order", "refund"]), st.integers(0, 3), st.integers(-20, 20)), max_size=6)


def facts(drawn: list[tuple[str, int, int]]) -> list[Event]:
    """Orders and refunds around the balance, each once."""
    found: dict[str, Event] = {"balance": brought()}
    for kind, number, day in drawn:
        if kind == "order":
            found[f"o-{number}"] = order(f"o-{number}", at=after(day), total=10)
        else:
            at = after(max(day, 0), hours=1)
            found[f"r-{number}"] = Refund(id=f"r-{number}", customer="c", occurred_at=at, order=f"o-{number}")
    return list(found.values())


@given(st.data(), FACTS)
@settings(max_examples=6)
def test_in_any_order_of_arrival(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, drawn: list[tuple[str, int, int]]
) -> None:
    """Orders of before and after, refunds and the balance end in the same wallet; what was before earns nothing."""
    seen = []
    for events in (facts(drawn), data.draw(st.permutations(facts(drawn)))):
        path = tmp_path_factory.getbasetemp() / f"{uuid4()}.db"
        with shop(f"sqlite:///{path}", limits={"starts": "2100-01-01"}) as engine:
            done = [engine.handle(event) for event in events]
            assert all(isinstance(one, Decision) for one in done)
            engine.tick(after(25))
            audit(engine)
            customer = engine.customer("c")
            seen.append((customer.wallets, customer.history, customer.tier))
        path.unlink()
    assert seen[0] == seen[1]
    refunded = {event.order for event in facts(drawn) if isinstance(event, Refund)}
    earned = sum(
        10
        for event in facts(drawn)
        if event.kind == "purchase" and event.occurred_at.year == 2100 and event.id not in refunded
    )
    assert seen[0][0]["points"].available == 357 + earned


def test_before_the_first_day_history_counts_and_brings_nothing(sqlite_url: str) -> None:
    """Coupons, points and letters are refused, with the day; tags and tiers, and the history, are not."""
    answer = gives(
        SetTier("silver"), Tag("buyer"), Credit("points", 5), IssueCoupon(PercentOff(5)), SendMessage("thanks")
    )
    limits, store = {"starts": "2100-01-01"}, {"timezone": "Europe/Prague"}
    tables: dict[str, Any] = {"limits": limits, "store": store, "messages": {"consent": False}}
    with opened(sqlite_url, {"does": answer}, **tables) as engine:
        midnight = START - timedelta(hours=13)  # in Prague
        early = engine.handle(order("early", at=midnight - timedelta(minutes=1)))
        assert [one.kind for one in early.actions] == ["set_tier", "tag"]
        assert {one.code for one in early.refusals} == {"before_start"}
        assert "before" in early.refusals[0].sentence
        assert "2100" in early.refusals[0].sentence
        assert engine.customer("c").history.orders == 1
        on_the_day = engine.handle(order("on", at=midnight))
        assert (len(on_the_day.actions), on_the_day.refusals) == (5, ())
        audit(engine)


def test_settings_without_a_first_day_are_what_they_were() -> None:
    """A store that does not say when it starts has the settings that it had before there was such a key."""
    assert "starts" not in assemble(config("sqlite:///a.db")).settings_text()
    limits = {"starts": "2100-01-01"}
    assert '"starts":"2100-01-01"' in assemble(config("sqlite:///a.db", limits=limits)).settings_text()
