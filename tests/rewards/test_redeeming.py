"""Redemptions: the price and what it pays for, both or nothing, exactly once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from retention_sdk import (
    AmountOff,
    BadValue,
    Debit,
    EventConflict,
    IssueCoupon,
    IssueGiftCard,
    Redemption,
    RedemptionCancelled,
    hookimpl,
)
from tests.audit import audit
from tests.build import after, eur, gives, opened, rows, visit
from tests.rewards.build import CATALOGUE, bought, codes, gifts, points, refunded, shop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Action


def test_a_reward_is_had(database_url: str) -> None:
    """The price leaves the wallet and the coupon is in the outbox, in one commit, in the catalogue's name."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 130))
        decision = engine.redeem("c", "ten_off", "r-1", at=after(1))
        coupon = IssueCoupon(AmountOff(eur(10)), valid_for=timedelta(days=30), reason="10 EUR off")
        assert decision.actions == (Debit("points", 100, reason="10 EUR off"), coupon)
        assert {grant.plugin for grant in decision.granted} == {"rewards"}
        assert (points(engine), gifts(engine)) == (30, ["issue_coupon"])
        assert [one.reward for one in engine.customer("c").standing.redeemed] == ["ten_off"]
        assert "reward ten_off" in decision.explain()
        assert audit(engine) == []


def test_the_same_request_again(database_url: str) -> None:
    """A request that is sent again, whenever, changes nothing and answers the same; in another's name it conflicts."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 300))
        first = engine.redeem("c", "ten_off", "r-1", at=after(1))
        assert engine.redeem("c", "ten_off", "r-1", at=after(9)) == first
        for customer, reward in (("d", "ten_off"), ("c", "beans")):
            with pytest.raises(EventConflict):
                engine.redeem(customer, reward, "r-1", at=after(1))
        assert points(engine) == 200
        assert audit(engine) == []


def test_too_few(database_url: str) -> None:
    """Whoever has too few units gets nothing, keeps them, and is told by code and sentence."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 99))
        decision = engine.redeem("c", "ten_off", "r-1", at=after(1))
        assert codes(decision) == ["balance", "goes_with_refused"]
        assert decision.refusals[0].sentence == "100 points are more than the 99 available."
        assert (decision.granted, points(engine), gifts(engine)) == ((), 99, [])
        assert audit(engine) == []


def test_a_budget_refuses_the_price_too(database_url: str) -> None:
    """Limits and budgets hold for what is bought with units, and then the units stay."""
    with shop(database_url, limits={"monthly_budget": "9 EUR"}) as engine:
        engine.handle(bought("o-1", 130))
        (ten, *_) = engine.rewards("c", at=after(1))
        assert (ten.code, ten.missing) == ("over_budget", 0)
        decision = engine.redeem("c", "ten_off", "r-1", at=after(1))
        assert set(codes(decision)) == {"over_budget", "goes_with_refused"}
        assert (points(engine), gifts(engine)) == (130, [])
        assert audit(engine) == []


def test_several_gifts_are_one(database_url: str) -> None:
    """Where one gift of a reward is refused, none of it is given."""
    both = {"two": {"title": "Both", "cost": 10, "gives": {"amount_off": "3 EUR", "gift_card": "8 EUR"}}}
    limits = {"per_customer": {"amount": "10 EUR", "days": 30}}
    with shop(database_url, both, limits=limits) as engine:
        engine.handle(bought("o-1", 130))
        decision = engine.redeem("c", "two", "r-1", at=after(1))
        assert set(codes(decision)) == {"over_customer_limit", "goes_with_refused"}
        assert (decision.granted, points(engine)) == ((), 130)
        assert audit(engine) == []


