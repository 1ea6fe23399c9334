"""Decisions in sentences: every kind of action has a phrase, in singular and plural, done and refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given

from retention_sdk import (
    Action,
    AmountOff,
    Birthday,
    CancelRequest,
    CancelSubscription,
    ChangePlan,
    CloseTask,
    Complaint,
    CreateTask,
    Credit,
    Debit,
    Decision,
    Delivered,
    DiscountSubscription,
    EndDiscount,
    ExtendService,
    Failure,
    FreeItem,
    FreeShipping,
    Granted,
    HoldItem,
    HoldUnits,
    IssueCoupon,
    IssueGiftCard,
    IssueNumber,
    IssueStoreCredit,
    Line,
    Money,
    Offer,
    PauseSubscription,
    PercentOff,
    PostSocial,
    Purchase,
    Refund,
    RefundMoney,
    Refusal,
    ReleaseItem,
    ReleaseUnits,
    Remember,
    RequestApproval,
    RequestSurvey,
    ResumeSubscription,
    Schedule,
    SendMessage,
    SendReplacement,
    SetTier,
    ShortenService,
    SkipDelivery,
    SurveyAnswer,
    Tag,
    TakeBack,
    TakePlace,
    TakeStoreCredit,
    UnskipDelivery,
    Untag,
    Visit,
    VoidCoupon,
    VoidGiftCard,
    days,
    gift_in_words,
)
from retention_sdk.explain import describe, headline, wish
from retention_sdk.explain.deeds import deed
from tests.values.made import ACTIONS, actions, events

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
FACT: dict[str, Any] = {"id": "e-1", "customer": "c-1", "occurred_at": NOW}
EUR = Money(2000, "EUR")

PHRASES: list[tuple[Action, str, str]] = [
    (
        RequestApproval([Tag("vip"), Remember({}), Untag("new")], role="owner", plugin="one", due=days(1)),
        "ask the owner within 1 day to approve: put on the tag 'vip' and take off the tag 'new'",
        "asks the owner within 1 day to approve: put on the tag 'vip' and take off the tag 'new'",
    ),
    (Credit("points", 39), "give 39 points", "gives 39 points"),
    (Credit("points", 1), "give 1 point", "gives 1 point"),
    (Credit("miles", 1), "give 1 mile", "gives 1 mile"),
    (Credit("berries", 1), "give 1 berry", "gives 1 berry"),
    (Credit("bonus", 1), "give 1 bonus", "gives 1 bonus"),
    (Credit("stamps", 2, pending_for=days(1)), "give 2 stamps, pending for 1 day", "gives 2 stamps, pending for 1 day"),
    (
        Credit("points", 5, pending_for=days(14), valid_for=days(365)),
        "give 5 points, pending for 14 days, valid for 365 days",
        "gives 5 points, pending for 14 days, valid for 365 days",
    ),
    (Debit("stamps", 10), "take 10 stamps", "takes 10 stamps"),
    (Debit("stamps", 1), "take 1 stamp", "takes 1 stamp"),
    (Debit("points", 5, hold="k"), "take 5 points that were held", "takes 5 points that were held"),
    (HoldItem("beans"), "hold what is offered of beans", "holds what is offered of beans"),
    (ReleaseItem("beans"), "release what is offered of beans", "releases what is offered of beans"),
    (PostSocial("mastodon", "New beans"), "post on mastodon: 'New beans'", "posts on mastodon: 'New beans'"),
    (TakePlace("tasting", 2), "take 2 places of tasting", "takes 2 places of tasting"),
    (TakePlace("tasting"), "take 1 place of tasting", "takes 1 place of tasting"),
    (TakeBack("o-1"), "take back what was given for o-1", "takes back what was given for o-1"),
    (HoldUnits("points", 5, HOUR), "hold 5 points for 1 hour", "holds 5 points for 1 hour"),
    (ReleaseUnits("points", "k"), "let go of what was held of points", "lets go of what was held of points"),
    (
        IssueCoupon(PercentOff(10)),
        "issue a coupon: 10 % off, valid for ever",
        "issues a coupon: 10 % off, valid for ever",
    ),
    (
        IssueCoupon(AmountOff(EUR), valid_for=days(90), minimum=EUR * 2, uses=3),
        "issue a coupon: 20.00 EUR off, on orders of 40.00 EUR or more, 3 times, valid for 90 days",
        "issues a coupon: 20.00 EUR off, on orders of 40.00 EUR or more, 3 times, valid for 90 days",
    ),
    (
        IssueCoupon(FreeItem("beans", 2)),
        "issue a coupon: 2 × beans free, valid for ever",
        "issues a coupon: 2 × beans free, valid for ever",
    ),
    (
        IssueCoupon(FreeShipping(), valid_for=36 * HOUR),
        "issue a coupon: free shipping, valid for 36 hours",
        "issues a coupon: free shipping, valid for 36 hours",
    ),
    (IssueGiftCard(EUR), "issue a gift card of 20.00 EUR", "issues a gift card of 20.00 EUR"),
    (
        IssueStoreCredit(EUR, valid_for=days(1)),
        "give store credit of 20.00 EUR, valid for 1 day",
        "gives store credit of 20.00 EUR, valid for 1 day",
    ),
    (RefundMoney("o-1", EUR), "pay back 20.00 EUR of order o-1", "pays back 20.00 EUR of order o-1"),
    (SendReplacement("o-1"), "send order o-1 again", "sends order o-1 again"),
    (
        SendReplacement("o-1", "beans", 2),
        "send 2 × beans of order o-1 again",
        "sends 2 × beans of order o-1 again",
    ),
    (SendMessage("apology"), "send the message 'apology'", "sends the message 'apology'"),
    (RequestSurvey("nps"), "ask the survey 'nps'", "asks the survey 'nps'"),
    (RequestSurvey("nps", delay=days(2)), "ask the survey 'nps' after 2 days", "asks the survey 'nps' after 2 days"),
    (CreateTask("Call"), "give the agent a task: Call", "gives the agent a task: Call"),
    (
        CreateTask("Call", role="supervisor", due=4 * HOUR),
        "give the supervisor a task for the next 4 hours: Call",
        "gives the supervisor a task for the next 4 hours: Call",
    ),
    (
        Offer("a pause of 30 days", [Tag("x")], valid_for=days(7)),
        "offer a pause of 30 days, open for 7 days",
        "offers a pause of 30 days, open for 7 days",
    ),
    (PauseSubscription("s-1", days(30)), "pause subscription s-1 for 30 days", "pauses subscription s-1 for 30 days"),
    (
        SkipDelivery("s-1"),
        "skip the next delivery of subscription s-1",
        "skips the next delivery of subscription s-1",
    ),
    (
        SkipDelivery("s-1", 2),
        "skip the next 2 deliveries of subscription s-1",
        "skips the next 2 deliveries of subscription s-1",
    ),
    (ResumeSubscription("s-1"), "resume subscription s-1", "resumes subscription s-1"),
    (
        UnskipDelivery("s-1"),
        "make the skipped delivery of subscription s-1",
        "makes the skipped delivery of subscription s-1",
    ),
    (
        UnskipDelivery("s-1", 2),
        "make the 2 skipped deliveries of subscription s-1",
        "makes the 2 skipped deliveries of subscription s-1",
    ),
    (EndDiscount("s-1", "k-1"), "end a discount on subscription s-1", "ends a discount on subscription s-1"),
    (ShortenService("s-1", days(30)), "shorten subscription s-1 by 30 days", "shortens subscription s-1 by 30 days"),
    (VoidCoupon("k-1"), "void the coupon k-1", "voids the coupon k-1"),
    (
        VoidGiftCard("k-1", Money(500, "EUR")),
        "void the gift card k-1 of 5.00 EUR",
        "voids the gift card k-1 of 5.00 EUR",
    ),
    (
        TakeStoreCredit("k-1", Money(500, "EUR")),
        "take 5.00 EUR out of the store credit",
        "takes 5.00 EUR out of the store credit",
    ),
    (CloseTask("k-1"), "close the task k-1", "closes the task k-1"),
    (
        DiscountSubscription("s-1", 20),
        "take 20 % off subscription s-1 for 1 cycle",
        "takes 20 % off subscription s-1 for 1 cycle",
    ),
    (
        DiscountSubscription("s-1", 20, 3),
        "take 20 % off subscription s-1 for 3 cycles",
        "takes 20 % off subscription s-1 for 3 cycles",
    ),
    (ChangePlan("s-1", "small"), "move subscription s-1 to plan small", "moves subscription s-1 to plan small"),
    (ExtendService("s-1", days(30)), "extend subscription s-1 by 30 days", "extends subscription s-1 by 30 days"),
    (
        CancelSubscription("s-1"),
        "cancel subscription s-1 when its period ends",
        "cancels subscription s-1 when its period ends",
    ),
    (
        CancelSubscription("s-1", at_period_end=False),
        "cancel subscription s-1 at once",
        "cancels subscription s-1 at once",
    ),
    (Tag("vip"), "put on the tag 'vip'", "puts on the tag 'vip'"),
    (Untag("vip"), "take off the tag 'vip'", "takes off the tag 'vip'"),
    (SetTier("gold"), "set the tier to gold", "sets the tier to gold"),
    (SetTier(None), "take the tier away", "takes the tier away"),
    (IssueNumber("card"), "give a number of 'card'", "gives a number of 'card'"),
    (Schedule(Birthday(**FACT)), "schedule birthday for 2026-03-01", "schedules birthday for 2026-03-01"),
    (Remember({"a": 1}), "remember 1 value", "remembers 1 value"),
    (Remember({"a": 1, "b": 2}), "remember 2 values", "remembers 2 values"),
]


@pytest.mark.parametrize(("action", "wanted", "done"), PHRASES, ids=lambda value: getattr(value, "kind", ""))
def test_phrases(action: Action, wanted: str, done: str) -> None:
    """An action is told as what a strategy wanted to do, and as what it does: it may wait in the outbox still."""
    assert wish(action) == wanted
    assert describe(action) == done


def test_every_kind_has_a_phrase() -> None:
    """None of our kinds is told by its bare name."""
    assert {type(action) for action, *_ in PHRASES} == set(ACTIONS)
    assert set(ACTIONS) <= set(deed.registry)


@given(actions)
def test_a_deed_is_a_wish_with_a_subject(action: Action) -> None:
    """Whatever the values, a deed is its wish with the verb after a name."""
    verb, _, rest = wish(action).partition(" ")
    assert describe(action) == f"{verb}s {rest}"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (days(1), "1 day"),
        (days(90), "90 days"),
        (36 * HOUR, "36 hours"),
        (HOUR, "1 hour"),
        (90 * HOUR / 60, "90 minutes"),
        (HOUR / 60, "1 minute"),
        (HOUR / 3600, "1 second"),
        (HOUR / 40, "90 seconds"),
    ],
)
def test_spans(span: timedelta, words: str) -> None:
    """A span is told in the largest unit that measures it."""
    assert describe(PauseSubscription("s", span)) == f"pauses subscription s for {words}"


@pytest.mark.parametrize(
    ("kind", "wanted", "done"),
    [
        ("call_taxi", "call taxi", "calls taxi"),
        ("wave", "wave", "waves"),
        ("watch_order", "watch order", "watches order"),
        ("reply_to_review", "reply to review", "replies to review"),
        ("pay_fee", "pay fee", "pays fee"),
    ],
)
def test_kinds_of_others(kind: str, wanted: str, done: str) -> None:
    """An action of somebody else's is told by the words of its kind, the first being its verb."""
    of_others = frozen(type("OfOthers", (Action,), {"kind": kind}))
    assert (wish(of_others()), describe(of_others())) == (wanted, done)


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (
            Purchase(**FACT, lines=[Line(sku="a", quantity=1, total=EUR)]),
            "Purchase e-1 of customer c-1, 2026-03-01 12:30 UTC, 20.00 EUR.",
        ),
        (Visit(**FACT), "Visit e-1 of customer c-1, 2026-03-01 12:30 UTC."),
        (
            Complaint(**FACT, category="damaged"),
            "Complaint e-1 of customer c-1, 2026-03-01 12:30 UTC, medium (damaged).",
        ),
        (
            CancelRequest(**FACT, reason="not_using"),  # type: ignore[arg-type]
            "Cancel request e-1 of customer c-1, 2026-03-01 12:30 UTC, because of not using.",
        ),
        (Refund(**FACT, order="o-1"), "Refund e-1 of customer c-1, 2026-03-01 12:30 UTC, order o-1."),
        (Refund(**FACT), "Refund e-1 of customer c-1, 2026-03-01 12:30 UTC."),
        (Delivered(**FACT, order="o-1"), "Delivered e-1 of customer c-1, 2026-03-01 12:30 UTC, order o-1."),
        (
            SurveyAnswer(**FACT, survey="nps", score=9),
            "Survey answer e-1 of customer c-1, 2026-03-01 12:30 UTC, nps: 9.",
        ),
    ],
)
def test_headlines(event: Any, line: str) -> None:
    """An event is told in a line, with what matters most of its kind."""
    assert headline(event) == line


