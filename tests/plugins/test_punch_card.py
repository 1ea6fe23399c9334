"""The strategy punch_card."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.punch_card import PunchCard
from retention_sdk import Action, BadValue, Credit, Debit, FreeItem, IssueCoupon, Line, Profile, Refund, Visit
from tests import build as shop
from tests.audit import audit
from tests.build import opened
from tests.plugins.build import NOW, customer, eur, line, memory, only, order


def moved(actions: list[Action]) -> int:
    """How an answer changes the number of stamps."""
    gained = sum(action.amount for action in actions if isinstance(action, Credit))
    return gained - sum(action.amount for action in actions if isinstance(action, Debit))


def rewards(actions: list[Action]) -> list[IssueCoupon]:
    """The coupons of an answer."""
    return [action for action in actions if isinstance(action, IssueCoupon)]


def visit(place: str = "") -> Visit:
    """A visit."""
    return Visit(id="v-1", customer="c", occurred_at=NOW, place=place)


def test_items_are_stamped() -> None:
    """Each paid unit of the item is a stamp, other items are none."""
    actions = list(PunchCard(sku="beans").on_purchase(order(line(20, quantity=2), line(5, "tea")), customer()))
    assert actions == [Credit("stamps", 2, reason="2 × beans bought")]
    assert not list(PunchCard(sku="beans").on_purchase(order(line(5, "tea")), customer()))


def test_a_full_card_pays_for_a_free_item() -> None:
    """The stamp that fills the card is given, then the card is taken and the free item issued for it."""
    card = PunchCard(sku="beans", valid_days=30, cost=eur(4))
    stamp, debit, coupon = card.on_purchase(order(), customer(stamps=9))
    full = "a card of 10 stamps is full"
    assert stamp == Credit("stamps", 1, reason="1 × beans bought")
    assert debit == Debit("stamps", 10, reason=full)
    assert coupon == IssueCoupon(FreeItem("beans"), valid_for=timedelta(days=30), cost=eur(4), reason=full)


@pytest.mark.parametrize(
    ("had", "bought", "full", "left"), [(0, 18, 1, 8), (0, 20, 2, 0), (9, 31, 4, 0), (25, 1, 2, 6)]
)
def test_the_surplus_carries_over(had: int, bought: int, full: int, left: int) -> None:
    """18 stamps on a card of 10 give one free item and keep 8; several cards may be full at once."""
    actions = list(PunchCard(sku="beans").on_purchase(order(line(90, quantity=bought)), customer(stamps=had)))
    assert len(rewards(actions)) == full
    assert had + moved(actions) == left


def test_a_wholesale_order() -> None:
    """An order of thousands gives so many free items at once, and the rest of the stamps stays on the card."""
    actions = list(PunchCard(sku="beans", at_once=2).on_purchase(order(line(9, quantity=80_995)), customer()))
    assert len(rewards(actions)) == 2
    assert moved(actions) == 80_975


def test_a_debt_is_worked_off_first() -> None:
    """A wallet below zero gives no free item before the card is full again."""
    assert not rewards(list(PunchCard(sku="beans").on_purchase(order(line(9, quantity=10)), customer(stamps=-3))))


def test_a_free_item_leaves_no_stamp() -> None:
    """Units that were given free are not stamped, and an order of nothing else is no order."""
    mixed = order(line(20, quantity=3, free_units=1))
    free = order(line(0, quantity=1))
    assert moved(list(PunchCard(sku="beans").on_purchase(mixed, customer()))) == 2
    assert not list(PunchCard(sku="beans").on_purchase(free, customer()))
    assert not list(PunchCard(sku="beans", count="orders").on_purchase(free, customer()))


@pytest.mark.parametrize(
    ("settings", "stamps"),
    [
        ({"free_sku": "mug"}, 6),
        ({"category": "hot", "free_sku": "mug"}, 5),
        ({"category": "hot", "sku": "tea"}, 3),
        ({"category": "hot", "free_sku": "mug", "count": "orders"}, 1),
        ({"category": "cold", "free_sku": "mug", "count": "orders"}, 0),
    ],
)
def test_what_is_stamped(settings: dict[str, Any], stamps: int) -> None:
    """Item and category narrow what is stamped; by orders, one with any of it is one stamp."""
    event = order(line(9, "beans", 2, categories=("hot",)), line(9, "tea", 3, categories=("hot",)), line(9, "mug"))
    assert moved(list(PunchCard(**settings).on_purchase(event, customer()))) == stamps


def test_visits_are_stamped() -> None:
    """A card for visits takes no purchases, and one for items no visits."""
    card = PunchCard(count="visits", free_sku="espresso", stamps=2)
    assert list(card.on_visit(visit("the bar"), customer())) == [Credit("stamps", 1, reason="a visit to the bar")]
    assert not list(card.on_purchase(order(), customer()))
    assert not list(PunchCard(sku="beans").on_visit(visit(), customer()))
    (coupon,) = rewards(list(card.on_visit(visit(), customer(stamps=1))))
    assert coupon.benefit == FreeItem("espresso")


def test_two_cards_side_by_side() -> None:
    """A card reads and writes the stamps of its own unit only."""
    tea = PunchCard(sku="tea", unit="tea stamps")
    assert moved(list(tea.on_purchase(order(line(9, "tea")), customer(stamps=9)))) == 1


def test_the_free_item_must_be_known() -> None:
    """A card that names neither item is refused, and says what is missing."""
    with pytest.raises(BadValue, match="free_sku"):
        PunchCard(category="hot")


@given(st.lists(st.integers(1, 60), max_size=12), st.integers(2, 12))
def test_stamps_are_conserved(purchases: list[int], size: int) -> None:
    """However items are sliced into orders: stamps given - size × free items = stamps left, less than a card."""
    card, who, free = PunchCard(sku="beans", stamps=size), customer(), 0
    for bought in purchases:
        actions = list(card.on_purchase(order(line(bought, quantity=bought)), who))
        who = customer(stamps=who.wallet("stamps").available + moved(actions))
        free += len(rewards(actions))
    assert divmod(sum(purchases), size) == (free, who.wallet("stamps").available)


def test_so_many_a_day() -> None:
    """What is above the day's cap leaves no stamp; the day is the customer's own, and the next one has its own."""
    card = PunchCard(sku="beans", per_day=3)
    night = NOW.replace(hour=23)
    prague = Profile(timezone="Europe/Prague")
    first = list(card.on_purchase(order(line(20, quantity=2)), customer(profile=prague)))
    assert (only(first, Credit).amount, memory(first)) == (2, {"2026-03-10": 2})
    second = list(card.on_purchase(order(line(20, quantity=2)), customer(profile=prague, state=memory(first))))
    assert (only(second, Credit).amount, memory(second)) == (1, {"2026-03-10": 3})
    full = customer(profile=prague, state=memory(second))
    assert list(card.on_purchase(order(line(20, quantity=2)), full)) == []
    after_midnight = list(card.on_purchase(order(line(50, quantity=5), at=night), full))
    assert only(after_midnight, Credit).amount == 3
    assert memory(after_midnight) == {"2026-03-10": None, "2026-03-11": 3}, "a day that is over is forgotten"


def test_a_visit_a_day() -> None:
    """Who drops in five times a day has dropped in once."""
    card = PunchCard(count="visits", free_sku="coffee", per_day=1)
    visit = Visit(id="v", customer="c", occurred_at=NOW)
    one = list(card.on_visit(visit, customer()))
    assert only(one, Credit).amount == 1
    assert list(card.on_visit(visit, customer(state=memory(one)))) == []


def test_the_cap_holds_though_the_free_item_is_refused(sqlite_url: str) -> None:
    """The stamps of a day are counted whatever a budget says to the free item."""
    plugins = {"punch_card": {"sku": "beans", "stamps": 2, "per_day": 2, "cost": "9 EUR"}}
    with opened(sqlite_url, plugins=plugins, limits={"monthly_budget": "1 EUR"}) as engine:
        decisions = [engine.handle(shop.order(f"o-{n}", quantity=2, at=shop.after(hours=n))) for n in range(3)]
        assert [[action.kind for action in decision.actions] for decision in decisions] == [["credit"], [], []]
        assert engine.customer("c").wallet("stamps").available == 2
        assert audit(engine) == []


def test_cards_side_by_side(sqlite_url: str) -> None:
    """Each card has its own stamps: of one item, of orders, and of visits."""
    plugins = {
        "coffee": {"use": "punch_card", "sku": "beans", "unit": "beans", "stamps": 3},
        "orders": {"use": "punch_card", "count": "orders", "unit": "orders", "stamps": 2, "free_sku": "mug"},
        "visits": {"use": "punch_card", "count": "visits", "unit": "visits", "free_sku": "cake"},
    }
    with opened(sqlite_url, plugins=plugins) as engine:
        engine.handle(shop.order("o-1", quantity=2))
        engine.handle(shop.visit(at=shop.after(1)))
        decision = engine.handle(shop.order("o-2", quantity=2, at=shop.after(1)))
        coupons = [one.benefit for one in decision.actions if isinstance(one, IssueCoupon)]
        assert coupons == [FreeItem("beans"), FreeItem("mug")]
        stamps = {unit: wallet.available for unit, wallet in engine.customer("c").wallets.items()}
        assert stamps == {"beans": 1, "orders": 0, "visits": 1}


@pytest.mark.parametrize("used", [False, True])
def test_a_refund_after_the_free_item(database_url: str, used: bool) -> None:
    """The order that filled the card comes back: the free item is called off, and the other stamps are there again."""
    plugins = {"punch_card": {"sku": "beans", "stamps": 3}}
    with opened(database_url, plugins=plugins) as engine:
        engine.handle(shop.order("o-1", quantity=2))
        engine.handle(shop.order("o-2", quantity=1, at=shop.after(1)))
        free = [Line(sku="beans", quantity=1, total=eur(0))]
        if used:
            engine.handle(shop.order("o-3", lines=free, at=shop.after(2)))
        back = engine.handle(Refund(id="r-1", customer="c", occurred_at=shop.after(3), order="o-2"))
        assert [one.action.kind for one in back.reversals] == ["debit", "issue_coupon", "credit"]
        assert engine.customer("c").wallet("stamps").available == 2, "a free item has left no stamp"
        engine.handle(shop.order("o-4", quantity=1, at=shop.after(4)))
        assert engine.customer("c").wallet("stamps").available == 0
        assert audit(engine) == []
