"""Tests that people write with the kit: mypy and pyright accept them, and find what is wrong in them."""

from datetime import datetime

from hypothesis import given

from retention_sdk import (
    Complaint,
    Customer,
    Decision,
    Event,
    IssueCoupon,
    Lapse,
    Profile,
    Purchase,
    Refund,
    Visit,
    Wallet,
    testing,
)
from retention_sdk.platforms import Adapter, TryLater
from retention_sdk.testing import (
    AnswerLost,
    ManualClock,
    Recorder,
    Shop,
    after,
    build,
    complaint,
    customer,
    eur,
    line,
    order,
    refund,
    visit,
)
from retention_sdk.testing.drawn import customers, events, histories
from retention_sdk.testing.fixtures import OpensShop


def values() -> tuple[Purchase, Refund, Complaint, Lapse, Customer]:
    """Each short form makes an event of its kind."""
    bought = order("o-1", "ann", "9.90", after(1, hours=2), quantity=2, coupons=["spring"], profile=Profile(name="Ann"))
    back = refund(order=bought.id, amount=eur(2), source="till")
    regular = customer(wallets={"stamps": 9}, orders=[bought], tier="gold", complaints=[complaint()])
    return bought, back, complaint(severity="high", order=bought.id), build(Lapse, silent_days=9), regular


def mistakes(clock: ManualClock) -> None:
    """A field that there is not, or of another type, is found."""
    order(totl=3)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    order(total=9.9)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    visit(place=3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    customer(wallets={"stamps": "9"})  # type: ignore[dict-item] # pyright: ignore[reportArgumentType]
    customer(colour="red")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    clock.now = "noon"  # type: ignore[assignment] # pyright: ignore[reportAttributeAccessIssue]
    Recorder().fails(ValueError("busy"))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    with Shop() as shop:
        shop.buys("ann", quantty=3)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
        shop.refunds("ann", amount=[line()])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        shop.passes(days=1.5)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_shop(retention_shop: OpensShop, retention_clock: ManualClock) -> tuple[Decision, Wallet, datetime]:
    """A shop's words answer what the engine answers."""
    shop = retention_shop(plugins={"points": {"rate": 1}}, limits={"minimum_age": 18})
    decision = shop.buys("ann", 20, lines=[line("mug", 1, "9.90")], at=after(2))
    shop.recorder.fails(TryLater("busy"), IssueCoupon, times=2)
    shop.recorder.fails(AnswerLost())
    shop.passes(days=1, hours=2)
    carries: Adapter = shop.recorder
    assert carries.name
    return decision, shop.wallet("ann", "points"), retention_clock.passes(2)


@given(events(Visit), events(), customers(units=["stamps"]), histories("ann", most=3))
def drawn(one: Visit, other: Event, who: Customer, history: list[Event]) -> None:
    """What is drawn is of the type that it is drawn of."""
    assert one.place or other.id or who.tier or testing.in_order(history)