@given(events)
def test_every_event_has_a_headline(event: Any) -> None:
    """Any event is told, and what a customer wrote is not in it."""
    line = headline(event)
    assert event.id in line
    assert line.endswith(".")


def test_the_whole_story() -> None:
    """A decision is told a sentence a line: what was granted and why, what was refused and why, what failed."""
    decision = Decision(
        Visit(**FACT),
        (Granted("points", "k1", Credit("points", 1, reason="a visit")), Granted("hello", "k2", Tag("seen"))),
        (Refusal("gifts", IssueGiftCard(EUR), "over_budget", "20.00 EUR is more than is left."),),
        (Failure("broken", "on_visit", "ValueError: no"),),
    )
    assert decision.explain().splitlines() == [
        "Visit e-1 of customer c-1, 2026-03-01 12:30 UTC.",
        "- points gives 1 point (a visit).",
        "- hello puts on the tag 'seen'.",
        "- gifts wanted to issue a gift card of 20.00 EUR, refused [over_budget]: 20.00 EUR is more than is left.",
        "- broken failed in on_visit and is asked again later: ValueError: no",
    ]
    assert decision.actions == (Credit("points", 1, reason="a visit"), Tag("seen"))


def test_the_story_of_nothing() -> None:
    """Where nobody had anything to give, the story says so."""
    assert Decision(Visit(**FACT)).explain().splitlines()[1:] == ["- No strategy had anything to give for it."]


@pytest.mark.parametrize(
    ("gift", "told"),
    [
        (IssueCoupon(PercentOff(10)), "10 % off"),
        (IssueCoupon(FreeItem("mug", 2), minimum=Money.of(20, "EUR")), "2 × mug free, on orders of 20.00 EUR or more"),
        (IssueGiftCard(Money.of(5, "EUR")), "a gift card of 5.00 EUR"),
        (IssueStoreCredit(Money.of(5, "EUR")), "store credit of 5.00 EUR"),
        (RefundMoney("o-1", Money.of(5, "EUR")), "5.00 EUR back"),
        (SendReplacement("o-1"), "a replacement, on its way to you"),
        (Credit("points", 5), ""),
    ],
)
def test_a_gift_as_its_customer_reads_it(gift: Action, told: str) -> None:
    """A customer reads what they get, and nothing of what is only booked; in a language we do not speak, in English."""
    assert gift_in_words(gift) == gift_in_words(gift, "fi") == told
