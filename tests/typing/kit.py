"""Tests that people write with the kit, as mypy, pyright and ty must understand them."""

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
    AdapterContract,
    AnswerLost,
    ManualClock,
    PluginContract,
    Recorder,
    Sample,
    after,
    build,
    complaint,
    customer,
    eur,
    line,
    order,
    refund,
)
from retention_sdk.testing.drawn import customers, events, histories
from retention_sdk.testing.fixtures import OpensShop


def values() -> tuple[Purchase, Refund, Complaint, Lapse, Customer]:
    """Each short form makes an event of its kind."""
    bought = order("o-1", "ann", "9.90", after(1, hours=2), quantity=2, coupons=["spring"], profile=Profile(name="Ann"))
    back = refund(order=bought.id, amount=eur(2), source="till")
    regular = customer(wallets={"stamps": 9}, orders=[bought], tier="gold", complaints=[complaint()])
    return bought, back, complaint(severity="high", order=bought.id), build(Lapse, silent_days=9), regular


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


class TestGreets(PluginContract):
    """A plugin's laws, run by a class of theirs."""

    plugin = "welcome"


class TestRecorder(AdapterContract):
    """An adapter's laws, run by a class of theirs."""

    def adapter(self) -> Adapter:
        """The adapter that is tried."""
        return Recorder()


SAMPLE = Sample(settings={"stamps": 3}, story=[order()], most={"credit": 1})