def test_what_a_customer_can_have(database_url: str) -> None:
    """Each reward says whether it can be had now, and if not, what is missing and why."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 80))
        ten, beans, gold = engine.rewards("c", at=after(1))
        assert (ten.name, ten.can_have, ten.missing, ten.code) == ("ten_off", False, 20, "balance")
        assert (beans.can_have, beans.missing, beans.code, beans.sentence) == (True, 0, "", "")
        assert (gold.code, gold.sentence) == ("not_in_tier", "A gift card is for the tiers gold.")
        assert gold.actions == (IssueGiftCard(eur(5), reason="A gift card"),)
        engine.redeem("c", "beans", "r-1", at=after(1))
        assert [one.code for one in engine.rewards("c", at=after(2))] == ["balance", "reward_used_up", "not_in_tier"]
        engine.handle(bought("o-2", 500, after(3)))
        assert [one.code for one in engine.rewards("c", at=after(4))] == ["", "reward_used_up", ""]
        assert [one.missing for one in engine.rewards("nobody", at=after(4))] == [100, 60, 50]
        assert len(rows(engine, "events")) == 3


def test_a_store_without_a_catalogue(sqlite_url: str) -> None:
    """Without rewards there are none, and whoever asks for one is told so."""
    with shop(sqlite_url, {}) as engine:
        assert engine.rewards("c") == ()
        decision = engine.redeem("c", "ten_off", "r-1", at=after(1))
        assert [note.sentence for note in decision.notes] == ["There is no reward 'ten_off'; there are: none."]


def test_how_often_within_days(database_url: str) -> None:
    """So many times in so many days: the oldest counts no more when its days are over."""
    twice = {"x": {"title": "X", "cost": 1, "gives": {"percent_off": 5}, "per_customer": 2, "per_customer_days": 10}}
    with shop(database_url, twice) as engine:
        engine.handle(bought("o-1", 50))
        found = [codes(engine.redeem("c", "x", f"r-{day}", at=after(day))) for day in (1, 2, 3, 11, 12, 13)]
        assert found == [[], [], ["reward_used_up"], [], [], ["reward_used_up"]]
        assert audit(engine) == []


def test_until_the_end_of_the_local_day(sqlite_url: str) -> None:
    """A reward can be had until the last day ends where the store is, not where UTC is."""
    days = {"available_from": "2100-01-05", "available_until": "2100-01-06"}
    catalogue = {"x": {"title": "X", "cost": 1, "gives": {"percent_off": 5}, **days}}
    with shop(sqlite_url, catalogue, store={"timezone": "America/New_York"}) as engine:
        engine.handle(bought("o-1", 50))
        at = after(3, hours=12)  # midnight in UTC between the 4th and the 5th
        found = [
            engine.rewards("c", at=at + timedelta(hours=hours))[0].code for hours in (0, 4 + 1, 24 * 2 + 4, 24 * 2 + 5)
        ]
        assert found == ["not_yet_available", "", "", "no_longer_available"]


def test_a_cancelled_redemption(database_url: str) -> None:
    """The units go back to the lots that they came from, with their expiry; the coupon is void, and so is the count."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 70))
        engine.handle(bought("o-2", 70, after(5)))
        before = [(row.key, row.remaining, row.expires_at) for row in rows(engine, "lots")]
        engine.redeem("c", "beans", "r-1", at=after(6))
        engine.redeem("c", "beans", "r-2", at=after(6))
        decision = engine.cancel_redemption("r-1", customer="c", at=after(7))
        assert [(one.action.kind, one.units) for one in decision.reversals] == [("debit", -60), ("issue_coupon", 0)]
        assert [(row.key, row.remaining, row.expires_at) for row in rows(engine, "lots")] == before
        assert (points(engine), gifts(engine)) == (140, [])
        assert engine.cancel_redemption("r-1", at=after(8)) == decision
        assert engine.customer("c").standing.redeemed == ()
        assert engine.redeem("c", "beans", "r-3", at=after(8)).granted
        assert audit(engine) == []


def test_cancelled_after_its_lot_expired(database_url: str) -> None:
    """Units whose lot has expired meanwhile expire when they come back; with a grace they can be spent for a while."""
    for grace, left in ((None, 0), (14, 60)):
        refunds = {} if grace is None else {"refunds": {"grace_days": grace}}
        with shop(database_url, store={"name": f"grace {grace}"}, **refunds) as engine:
            engine.handle(bought("o-1", 60))
            engine.redeem("c", "beans", "r-1", at=after(50))
            engine.cancel_redemption("r-1", at=after(70))
            assert points(engine) == left
            assert audit(engine) == []


def test_what_cannot_be_cancelled(database_url: str) -> None:
    """Nobody cancels what was never redeemed, what was refused, or what is another customer's; twice is once."""
    with shop(database_url) as engine:
        engine.redeem("c", "beans", "r-1", at=after(1))
        assert codes(engine.cancel_redemption("r-1", at=after(2))) == ["nothing_to_cancel"]
        with pytest.raises(BadValue, match="nothing was redeemed"):
            engine.cancel_redemption("r-9")
        with pytest.raises(BadValue, match="another customer's"):
            engine.cancel_redemption("r-1", customer="d")
        event = RedemptionCancelled(id="x", customer="c", occurred_at=after(3), redemption="r-9")
        assert codes(engine.handle(event)) == ["unknown_redemption"]
        assert audit(engine) == []


