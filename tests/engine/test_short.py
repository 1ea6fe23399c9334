"""Units that were spent when their order came back: what the policy leaves, and who makes up for it, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Credit, Debit, Engine, OrderReopened, Purchase
from tests.audit import audit
from tests.build import after, opened, order
from tests.engine.test_refunds import refund

if TYPE_CHECKING:
    from retention_sdk import Action, Customer, Decision, Event

CARD: dict[str, Any] = {"punch_card": {"count": "orders", "stamps": 3, "free_sku": "mug"}}


def stamps(engine: Engine) -> int:
    """The stamps that the customer holds."""
    return engine.customer("c").wallet("stamps").available


def back(engine: Engine, number: int, day: int) -> Decision:
    """All of an order comes back."""
    return engine.handle(refund(f"r-{number}", order=f"o-{number}", at=after(day)))


@pytest.mark.parametrize("turn", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
@pytest.mark.parametrize(("spent", "left"), [("only_pending", 3), ("within_balance", 0), ("into_debt", 0)])
def test_orders_that_paid_for_one_another(database_url: str, spent: str, left: int, turn: tuple[int, ...]) -> None:
    """Three orders fill a card, and all come back in any turn: no stamp is left that the policy could take."""
    with opened(database_url, plugins=CARD, refunds={"spent": spent}) as engine:
        engine.handle_many([order(f"o-{number}", at=after(number)) for number in (1, 2, 3)])
        for day, number in enumerate(turn, 10):
            back(engine, number, day)
        assert stamps(engine) == left
        assert audit(engine) == []


def test_who_makes_up(database_url: str) -> None:
    """What comes back makes up for what was short, and says of which order it is."""
    with opened(database_url, plugins=CARD) as engine:
        (first, *_) = engine.handle_many([order(f"o-{number}", at=after(number)) for number in (1, 2, 3)])
        (credit,) = first.granted
        (short,) = back(engine, 1, 10).reversals
        made = [one for one in back(engine, 3, 11).reversals if one.key == credit.key]
        assert (short.key, short.units, short.short) == (credit.key, 0, 1)
        assert [(one.units, one.short) for one in made] == [(1, 0)]
        assert stamps(engine) == 1
        assert audit(engine) == []


def test_later_stamps_do_not_pay(database_url: str) -> None:
    """What a customer earned later is theirs: no more makes up than what was spent and came back."""
    with opened(database_url, plugins=CARD) as engine:
        engine.handle_many([order(f"o-{number}", at=after(number)) for number in (1, 2, 3)])
        back(engine, 1, 10)
        back(engine, 2, 11)
        engine.handle_many([order("o-4", at=after(12)), order("o-5", at=after(13))])
        back(engine, 5, 14)
        assert stamps(engine) == 1
        back(engine, 3, 15)
        assert stamps(engine) == 1
        assert audit(engine) == []


def buys(event: Event, _: Customer) -> list[Action]:
    """The order o-9 spends 4 points, and any other gives 5."""
    if not isinstance(event, Purchase):
        return []
    return [Debit("points", 4)] if event.id == "o-9" else [Credit("points", 5)]


def test_only_as_much_as_came_back(database_url: str) -> None:
    """Four points of five were spent when their order came back; four come back, and pay for no more than that."""
    with opened(database_url, {"one": buys}) as engine:
        engine.handle_many([order("o-1", at=after(1)), order("o-9", at=after(2))])
        (short,) = back(engine, 1, 3).reversals
        assert (short.units, short.short) == (1, 4)
        engine.handle(order("o-2", at=after(4)))
        assert engine.customer("c").wallet("points").available == 5
        back(engine, 9, 5)
        assert engine.customer("c").wallet("points").available == 5
        back(engine, 2, 6)
        assert engine.customer("c").wallet("points").available == 0
        assert audit(engine) == []


def test_an_order_that_stands_again(database_url: str) -> None:
    """An order that stands again has its stamp again, and what was made up for it is short no more."""
    with opened(database_url, plugins=CARD) as engine:
        engine.handle_many([order(f"o-{number}", at=after(number)) for number in (1, 2, 3)])
        back(engine, 1, 10)
        back(engine, 3, 11)
        engine.handle(OrderReopened(id="again", customer="c", occurred_at=after(12), order="o-1"))
        assert stamps(engine) == 2
        back(engine, 2, 13)
        assert stamps(engine) == 1
        assert audit(engine) == []
