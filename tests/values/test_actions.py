"""Actions: frozen proposals whose fields are checked where a strategy makes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from retention_sdk import (
    Action,
    AmountOff,
    BadValue,
    CancelSubscription,
    ChangePlan,
    CreateTask,
    Credit,
    CurrencyMismatch,
    Debit,
    DiscountSubscription,
    ExtendService,
    FreeItem,
    FreeShipping,
    Giving,
    IssueCoupon,
    IssueGiftCard,
    IssueStoreCredit,
    Money,
    Offer,
    PauseSubscription,
    PercentOff,
    RefundMoney,
    Remember,
    RequestSurvey,
    Schedule,
    SendMessage,
    SendReplacement,
    SetTier,
    SkipDelivery,
    Tag,
    Untag,
    Visit,
    days,
)
from tests.values.made import actions

EUR, USD = Money(500, "EUR"), Money(500, "USD")
VISIT = Visit(id="v", customer="c", occurred_at=datetime(2026, 3, 1, tzinfo=UTC))
SPAN = "a timedelta above zero and of 100 years at most, such as days(30)"
TEXT = "pass a text of 1 to 250 characters"
WORDS = "pass a text that is not empty"

SPANS: dict[str, Any] = {
    "Credit.pending_for": lambda span: Credit("points", 1, pending_for=span),
    "Credit.valid_for": lambda span: Credit("points", 1, valid_for=span),
    "IssueCoupon.valid_for": lambda span: IssueCoupon(FreeShipping(), valid_for=span),
    "IssueGiftCard.valid_for": lambda span: IssueGiftCard(EUR, valid_for=span),
    "IssueStoreCredit.valid_for": lambda span: IssueStoreCredit(EUR, valid_for=span),
    "Offer.valid_for": lambda span: Offer("x", [Tag("x")], valid_for=span),
    "CreateTask.due": lambda span: CreateTask("x", due=span),
    "RequestSurvey.delay": lambda span: RequestSurvey("nps", delay=span),
    "PauseSubscription.duration": lambda span: PauseSubscription("s", span),
    "ExtendService.duration": lambda span: ExtendService("s", span),
}


@given(actions)
def test_actions_are_frozen_values(action: Action) -> None:
    """An action cannot be changed, has no room for more, and can be a key."""
    for name in ("reason", "kind", "note"):
        with pytest.raises(AttributeError):
            setattr(action, name, "x")
    assert isinstance(hash(action), int)


@pytest.mark.parametrize("field", SPANS)
@pytest.mark.parametrize(
    "span", [timedelta(0), days(0), -timedelta(1), timedelta.min, timedelta.max, days(36_526), 30, "P30D"]
)
def test_spans_of_no_time(field: str, span: Any) -> None:
    """A span is above zero and within a century, wherever one is taken; the error names the field and what to pass."""
    with pytest.raises(BadValue) as raised:
        SPANS[field](span)
    assert str(raised.value).startswith(f"{field} is ")
    assert SPAN in str(raised.value)


@pytest.mark.parametrize("field", SPANS)
def test_spans_of_some_time(field: str) -> None:
    """The least and the longest span are taken, and None where a span may be missing."""
    cls, name = field.split(".")
    for span in (timedelta.resolution, days(36_525)):
        assert getattr(SPANS[field](span), name) == span
    if name == "duration":
        with pytest.raises(BadValue, match=f"{cls}.duration is None"):
            SPANS[field](None)
    else:
        assert getattr(SPANS[field](None), name) is None


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Credit("", 1), f"Credit.unit is ''; {TEXT}"),
        (lambda: Credit("points", 0), "Credit.amount is 0; pass an int of 1 to 2**62"),
        (lambda: Credit("points", -5), "Credit.amount is -5; pass an int of 1"),
        (lambda: Credit("points", 1.5), "Credit.amount is 1.5; pass an int"),
        (lambda: Credit("points", True), "Credit.amount is True; pass an int"),
        (lambda: Credit("points", 2**63), "pass an int of 1 to 2**62"),
        (lambda: Credit("points", 1, cost=0.39), "Credit.cost is 0.39; pass Money of zero or more, or None"),
        (lambda: Credit("points", 1, cost=-EUR), "pass Money of zero or more, or None"),
        (lambda: Credit("points", 1, reason=None), "Credit.reason is None; pass a text"),
        (lambda: Debit("stamps", 0), "Debit.amount is 0; pass an int of 1"),
        (lambda: IssueCoupon("10 %"), "IssueCoupon.benefit is a str; pass PercentOff or AmountOff or FreeItem or"),
        (lambda: IssueCoupon(PercentOff), "IssueCoupon.benefit is a type; pass PercentOff or"),
        (lambda: IssueCoupon(FreeShipping(), skus="beans"), "IssueCoupon.skus is a str; pass a list of texts"),
        (lambda: IssueCoupon(FreeShipping(), categories=[None]), f"IssueCoupon.categories is None; {TEXT}"),
        (lambda: IssueCoupon(FreeShipping(), uses=0), "IssueCoupon.uses is 0; pass an int of 1"),
        (lambda: IssueCoupon(FreeShipping(), combinable=1), "IssueCoupon.combinable is 1; pass True or False"),
        (lambda: IssueCoupon(FreeShipping(), minimum=20), "IssueCoupon.minimum is 20; pass Money of zero or more"),
        (lambda: PercentOff(0), "PercentOff.percent is 0; pass an int of 1 to 100"),
        (lambda: PercentOff(101), "PercentOff.percent is 101; pass an int of 1 to 100"),
        (lambda: AmountOff(Money.zero("EUR")), "pass Money above zero"),
        (lambda: AmountOff(5), "AmountOff.amount is 5; pass Money above zero"),
        (lambda: FreeItem("", 1), f"FreeItem.sku is ''; {TEXT}"),
        (lambda: FreeItem("beans", 0), "FreeItem.quantity is 0; pass an int of 1"),
        (lambda: IssueGiftCard("20 EUR"), "IssueGiftCard.amount is a str; pass Money above zero"),
        (lambda: IssueStoreCredit(-EUR), "pass Money above zero"),
        (lambda: RefundMoney("", EUR), f"RefundMoney.order is ''; {TEXT}"),
        (lambda: RefundMoney("o", 5), "RefundMoney.amount is 5; pass Money above zero"),
        (lambda: SendReplacement("o", ""), f"SendReplacement.sku is ''; {TEXT}"),
        (lambda: SendReplacement("o", "beans", 0), "SendReplacement.quantity is 0; pass an int of 1"),
        (lambda: SendMessage(""), f"SendMessage.template is ''; {TEXT}"),
        (lambda: SendMessage("hello", data=[1]), "a list is not a JSON object; pass a dict with str keys"),
        (lambda: SendMessage("hello", data={"at": 1.5}), "1.5 is not a JSON value here; keep None, bool, int"),
        (lambda: SendMessage("hello", channel=""), f"SendMessage.channel is ''; {TEXT}"),
        (lambda: SendMessage("hello", purpose=None), f"SendMessage.purpose is None; {TEXT}"),
        (lambda: RequestSurvey(None), f"RequestSurvey.survey is None; {TEXT}"),
        (lambda: CreateTask(""), f"CreateTask.title is ''; {WORDS}"),
        (lambda: CreateTask("x", role=""), f"CreateTask.role is ''; {TEXT}"),
        (lambda: CreateTask("x", script=5), "CreateTask.script is 5; pass a text"),
        (lambda: Offer("", [Tag("x")]), f"Offer.title is ''; {WORDS}"),
        (lambda: Offer("x", Tag("x")), "Offer.actions is a Tag; pass a list of Action"),
        (lambda: Offer("x", "tag"), "Offer.actions is a str; pass a list of Action"),
        (lambda: Offer("x", [Tag("x"), "tag"]), "Offer.actions[…] is a str; pass a list of Action"),
        (lambda: Offer("x", None), "Offer.actions is None; pass a list of Action"),
        (lambda: PauseSubscription("", days(1)), f"PauseSubscription.subscription is ''; {TEXT}"),
        (lambda: SkipDelivery("s", 0), "SkipDelivery.deliveries is 0; pass an int of 1"),
        (lambda: DiscountSubscription("s", 0), "DiscountSubscription.percent is 0; pass an int of 1 to 100"),
        (lambda: DiscountSubscription("s", 5, 0), "DiscountSubscription.cycles is 0; pass an int of 1"),
        (lambda: ChangePlan("s", ""), f"ChangePlan.plan is ''; {TEXT}"),
        (lambda: CancelSubscription("s", "now"), "CancelSubscription.at_period_end is a str; pass True or False"),
        (lambda: Tag(""), f"Tag.tag is ''; {TEXT}"),
        (lambda: Untag("\0"), f"Untag.tag is a str; {TEXT}, without NUL and half characters"),
        (lambda: SetTier(""), f"SetTier.tier is ''; {TEXT}"),
        (lambda: SetTier(1), f"SetTier.tier is 1; {TEXT}"),
        (lambda: Schedule("tomorrow"), "Schedule.event is a str; pass Event"),
        (lambda: Remember(None), "None is not a JSON object; pass a dict with str keys"),
        (lambda: Remember({1: "x"}), "a key is 1; a JSON object has plain str keys"),
    ],
)
def test_what_cannot_be(make: Any, says: str) -> None:
    """A field of a wrong type or value is a BadValue that names class, field and what to pass."""
    with pytest.raises(BadValue) as raised:
        make()
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("action", "cost"),
    [
        (IssueGiftCard(EUR), EUR),
        (IssueStoreCredit(EUR), EUR),
        (RefundMoney("o", EUR), EUR),
        (IssueCoupon(AmountOff(EUR)), EUR),
        (IssueCoupon(PercentOff(10)), None),
        (IssueCoupon(FreeItem("beans")), None),
        (SendReplacement("o"), None),
        (Credit("points", 39), None),
        (Offer("both", [IssueGiftCard(EUR), RefundMoney("o", EUR), Tag("x"), Credit("points", 1)]), EUR * 2),
        (Offer("a pause", [PauseSubscription("s", days(30))]), None),
        (IssueGiftCard(EUR, cost=Money(400, "EUR")), Money(400, "EUR")),
        (IssueGiftCard(EUR, cost=None), None),
    ],
)
def test_what_a_gift_costs(action: Giving, cost: Money | None) -> None:
    """What has a face value costs that, an offer what its actions cost, unless the strategy knows better."""
    assert action.cost == cost


@pytest.mark.parametrize(
    "make",
    [
        lambda: IssueGiftCard(USD, cost=EUR),
        lambda: IssueStoreCredit(USD, cost=EUR),
        lambda: RefundMoney("o", USD, cost=EUR),
        lambda: IssueCoupon(AmountOff(USD), cost=EUR),
        lambda: IssueCoupon(PercentOff(5), minimum=USD, cost=EUR),
        lambda: IssueCoupon(AmountOff(USD), minimum=EUR),
        lambda: Offer("x", [IssueGiftCard(USD)], cost=EUR),
        lambda: Offer("x", [IssueGiftCard(USD), IssueGiftCard(EUR)]),
        lambda: Offer("x", [IssueGiftCard(USD), IssueGiftCard(EUR)], cost=None),
    ],
)
def test_value_and_cost_are_of_one_currency(make: Any) -> None:
    """A gift in one currency that costs another would slip through a budget."""
    with pytest.raises(CurrencyMismatch, match="are of two currencies"):
        make()


def test_sequences_become_tuples() -> None:
    """A list, a generator and a tuple make equal actions."""
    made = [IssueCoupon(FreeShipping(), skus=skus) for skus in (["a", "b"], ("a", "b"), (sku for sku in "ab"))]
    assert made[0] == made[1] == made[2]
    assert Offer("x", [Tag("a")]) == Offer("x", (Tag(tag) for tag in "a"))


def test_long_words_where_they_belong() -> None:
    """Titles, scripts and reasons may be as long as somebody wants to read, and of more than one line."""
    story = "Ask whether all is well.\n" * 50
    assert CreateTask(story, script=story, reason=story).title == story
    assert Offer(story, [Tag("x")], reason=story).reason == story


def test_schedule_takes_an_event() -> None:
    """An event that is to happen later is held as it is."""
    assert Schedule(VISIT).event is VISIT


def test_offers_within_offers() -> None:
    """What follows an offer may be another one, but not without end."""
    offer: Action = Tag("x")
    for _ in range(8):
        offer = Offer("and then", [offer])
    with pytest.raises(BadValue, match="offers within offers deeper than 8 levels; keep them flatter"):
        Offer("and then", [Tag("x"), offer])
