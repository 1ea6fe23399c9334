"""The strategy complaint_recovery."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.complaint_recovery import ComplaintRecovery
from retention_sdk import (
    Action,
    AmountOff,
    Complaint,
    CreateTask,
    Customer,
    FreeItem,
    Giving,
    History,
    IssueCoupon,
    IssueStoreCredit,
    Money,
    PercentOff,
    RefundMoney,
    Remember,
    Reward,
    SendMessage,
    SendReplacement,
    Severity,
    Standing,
)
from tests import build as shop
from tests.audit import audit
from tests.build import opened
from tests.plugins.build import NOW, ago, customer, eur, line, memory, order

ORDER = order(line(40, "machine"), line(30, "beans", 3), shipping=eur(5), at=ago(5))
BUYER = customer(orders=(ORDER,))


def complaint(severity: str, **more: Any) -> Complaint:
    """A complaint about something damaged."""
    return Complaint(id="k-1", customer="c", occurred_at=NOW, category="damaged", severity=Severity(severity), **more)


def answer(event: Complaint, who: Customer = BUYER, **settings: Any) -> list[Action]:
    """The strategy's answer."""
    return list(ComplaintRecovery(**settings).on_complaint(event, who))


def given_away(event: Complaint, who: Customer = BUYER, **settings: Any) -> list[Giving]:
    """What the answer gives away."""
    return [action for action in answer(event, who, **settings) if isinstance(action, Giving)]


@pytest.mark.parametrize("severity", list(Severity))
@pytest.mark.parametrize("known", [{}, {"order": "o-1"}, {"order": "o-1", "sku": "beans"}, {"value": eur(9)}])
def test_apology_first_and_a_call_last(severity: str, known: dict[str, Any]) -> None:
    """Every complaint is apologised for at once, and somebody asks three days later whether all is well."""
    apology, *_, task = answer(complaint(severity, **known))
    assert isinstance(apology, SendMessage)
    assert (apology.template, apology.purpose) == ("apology", "service")
    assert isinstance(task, CreateTask)
    assert (task.role, task.due) == ("agent", timedelta(days=3))
    assert task.script


def test_low_brings_percent_off() -> None:
    """A light case brings a small coupon, or none where the merchant says so."""
    (coupon,) = given_away(complaint("low", order="o-1"))
    reason = "low complaint, damaged, order o-1"
    assert coupon == IssueCoupon(PercentOff(10), valid_for=timedelta(days=90), reason=reason)
    assert not given_away(complaint("low", order="o-1"), low_percent=0)


def test_medium_brings_the_item_again() -> None:
    """A coupon for one of the item, at the price of one; without an item for a share of the order."""
    (again,) = given_away(complaint("medium", order="o-1", sku="beans"))
    assert isinstance(again, IssueCoupon)
    assert (again.benefit, again.cost) == (FreeItem("beans"), eur(10))
    (share,) = given_away(complaint("medium", order="o-1"))
    assert isinstance(share, IssueCoupon)
    assert (share.benefit, share.cost) == (AmountOff(eur("37.50")), eur("37.50"))


@pytest.mark.parametrize(
    ("severity", "sku", "amount"),
    [("high", None, "37.50"), ("high", "machine", "20"), ("severe", None, "75"), ("severe", "machine", "40")],
)
def test_the_worse_cases_bring_money(severity: str, sku: str | None, amount: str) -> None:
    """High pays half of the item or order back, severe all of it, by way of refund or store credit."""
    event = complaint(severity, order="o-1", sku=sku)
    (refund,) = given_away(event)
    assert isinstance(refund, RefundMoney)
    assert (refund.order, refund.amount, refund.cost) == ("o-1", eur(amount), eur(amount))
    (credit,) = given_away(event, pay_as="store_credit")
    assert isinstance(credit, IssueStoreCredit)
    assert credit.amount == eur(amount)


def test_severe_is_called_at_once() -> None:
    """A supervisor calls within hours, besides the call days later."""
    *_, now, later = answer(complaint("severe", order="o-1"))
    assert isinstance(now, CreateTask)
    assert isinstance(later, CreateTask)
    assert (now.role, now.due) == ("supervisor", timedelta(hours=4))
    assert later.role == "agent"


