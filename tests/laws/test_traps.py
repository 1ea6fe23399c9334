"""What cost other shops money, with the figures that they published; `docs/background/traps.md` names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retention_sdk import (
    CreateTask,
    Credit,
    Debit,
    IssueCoupon,
    IssueGiftCard,
    Line,
    OrderCancelled,
    OrderReopened,
    PercentOff,
    Refund,
    RefundLine,
)
from tests.audit import audit
from tests.build import after, eur, opened, order, rows, visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Action, Customer, Engine, Event

POINTS = {"points": {}}


def points(engine: Engine, customer: str = "c") -> int:
    """The points that a customer can spend."""
    return engine.customer(customer).wallet("points").available


def refund(id: str, of: str, day: int, **what: object) -> Refund:
    """A refund of some of an order."""
    return Refund(id=id, customer="c", occurred_at=after(day), order=of, **what)


def test_slices_of_less_than_a_point(database_url: str) -> None:
    """21.90 at a point for each 10 earns 2; four refunds of 5 leave 1.90, which earns none (another's leave 2)."""
    with opened(database_url, plugins={"points": {"rate": "0.1"}}) as engine:
        engine.handle(order(total="21.90"))
        left = [points(engine)]
        for number in range(4):
            engine.handle(refund(f"r-{number}", "o-1", 1 + number, amount=eur(5)))
            left.append(points(engine))
        assert left == [2, 1, 1, 0, 0]
        assert audit(engine) == []


def test_a_voucher_over_two_items(sqlite_url: str) -> None:
    """20 less a voucher of 5 earns 15; an item of 10 that comes back takes what it was paid with, which is 7.50."""
    lines = [Line(sku=sku, quantity=1, total=eur("7.50"), discount=eur("2.50")) for sku in ("tea", "cup")]
    with opened(sqlite_url, plugins=POINTS) as engine:
        engine.handle(order(lines=lines))
        assert points(engine) == 15
        engine.handle(refund("r-1", "o-1", 1, lines=[RefundLine(sku="tea", quantity=1)]))
        assert points(engine) == 7
        engine.handle(refund("r-2", "o-1", 2, lines=[RefundLine(sku="cup", quantity=1)]))
        assert points(engine) == 0


def spends(event: Event, customer: Customer) -> Iterator[Action]:
    """Turns each ten points into a gift card of one euro."""
    for _ in range(customer.wallet("points").available // 10):
        yield Debit("points", 10)
        yield IssueGiftCard(eur(1))


@pytest.mark.parametrize("policy", ["within_balance", "into_debt"])
def test_buy_spend_and_send_back(sqlite_url: str, policy: str) -> None:
    """Whoever buys, spends the points and sends the order back, again and again, gains once where debts are kept."""
    refunds = {"spent": policy}
    with opened(sqlite_url, {"spends": spends}, plugins=POINTS, refunds=refunds) as engine:
        for number in range(20):
            day = 3 * number
            engine.handle(order(f"o-{number}", total=10, at=after(day)))
            engine.handle(visit(f"v-{number}", at=after(day + 1)))
            engine.handle(refund(f"r-{number}", f"o-{number}", day + 2))
        cards = sum(row.kind == "issue_gift_card" for row in rows(engine, "outbox"))
        assert cards == (1 if policy == "into_debt" else 20)
        assert points(engine) == (-10 if policy == "into_debt" else 0)
        assert audit(engine) == []


def test_refunded_twice(database_url: str) -> None:
    """The platform and a person both send an order back: the second takes nothing more."""
    with opened(database_url, plugins=POINTS) as engine:
        engine.handle(order("o-1", total=30))
        engine.handle(order("o-2", total=12, at=after(1)))
        first, second = (engine.handle(refund(id, "o-1", 2)) for id in ("r-1", "r-2"))
        assert [one.units for one in first.reversals] == [30]
        assert second.reversals == ()
        assert points(engine) == 12


def test_completed_again_and_again(sqlite_url: str) -> None:
    """An order that is cancelled and completed five times has earned once."""
    with opened(sqlite_url, plugins=POINTS) as engine:
        engine.handle(order(total=30))
        for day in range(1, 11, 2):
            engine.handle(OrderCancelled(id=f"x-{day}", customer="c", occurred_at=after(day), order="o-1"))
            assert points(engine) == 0
            engine.handle(OrderReopened(id=f"y-{day}", customer="c", occurred_at=after(day + 1), order="o-1"))
            assert points(engine) == 30
        assert engine.customer("c").wallet("points").lifetime == 30


def test_a_stamped_item_comes_back_after_the_free_one(database_url: str) -> None:
    """Ten stamps are a free item. One of the ten comes back: the card owes a stamp, and is not full with nine more."""
    card = {"punch_card": {"sku": "beans", "stamps": 10}}
    with opened(database_url, plugins=card, refunds={"spent": "into_debt"}) as engine:
        full = engine.handle(order("o-1", quantity=10, total=100))
        assert any(isinstance(action, IssueCoupon) for action in full.actions)
        sent_back = engine.handle(refund("r-1", "o-1", 1, lines=[RefundLine(sku="beans", quantity=1)]))
        assert [one.action.kind for one in sent_back.reversals] == ["debit", "issue_coupon", "credit"]
        assert engine.customer("c").wallet("stamps").available == 9
        assert audit(engine) == []


def test_thousands_of_units(sqlite_url: str) -> None:
    """30 lines of 9,999 units each are decided, and sent back unit by unit and whole, like any order."""
    lines = [Line(sku=f"s-{n}", quantity=9_999, total=eur(9_999)) for n in range(30)]
    card = {"punch_card": {"sku": "s-1", "stamps": 10}}
    with opened(sqlite_url, plugins=POINTS | card) as engine:
        engine.handle(order(lines=lines))
        assert (points(engine), engine.customer("c").wallet("stamps").available) == (299_970, 8_999)
        engine.handle(refund("r-1", "o-1", 1, lines=[RefundLine(sku="s-1", quantity=9_998)]))
        assert (points(engine), engine.customer("c").wallet("stamps").available) == (289_972, 1)
        engine.handle(refund("r-2", "o-1", 2))
        assert {wallet.available for wallet in engine.customer("c").wallets.values()} == {0}


def test_a_gift_that_cannot_be_given_uses_nothing_up(sqlite_url: str) -> None:
    """What was refused counts for no budget, no cooldown and no limit: the next customer, or the next day, has it."""

    def gives(event: Event, _: Customer) -> Iterator[Action]:
        yield IssueCoupon(PercentOff(10), cost=eur(int(getattr(event, "place", "") or 0)))

    limits = {"monthly_budget": "10 EUR", "cooldowns": [{"kind": "issue_coupon", "days": 30}]}
    with opened(sqlite_url, {"gives": gives}, limits=limits) as engine:
        dear = engine.handle(visit("v-1", place="11"))
        cheap = engine.handle(visit("v-2", at=after(1), place="10"))
        assert ([one.code for one in dear.refusals], len(cheap.granted)) == (["over_budget"], 1)


def test_the_order_of_strategies_decides_nothing_in_a_lane(sqlite_url: str) -> None:
    """Of 10 % and 20 % off over 100 the better one is given, whichever the file names first."""

    def off(percent: int, cost: int) -> object:
        return lambda *_: [IssueCoupon(PercentOff(percent), cost=eur(cost))]

    for key, names in (("one", ("ten", "twenty")), ("two", ("twenty", "ten"))):
        strategies = {name: {"ten": off(10, 10), "twenty": off(20, 21)}[name] for name in names}
        stacking = {"lanes": {"discounts": ["ten", "twenty"]}}
        with opened(sqlite_url, strategies, stacking=stacking, store={"key": key}) as engine:
            decision = engine.handle(order(total=105))
            assert [one.plugin for one in decision.granted] == ["twenty"]


def test_what_is_missing_is_no_error(sqlite_url: str) -> None:
    """A guest without e-mail, name, birthday or zone is decided on like anybody, by every strategy that ships."""
    shipped = ("welcome", "points", "frequent_buyer", "complaint_recovery", "save_offer", "birthday_gift")
    tables = {"messages": {"frequency": {"email": {"most": 1, "days": 7}}, "quiet_hours": "21:00-08:00"}}
    with opened(sqlite_url, plugins={name: {} for name in shipped}, **tables) as engine:
        decision = engine.handle(order())
        assert decision.failures == ()
        assert any(isinstance(action, Credit) for action in decision.actions)
        assert not any(isinstance(action, CreateTask) for action in decision.actions)
