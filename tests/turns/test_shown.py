"""An order that a platform shows, and shows again: the latest showing counts, in whatever turn they come in."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    Credit,
    EventConflict,
    Line,
    OrderCancelled,
    OrderEdited,
    Purchase,
    Refund,
    SignUp,
    hookimpl,
)
from tests.audit import audit
from tests.build import START, after, eur, gives, opened, order, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retention_sdk import Customer, Engine, Event

PLUGINS = {"points": {"rate": 1}}


def shown(day: int, total: int = 10, **more: Any) -> Purchase:
    """An order of the first day, as it is shown on a later one."""
    return order(total=total, as_of=after(day), **more)


def cancelled(day: int) -> OrderCancelled:
    """The same order, shown as one that was called off."""
    return OrderCancelled(id=f"off-{day}", customer="c", occurred_at=after(day), order="o-1")


def refunded(day: int, amount: int = 4) -> Refund:
    """A refund of it, first seen on a day."""
    when = {"occurred_at": after(day), "as_of": after(day)}
    return Refund(id="r-1", customer="c", order="o-1", amount=eur(amount), **when)


def points(engine: Engine) -> int:
    """What the customer has."""
    return engine.customer("c").wallet("points").available


def test_shown_again(database_url: str) -> None:
    """Shown again as it was, an order is known, and nothing but when it was seen last is written."""
    with opened(database_url, plugins=PLUGINS) as engine:
        first = engine.handle(shown(0))
        assert engine.handle(shown(0)) == first
        again = engine.handle(shown(3))
        assert isinstance(again.event, OrderEdited)
        assert again.event.unchanged
        assert not again.granted + again.reversals + again.notes
        assert engine.handle(shown(3)) == again
        assert engine.handle(shown(-1)) == first
        assert [row.kind for row in rows(engine, "events")] == ["purchase", "order_edited"]
        assert (points(engine), engine.customer("c").history.orders) == (10, 1)
        assert audit(engine) == []


def test_shown_with_other_lines(database_url: str) -> None:
    """Shown with other lines, it is edited as of then; an older showing that comes later changes nothing."""
    with opened(database_url, plugins=PLUGINS) as engine:
        engine.handle(shown(0))
        edited = engine.handle(shown(2, total=25))
        assert [one.units for one in edited.reversals] == [-15]
        engine.handle(shown(1, total=99))
        assert points(engine) == 25
        assert audit(engine) == []


def test_refunds_stand_beside_what_is_shown(database_url: str) -> None:
    """What a platform shows are the lines as they were sold: a refund before it is still to be taken off."""
    with opened(database_url, plugins=PLUGINS) as engine:
        engine.handle_many([shown(0), refunded(1), shown(2), shown(3, total=30)])
        assert points(engine) == 26
        assert engine.handle(refunded(3, amount=5)).event == refunded(1)
        assert points(engine) == 26
        assert audit(engine) == []


STORIES: dict[str, tuple[Sequence[Event], int]] = {
    "called off": ([shown(0), cancelled(2), shown(1)], 0),
    "stands again": ([shown(0), cancelled(2), shown(3)], 10),
    "called off again": ([shown(0), cancelled(1), shown(2), cancelled(3)], 0),
    "edited back": ([shown(0), shown(1, total=50), shown(2)], 10),
    "edited while it was off": ([shown(0), cancelled(1), shown(2, total=7)], 7),
    "partly paid back": ([shown(0), cancelled(1), refunded(2), shown(3, total=20)], 16),
}


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("at_once", [False, True], ids=["one by one", "at once"])
def test_in_whatever_turn(sqlite_url: str, name: str, *, at_once: bool) -> None:
    """However the states of an order come in, the last of them decides."""
    story, left = STORIES[name]
    for turn, arrival in enumerate(permutations(story)):
        with opened(sqlite_url, store={"name": str(turn)}, plugins=PLUGINS) as engine:
            for batch in [arrival] if at_once else [[event] for event in arrival]:
                engine.handle_many(batch)
            assert points(engine) == left, arrival
            assert audit(engine) == []


def test_shown_as_somebody_elses(database_url: str) -> None:
    """An order that moved to another customer stays whose it was; what is shown since waits until the two are one."""
    with opened(database_url, plugins=PLUGINS) as engine:
        engine.handle(shown(0, customer="guest"))
        engine.handle(shown(2, total=30, customer="c"))
        assert (points(engine), engine.customer("guest").wallet("points").available) == (0, 10)
        assert engine.customer("c").standing.waiting == {"o-1"}
        engine.merge("c", "guest", at=after(3))
        assert (points(engine), engine.customer("c").standing.waiting) == (30, set())
        assert audit(engine) == []


def test_what_was_told_is_not_shown(sqlite_url: str) -> None:
    """An order that was told stays as it was told: shown otherwise it is a conflict, and so is the reverse."""
    with opened(sqlite_url, plugins=PLUGINS) as engine:
        engine.handle(order())
        with pytest.raises(EventConflict):
            engine.handle(shown(1))
        engine.handle(shown(0, id="o-2"))
        with pytest.raises(EventConflict):
            engine.handle(order("o-2", total=11))


def test_other_facts_that_are_shown(sqlite_url: str) -> None:
    """Any fact that is shown again in other words is the fact as it was first shown."""
    with opened(sqlite_url, {"one": gives(Credit("points", 5))}) as engine:
        when = {"customer": "c", "occurred_at": START}
        first = engine.handle(SignUp(id="s", as_of=after(1), **when))
        assert engine.handle(SignUp(id="s", as_of=after(2), **when)) == first


def test_who_is_asked(sqlite_url: str) -> None:
    """Strategies are asked about an edit that is shown, and not about an order that is shown as it is known."""

    class Sees:
        """A strategy that is asked about edits."""

        def __init__(self) -> None:
            self.edits: list[int] = []

        @hookimpl
        def on_order_edited(self, event: OrderEdited, customer: Customer) -> None:
            """Remembers what was edited."""
            assert customer.id == "c"
            self.edits.append(event.lines[0].total.minor)

    sees = Sees()
    with opened(sqlite_url, {"sees": sees}) as engine:
        engine.handle_many([shown(0), shown(1), shown(2, total=20), shown(3, total=20)])
    assert set(sees.edits) == {2000}


def test_preview_of_what_is_shown(sqlite_url: str) -> None:
    """A preview tells what a showing would change, and changes nothing."""
    with opened(sqlite_url, plugins=PLUGINS) as engine:
        engine.handle(shown(0))
        assert [one.units for one in engine.preview(shown(1, total=4)).reversals] == [6]
        assert points(engine) == 10


def test_shipping_tax_and_codes_of_an_edit(sqlite_url: str) -> None:
    """An edit that is shown brings all that the order has now."""
    line = Line(sku="beans", quantity=1, total=eur(10))
    now: dict[str, Any] = {"shipping": eur(5), "shipping_tax": eur(1), "coupons": ("SPRING",)}
    seen: list[Purchase] = []

    def look(event: Purchase, _: Customer) -> list[Credit]:
        seen.append(event)
        return []

    with opened(sqlite_url, {"look": look}) as engine:
        engine.handle_many([shown(0, shipping=eur(3)), shown(1, lines=[line], **now)])
    left = seen[-1]
    assert {name: getattr(left, name) for name in now} == now