def test_a_month_gets_its_money_back(database_url: str) -> None:
    """What a cancelled redemption cost the budget can be given to somebody else."""
    with shop(database_url, limits={"monthly_budget": "10 EUR"}) as engine:
        for customer in "cd":
            engine.handle(bought(f"o-{customer}", 100, customer=customer))
        assert engine.redeem("c", "ten_off", "r-1", at=after(1)).granted
        assert "over_budget" in codes(engine.redeem("d", "ten_off", "r-2", at=after(1)))
        engine.cancel_redemption("r-1", at=after(2))
        assert engine.redeem("d", "ten_off", "r-3", at=after(3)).granted
        assert audit(engine) == []


def test_an_order_comes_back_after_its_points_were_spent(database_url: str) -> None:
    """What is spent stays spent within the balance, and is owed where the policy says so."""
    for spent, left in (("within_balance", 0), ("into_debt", -70), ("only_pending", 60)):
        with shop(database_url, store={"name": spent}, refunds={"spent": spent}) as engine:
            engine.handle(bought("o-1", 130))
            engine.handle(bought("o-2", 30, after(1)))
            engine.redeem("c", "ten_off", "r-1", at=after(2))
            engine.handle(refunded("b-1", "o-1", after(3)))
            assert points(engine) == left
            assert gifts(engine) == ["issue_coupon"]
            assert audit(engine) == []


@pytest.mark.parametrize(("spent", "left"), [("within_balance", 0), ("into_debt", 0), ("only_pending", 100)])
def test_nobody_spends_sends_back_and_cancels(database_url: str, spent: str, left: int) -> None:
    """Units of an order that came back while they were spent are taken when they return, as the policy says."""
    with shop(database_url, refunds={"spent": spent}) as engine:
        engine.handle(bought("o-1", 100))
        engine.redeem("c", "ten_off", "r-1", at=after(1))
        engine.handle(refunded("b-1", "o-1", after(2)))
        decision = engine.cancel_redemption("r-1", at=after(3))
        assert points(engine) == left
        taken = [one.units for one in decision.reversals if one.action.kind == "credit"]
        assert taken == ([100] if spent == "within_balance" else [])
        engine.handle(bought("o-2", 7, after(1)))
        assert points(engine) == left + 7
        assert audit(engine) == []


def test_settings_of_then(database_url: str) -> None:
    """A redemption is decided again with the catalogue that it was made with, whatever the file says now."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 100, after(1)))
        engine.redeem("c", "ten_off", "r-1", at=after(3))
    dearer = {"ten_off": {**CATALOGUE["ten_off"], "cost": 500, "available_until": "2100-01-01"}}
    with shop(database_url, dearer) as engine:
        engine.handle(bought("o-0", 7, after(2)))
        assert (points(engine), gifts(engine)) == (7, ["issue_coupon"])
        assert engine.redeem("c", "ten_off", "r-2", at=after(4)).refusals[0].code == "no_longer_available"
        assert audit(engine) == []


def test_a_strategy_may_answer_a_redemption(database_url: str) -> None:
    """What a strategy gives for a redemption goes with it when it is cancelled."""

    class Thanks:
        """Gives a point back for each reward."""

        @hookimpl
        def on_redemption(self, event: Redemption) -> Iterator[Action]:
            yield IssueCoupon(AmountOff(eur(1)), reason=f"thanks for {event.reward}")

    with opened(database_url, {"thanks": Thanks()}, rewards=CATALOGUE) as engine:
        event = Redemption(id="till-1", customer="c", occurred_at=after(1), source="till", reward="beans")
        assert codes(engine.handle(event)) == ["balance", "goes_with_refused"]
        engine.handle(RedemptionCancelled(id="till-2", customer="c", occurred_at=after(2), redemption="till-1"))
        assert gifts(engine) == []
        assert audit(engine) == []


def test_no_strategy_holds(sqlite_url: str) -> None:
    """Holds are the engine's: a strategy that answers with one has failed, and costs its own proposals alone."""
    held = Debit("points", 5, hold="k")
    with opened(sqlite_url, {"bad": gives(held)}) as engine:
        (failure,) = engine.handle(visit()).failures
        assert "which only the engine has" in failure.error