@pytest.mark.parametrize("severity", ["medium", "high", "severe"])
def test_nothing_unknown_is_invented(severity: str) -> None:
    """Without a price there is no money: the item again where it is named, and only people where it is not."""
    stranger = customer()
    assert not given_away(complaint(severity), stranger)
    assert not given_away(complaint(severity, order="o-1", sku="tea"))
    assert not given_away(complaint(severity, order="o-1", sku="tea", value=eur(500)))
    (coupon,) = given_away(complaint(severity, order="o-9", sku="tea"), stranger)
    assert isinstance(coupon, IssueCoupon)
    assert (coupon.benefit, coupon.cost) == (FreeItem("tea"), None)


def test_the_complaints_own_value() -> None:
    """It stands in for an order that is not known; without an order's id it can only be store credit."""
    (refund,) = given_away(complaint("severe", order="o-9", value=eur(12)), customer())
    assert isinstance(refund, RefundMoney)
    assert refund.amount == eur(12)
    (credit,) = given_away(complaint("severe", value=eur(12)), customer())
    assert isinstance(credit, IssueStoreCredit)


def test_points_are_not_paid_back_as_money() -> None:
    """The share that was paid with points is no part of the price."""
    who = customer(orders=(order(line(40, points_paid=eur(30)), at=ago(5)),))
    (refund,) = given_away(complaint("severe", order="o-1"), who)
    assert refund.cost == eur(10)


def test_no_more_than_the_merchant_allows() -> None:
    """The cap holds for money, for coupons, and for an item that is dearer than it."""
    capped = {"max_amount": eur(12)}
    for event in (complaint("severe", order="o-1"), complaint("medium", order="o-1", sku="machine")):
        (gift,) = given_away(event, **capped)
        assert gift.cost == eur(12)
    (item,) = given_away(complaint("medium", order="o-1", sku="beans"), **capped)
    assert item.cost == eur(10)


def test_an_order_is_made_up_for_once() -> None:
    """Another complaint about it brings an apology and a supervisor's call; another order does not suffer from it."""
    again = customer(orders=(ORDER,), state={"o-1": ago(1).isoformat()})
    apology, call = answer(complaint("high", order="o-1"), again)
    assert isinstance(apology, SendMessage)
    assert isinstance(call, CreateTask)
    assert call.role == "supervisor"
    assert given_away(complaint("high", order="o-2", value=eur(9)), again)


def test_money_that_another_gave_counts() -> None:
    """A refund of the order that came from elsewhere is not given a second time."""
    reward = Reward("agent_desk", RefundMoney("o-1", eur(5)), ago(1))
    assert not given_away(complaint("high", order="o-1"), customer(orders=(ORDER,), rewards=(reward,)))
    old = Reward("agent_desk", RefundMoney("o-1", eur(5)), ago(90))
    assert given_away(complaint("high", order="o-1"), customer(orders=(ORDER,), rewards=(old,)))


def test_what_is_remembered() -> None:
    """The order, for the length of the window; a complaint about no order has a place of its own."""
    who = customer(orders=(ORDER,), state={"o-0": ago(90).isoformat(), "o-5": ago(89).isoformat()})
    assert memory(answer(complaint("high", order="o-1"), who)) == {"o-0": None, "o-1": NOW.isoformat()}
    assert memory(answer(complaint("low"))) == {"": NOW.isoformat()}
    assert not given_away(complaint("low"), customer(state={"": ago(1).isoformat()}))


def test_nothing_given_is_nothing_remembered() -> None:
    """An answer without a gift leaves the way open for one."""
    assert not [action for action in answer(complaint("high")) if isinstance(action, Remember)]


@given(
    severity=st.sampled_from(Severity),
    paid=st.integers(0, 10**6),
    value=st.none() | st.integers(-100, 10**6),
    quantity=st.integers(1, 9),
    sku=st.none() | st.just("beans"),
    cap=st.none() | st.integers(0, 10**6),
    percent=st.integers(0, 100),
)
def test_never_worth_more_than_was_paid(
    *, severity: Severity, paid: int, value: int | None, quantity: int, sku: str | None, cap: int | None, percent: int
) -> None:
    """No gift with a known cost is above the order's value, the complaint's own, or the cap."""
    who = customer(orders=(order(line(Money(paid, "EUR").amount, quantity=quantity), at=ago(1)),))
    event = complaint(severity, order="o-1", sku=sku, value=None if value is None else Money(value, "EUR"))
    settings = {"max_amount": None if cap is None else Money(cap, "EUR"), "high_percent": percent}
    bounds = [paid, *([value] if value else []), *([cap] if cap is not None else [])]
    for gift in given_away(event, who, **settings):
        assert gift.cost is None or gift.cost.minor <= min(bounds)


