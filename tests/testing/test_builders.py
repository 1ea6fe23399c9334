"""Builders: an event of any kind, and a customer, in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from attrs import field, frozen

from retention_sdk import (
    STORE,
    BadValue,
    Complaint,
    Customer,
    Event,
    History,
    Money,
    Profile,
    Purchase,
    Refund,
    Severity,
    Standing,
    Wallet,
    from_json,
    testing,
    to_json,
)
from retention_sdk.events import KINDS, Delivered, HoldPlaced, StoreDay
from retention_sdk.testing import (
    START,
    after,
    birthday,
    build,
    cancel_request,
    complaint,
    customer,
    delivered,
    dispute,
    eur,
    lapse,
    line,
    money,
    order,
    order_cancelled,
    order_edited,
    profile_changed,
    referral,
    refund,
    sign_up,
    survey_answer,
    visit,
)

if TYPE_CHECKING:
    from collections.abc import Callable

OURS = [kind for kind in KINDS.values() if kind.__module__.startswith("retention_sdk.")]
SHORT: list[Callable[..., Event]] = [
    *(birthday, cancel_request, complaint, delivered, dispute, lapse, order, order_cancelled),
    *(profile_changed, referral, refund, sign_up, survey_answer, visit),
]


@frozen(kw_only=True)
class Parked(Event):
    """A kind of somebody else's."""

    kind: ClassVar[str] = "testing_parked"

    place: str = field()
    minutes: int = field()
    fee: Money = field()


@frozen(kw_only=True)
class Towed(Event):
    """A kind of somebody else's, of something that nobody can make up."""

    kind: ClassVar[str] = "testing_towed"

    by: frozenset[str] = field()


@pytest.mark.parametrize("kind", OURS)
def test_every_kind(kind: type[Event]) -> None:
    """An event of every kind is built from nothing, is whole, and comes through its stored form."""
    built = build(kind)
    assert type(built) is kind
    assert from_json(to_json(built), Event) == built
    assert built.customer == (STORE if built.of_store and kind.kind != "occasion" else "c")
    assert build(kind) == built


@pytest.mark.parametrize("kind", OURS)
def test_what_is_given_counts(kind: type[Event]) -> None:
    """An id and a time that are given are the event's, by either name of the time."""
    assert build(kind, id="z", at=after(9)) == build(kind, id="z", occurred_at=after(9))
    assert (build(kind, id="z", at=after(9)).id, build(kind, at=after(9)).occurred_at) == ("z", after(9))


def test_they_fit_together() -> None:
    """What is built about an order is about the one that is built, and happens after it."""
    bought, back = build(Purchase), build(Refund)
    assert (back.order, build(Delivered).order) == (bought.id, bought.id) == ("o-1", "o-1")
    assert bought.occurred_at == START < back.occurred_at == after(1)
    assert build(Refund, order=None).order is None


def test_what_needs_one_of_two() -> None:
    """A hold is of units, or of a reward that is named."""
    assert (build(HoldPlaced).unit, build(HoldPlaced).amount) == ("points", 10)
    named = build(HoldPlaced, reward="mug")
    assert (named.unit, named.reward) == (None, "mug")


def test_a_kind_of_your_own() -> None:
    """What a kind of somebody else's needs is made up by its type."""
    assert build(Parked) == Parked(
        id="testing_parked-1", customer="c", occurred_at=START, place="place-1", minutes=1, fee=eur(10)
    )


def test_what_cannot_be_made_up() -> None:
    """A field that nothing is plausible for is named, and a name that is no field's is refused."""
    with pytest.raises(BadValue, match=r"build\(Towed\) has nothing plausible for 'by'; pass by=…"):
        build(Towed)
    assert build(Towed, by=frozenset("x")).by == {"x"}
    with pytest.raises(TypeError, match="colour"):
        build(Parked, colour="red")
    with pytest.raises(BadValue, match="lines is"):
        build(Purchase, lines=[])


@pytest.mark.parametrize("short", SHORT)
def test_short_forms(short: Callable[..., Event]) -> None:
    """Each short form needs nothing, takes id, customer and time in this order, and any field of every event."""
    made = short()
    assert made.customer == "c"
    assert from_json(to_json(made), Event) == made
    given = short("z", "ann", after(7)) if short is not order else order("z", "ann", 10, after(7))
    assert (given.id, given.customer, given.occurred_at) == ("z", "ann", after(7))
    profile = Profile(name="Ann")
    assert short(source="till", profile=profile).profile == profile


def test_orders() -> None:
    """An order is of one line, or of those that are given, in euros or in what is given."""
    assert order(total="9.99", quantity=3).lines == (line("beans", 3, "9.99"),)
    assert order(total=money(9, "CZK")).total == Money.of(9, "CZK")
    assert order(lines=[line("mug", 1, 4), line("tea", 2, 6)], coupons=["x"]).total == eur(10)
    assert order_edited([line("tea")]).lines[0].sku == "tea"
    assert refund(amount="2.50").amount == eur("2.50")
    assert refund().amount is None


def test_words_of_service() -> None:
    """Words are what events make of them, and no other word is one."""
    assert complaint(severity="high", order="o-1").severity is Severity.HIGH
    assert cancel_request(reason="price").reason == "price"
    with pytest.raises(BadValue, match="CancelReason"):
        cancel_request(reason="bored")


def test_a_blank_customer() -> None:
    """Of a customer nothing is known but what is said."""
    assert customer() == Customer("c")
    assert customer("ann").id == "ann"


def test_a_customer() -> None:
    """Wallets are so many units, and orders are the history, where nothing else is said."""
    regular = customer(
        wallets={"stamps": 9, "points": Wallet("points", pending=5)},
        orders=[order("o-1", total=4), order("o-2", total=6, quantity=2, at=after(3))],
        tier="gold",
        tags=["vip"],
        state={"told": True},
        complaints=[complaint(severity="severe", at=after(4))],
    )
    assert (regular.wallet("stamps").available, regular.wallet("points").pending) == (9, 5)
    assert regular.history == History(2, 3, 1000, START, after(3))
    assert (regular.tier, regular.tags, regular.state) == ("gold", {"vip"}, {"told": True})
    assert regular.unsettled
    assert [one.id for one in regular.complaints] == ["k-1"]
    assert customer(orders=[order()], history=History(orders=40)).history.orders == 40


def test_a_standing_below() -> None:
    """What is known otherwise stays, and what is named is laid over it."""
    known = Standing(tier="silver", disputes=frozenset({"o-1"}))
    assert customer(standing=known, tier=None).standing == Standing(disputes=frozenset({"o-1"}))
    with pytest.raises(TypeError, match="colour"):
        customer(colour="red")  # type: ignore[arg-type]


def test_facts_of_another() -> None:
    """The same facts are another customer's under ids of their own, and still about their own orders."""
    ann = testing.of_customer([order(), refund(), visit()], "ann")
    assert [(one.id, one.customer) for one in ann] == [("ann-o-1", "ann"), ("ann-r-1", "ann"), ("ann-v-1", "ann")]
    assert [one.order for one in ann if isinstance(one, Refund)] == ["ann-o-1"]
    told: list[Any] = [visit("b"), visit("a"), visit("c", at=after(-1))]
    assert [one.id for one in testing.in_order(told)] == ["c", "a", "b"]


def test_the_stores_own() -> None:
    """What happens to the store itself is the store's, whoever builds it."""
    assert build(StoreDay).customer == STORE
    assert isinstance(build(Complaint, text="cold"), Complaint)
