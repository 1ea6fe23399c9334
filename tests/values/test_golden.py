"""The stored form as it was agreed: events and decisions in every store's database are written in it.

`golden.json` has one event or action of each kind, with every field set. Where a test here fails, the form has
changed: databases that are full of the old one must still be read, so count `wire.VERSION` up and read both.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from retention_sdk import actions as a
from retention_sdk import events as e
from retention_sdk.actions import Action
from retention_sdk.events import Event
from retention_sdk.money import Money
from retention_sdk.profile import Consent, Profile
from retention_sdk.times import MonthDay
from retention_sdk.wire import fingerprint, from_json, to_json

GOLDEN: dict[str, Any] = json.loads(Path(__file__).with_name("golden.json").read_text(encoding="utf-8"))

AT = datetime(2026, 3, 1, 12, 30, 15, 250_000, UTC)
HOUR = timedelta(hours=1)
FACT: dict[str, Any] = {
    "id": "e-1",
    "customer": "c-1",
    "occurred_at": AT,
    "source": "shop",
    "profile": Profile(
        email="ada@example.com",
        name="Ada",
        locale="pt_BR",
        timezone="Europe/Prague",
        birthday=MonthDay(12, 10, 1815),
        consents=[Consent(channel="email", purpose="news", given=False, at=AT, proof="form 7")],
    ),
}

MARKED = FACT | {"profile": Profile(marks=["a card", "5" * 32])}


def eur(minor: int) -> Money:
    """Euros, from cents."""
    return Money(minor, "EUR")


LINE = e.Line(
    sku="beans",
    quantity=3,
    total=eur(3998),
    categories=["coffee", "fresh"],
    discount=eur(200),
    tax=eur(650),
    points_paid=eur(100),
    free_units=1,
)
VALUES: list[Event | Action] = [
    e.Birthday(**FACT, year=2026, late_days=2),
    e.CardLost(**MARKED),
    e.CancelRequest(
        **FACT, subscription="s-1", reason="price", text="too dear", price=eur(999), channel="phone", jurisdiction="uk"
    ),
    e.Complaint(**FACT, text="broken", category="damaged", severity="high", order="o-1", sku="beans", value=eur(3998)),
    e.Delivered(**FACT, order="o-1"),
    e.CustomersMerged(**FACT, other="c-2", claim=True),
    e.Lapse(**FACT, silent_days=90),
    e.LotsDue(**FACT),
    e.ItemChecked(**FACT | {"customer": e.STORE}, sku="beans", good=False, by="Eve", text="stale"),
    e.StoreDay(
        **FACT | {"customer": e.STORE},
        day=date(2026, 3, 1),
        items=[e.ItemCounts(sku="beans", orders=2, sold=3, complaints=1, refunds=1, refunded=2)],
    ),
    e.Occasion(**FACT, plugin="anniversary", name="3 years", late_days=1),
    e.Dispute(**FACT, order="o-1", state="opened"),
    e.OrderCancelled(**FACT, order="o-1"),
    e.OrderEdited(
        **FACT, order="o-1", lines=[LINE], shipping=eur(500), shipping_tax=eur(80), coupons=["SPRING"], unchanged=True
    ),
    e.OrderReopened(**FACT, order="o-1"),
    e.Purchase(**FACT, lines=[LINE], shipping=eur(500), shipping_tax=eur(80), coupons=["SPRING"]),
    e.Referral(**FACT, friend="c-2", code="ADA"),
    e.ReferralKept(**FACT, other="c-2", side="friend", order="o-1", marks=["5" * 32]),
    e.Referred(**FACT, referrer="c-2", marks=["5" * 32]),
    e.Refund(**FACT, order="o-1", lines=[e.RefundLine(sku="beans", quantity=1, total=eur(1333))]),
    e.ProfileChanged(**FACT),
    e.SignUp(**FACT),
    e.SurveyAnswer(**FACT, survey="nps", score=9, text="good", order="o-1"),
    e.OpeningBalance(
        **FACT,
        unit="miles",
        lots=[e.OpeningLot(amount=5, available_from=AT + HOUR, expires_at=AT + 2 * HOUR)],
        tier="gold",
        member_since=AT,
    ),
    e.TierLocked(**FACT, tier="gold", until=AT, by="Bea", reason="a friend"),
    e.Visit(**FACT, place="Vinohrady"),
    e.InvitationAnswered(**FACT, invitation="tasting", coming=False, places=2),
    e.PlaceFreed(**FACT, of="tasting"),
    e.ContestEntry(**FACT, contest="summer", via="post", region="CZ"),
    e.ContestDrawn(
        **FACT, contest="summer", seed="5eed", commitment="c0", rules="a1", entries=["b2", "d3"], winners=["c-1"]
    ),
    e.ContestWon(**FACT, contest="summer", place=1, entry="b2", entries=2),
    e.Withdrawn(**FACT, event="e-2", event_source="shop", stands=True),
    e.CancelSurveyed(**FACT, session="x-1", reason="price", text="too dear"),
    e.CancelledDirectly(**FACT, session="x-1"),
    e.OfferAccepted(**FACT, session="x-1", offer="k-1"),
    e.OfferApplied(**FACT, session="x-1"),
    e.OfferDeclined(**FACT, session="x-1", offer="k-1"),
    e.OfferFailed(**FACT, session="x-1", error="no such plan"),
    e.SaveCheckDue(**FACT, session="x-1", days=30),
    e.SaveChecked(**FACT, session="x-1", days=90, still_subscribed=True),
    e.SessionAbandoned(**FACT, session="x-1"),
    e.CaseAnswered(**FACT, case="k-1", by="Bea", text="Sorry"),
    e.CaseClosed(**FACT, case="k-1", by="Bea"),
    e.CaseDiagnosed(**FACT, case="k-1", cause="packed badly", by="Bea"),
    e.CasePaused(**FACT, case="k-1", reason="a photo"),
    e.CaseReopened(**FACT, case="k-1", reason="broke again"),
    e.CaseResumed(**FACT, case="k-1"),
    e.ClockRang(**FACT, case="k-1", clock="first_response", what="breach"),
    e.FollowUpDone(**FACT, case="k-1", by="Bea", outcome="unsettled", text="no"),
    e.RemedyApplied(**FACT, case="k-1", remedy="refund_money", by="Bea", role="agent", amount=eur(500)),
    e.Redemption(**FACT, reward="ten_off"),
    e.RedemptionCancelled(**FACT, redemption="redemption-1"),
    e.HoldPlaced(**FACT, unit="points", amount=300, minutes=30),
    e.HoldCaptured(**FACT, hold="hold-1", amount=200),
    e.HoldReleased(**FACT, hold="hold-1"),
    e.ApprovalDue(**FACT, approval="k-1", role="supervisor", what="warn"),
    e.ApprovalGiven(**FACT, approval="k-1", role="supervisor", by="Sue", reason="a good customer"),
    e.ApprovalRefused(**FACT, approval="k-1", role="supervisor", by="Sue", reason="too much"),
    e.GoodwillProposed(
        **FACT,
        action=a.IssueStoreCredit(eur(500), reason="r"),
        role="agent",
        by="Bea",
        reason="waited",
        case="k-1",
        order="o-1",
    ),
    a.CancelSubscription("s-1", at_period_end=False, reason="r"),
    a.ChangePlan("s-1", "small", reason="r"),
    a.CreateTask("Call", role="supervisor", due=4 * HOUR, script="Say sorry.", reason="r"),
    a.Credit("points", 39, pending_for=336 * HOUR, valid_for=8760 * HOUR, cost=eur(39), reason="r"),
    a.Debit("stamps", 10, reason="r"),
    a.HoldItem("beans", reason="r"),
    a.HoldUnits("points", 300, HOUR, reason="r"),
    a.PostSocial(
        "mastodon",
        "New beans",
        link="https://shop.example/beans",
        image="https://shop.example/beans.png",
        alt="A sack of beans",
        at=AT,
        until=AT,
        skus=["beans"],
        reason="r",
    ),
    a.ReleaseItem("beans", reason="r"),
    a.ReleaseUnits("points", "k-1", reason="r"),
    a.DiscountSubscription("s-1", 20, 3, cost=eur(600), reason="r"),
    a.ExtendService("s-1", 720 * HOUR, cost=eur(999), reason="r"),
    a.IssueCoupon(
        a.AmountOff(eur(500)),
        valid_for=2160 * HOUR,
        minimum=eur(2000),
        skus=["beans"],
        categories=["coffee"],
        uses=2,
        combinable=True,
        cost=eur(450),
        reason="r",
    ),
    a.IssueGiftCard(eur(2000), valid_for=8760 * HOUR, cost=eur(1900), reason="r"),
    a.IssueNumber("card", reason="r"),
    a.IssueStoreCredit(eur(2000), valid_for=8760 * HOUR, cost=None, reason="r"),
    a.Offer("a pause", [a.PauseSubscription("s-1", 720 * HOUR)], valid_for=168 * HOUR, cost=eur(0), reason="r"),
    a.PauseSubscription("s-1", 720 * HOUR, reason="r"),
    a.RefundMoney("o-1", eur(3998), cost=eur(3000), reason="r"),
    a.Remember({"seen": [1, True, None, {"at": "2026"}]}, reason="r"),
    a.RequestApproval(
        [a.RefundMoney("o-1", eur(3998)), a.Remember({"made_up": True})],
        role="supervisor",
        plugin="recovery",
        due=4 * HOUR,
        above=["owner"],
        worth=eur(3998),
        approval="k-1",
        reason="r",
    ),
    a.RequestSurvey("nps", order="o-1", delay=48 * HOUR, reason="r"),
    a.Schedule(e.Birthday(id="b", customer="c-1", occurred_at=AT), reason="r"),
    a.SendMessage("apology", data={"order": "o-1"}, channel="sms", purpose="marketing", reason="r"),
    a.SendReplacement("o-1", "beans", 2, cost=eur(1500), reason="r"),
    a.SetTier("gold", reason="r"),
    a.SkipDelivery("s-1", 2, reason="r"),
    a.Tag("vip", reason="r"),
    a.Untag("vip", reason="r"),
    a.CloseTask("k-1", reason="r"),
    a.EndDiscount("s-1", "k-1", reason="r"),
    a.ResumeSubscription("s-1", reason="r"),
    a.ShortenService("s-1", 720 * HOUR, reason="r"),
    a.TakeBack("o-1", "shop", reason="r"),
    a.TakeStoreCredit("k-1", eur(2000), reason="r"),
    a.UnskipDelivery("s-1", 2, reason="r"),
    a.TakePlace("tasting", 2, instead=[a.SendMessage("full")], cost=eur(300), entitlement=True, reason="r"),
    a.VoidCoupon("k-1", reason="r"),
    a.VoidGiftCard("k-1", eur(2000), reason="r"),
]
BENEFITS = [a.PercentOff(10), a.AmountOff(eur(500)), a.FreeItem("beans", 2), a.FreeShipping()]


def test_every_kind_is_golden() -> None:
    """Each event and action of ours is in the file, and nothing else."""
    ours = {*e.KINDS.values(), *a.KINDS.values()}
    assert {type(value) for value in VALUES} == {kind for kind in ours if kind.__module__.startswith("retention_sdk.")}
    assert set(GOLDEN) == {value.kind for value in VALUES} | {"benefits"}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.kind)
def test_the_stored_form(value: Event | Action) -> None:
    """A value is written, field by field, as it was when the file was made, and is read from it."""
    text = orjson.dumps(GOLDEN[value.kind], option=orjson.OPT_SORT_KEYS).decode()
    assert to_json(value) == text
    assert from_json(text, type(value)) == value


def test_the_stored_benefits() -> None:
    """What a coupon is good for is told by its name."""
    assert [json.loads(to_json(a.IssueCoupon(benefit)))["benefit"] for benefit in BENEFITS] == GOLDEN["benefits"]


def test_a_golden_fingerprint() -> None:
    """The fingerprint of a body is the same for ever: a redelivery after years is told by it."""
    purchase = next(one for one in VALUES if one.kind == "purchase")
    assert fingerprint(to_json(purchase)) == "4e5961dfbf0c68bb0bea9d6df208705f"