def test_what_is_owed_is_no_goodwill() -> None:
    """Where law or warranty owes it, the whole price or the item again is given as an entitlement, above any cap."""
    event = complaint("medium", order="o-1", sku="machine")
    (refund,) = given_away(event, owed=("damaged",), max_amount=eur(1))
    reason = "medium complaint, damaged, order o-1"
    assert refund == RefundMoney("o-1", eur(40), entitlement=True, reason=reason)
    assert refund.charge is None
    (again,) = given_away(event, owed=("damaged",), owed_as="replacement")
    assert again == SendReplacement("o-1", "machine", entitlement=True, reason=reason)
    (goodwill,) = given_away(event, owed=("late",))
    assert not goodwill.entitlement
    assert not given_away(complaint("medium", order="o-9"), owed=("damaged",)), "nobody knows the price"


def test_what_is_owed_is_refused_for_no_budget(sqlite_url: str) -> None:
    """The goodwill budget is empty, and what is owed is paid; goodwill is not."""
    settings: dict[str, Any] = {"owed": ["damaged"]}
    tables = {"limits": {"monthly_budget": "1 EUR"}, "plugins": {"complaint_recovery": settings}}
    with opened(sqlite_url, **tables) as engine:
        for id in ("o-1", "o-2"):
            engine.handle(shop.order(id, total=20))
        about: dict[str, Any] = {"severity": "severe", "at": shop.after(1)}
        owed = engine.handle(shop.complaint("k-1", order="o-1", category="damaged", **about))
        late = engine.handle(shop.complaint("k-2", order="o-2", category="late", **about))
        assert [action.kind for action in owed.actions if isinstance(action, Giving)] == ["refund_money"]
        assert [refusal.code for refusal in late.refusals] == ["over_budget"]
        assert audit(engine) == []


@pytest.mark.parametrize(("order_id", "disputes"), [("o-1", {"o-1"}), (None, {"o-1"}), ("o-7", {"o-7"})])
def test_nothing_in_the_middle_of_a_dispute(order_id: str | None, disputes: set[str]) -> None:
    """While a bank asks for the money, nothing is given that would be given twice: a supervisor calls."""
    who = evolve(BUYER, standing=Standing(disputes=frozenset(disputes)))
    event = complaint("severe", order=order_id, value=eur(9))
    assert not given_away(event, who, owed=("damaged",))
    apology, now, later = answer(event, who)
    assert isinstance(apology, SendMessage)
    assert [getattr(task, "role", "") for task in (now, later)] == ["supervisor", "supervisor"]
    other = evolve(BUYER, standing=Standing(disputes=frozenset({"o-7"})))
    assert given_away(complaint("severe", order="o-1"), other)
    assert given_away(complaint("severe", value=eur(9)), other), "a dispute of long ago is over"


def test_tenure_counts() -> None:
    """Who has bought for long is given more, never more than the price; where a severity brings nothing, nothing."""
    loyal = evolve(BUYER, standing=Standing(history=History(first_at=ago(365))))
    (refund,) = given_away(complaint("high", order="o-1"), loyal, loyal_percent=20)
    assert isinstance(refund, RefundMoney)
    assert refund.amount == eur("52.50")
    (whole,) = given_away(complaint("severe", order="o-1"), loyal, loyal_percent=20)
    assert isinstance(whole, RefundMoney)
    assert whole.amount == eur(75)
    (newer,) = given_away(complaint("high", order="o-1"), loyal, loyal_percent=20, loyal_days=366)
    assert isinstance(newer, RefundMoney)
    assert newer.amount == eur("37.50")
    assert not given_away(complaint("low"), loyal, low_percent=0, loyal_percent=20)


def test_an_opinion_is_not_bought() -> None:
    """A low score in a survey brings an apology and a call, and no gift: else the next score is low too."""
    event = Complaint(id="k", customer="c", occurred_at=NOW, category="survey", order="o-1", severity=Severity.HIGH)
    assert [action.kind for action in answer(event)] == ["send_message", "create_task"]
    assert given_away(event, no_gift=())
