"""Stock: no more of a reward than there is, over all customers."""

from __future__ import annotations

from typing import Any

from tests.audit import audit
from tests.build import after, rows
from tests.rewards.build import bought, codes, gifts, points, refunded, shop


def mugs(stock: int | None) -> dict[str, Any]:
    """A catalogue of mugs, so many of them."""
    mug: dict[str, Any] = {"title": "A mug", "cost": 10, "gives": {"free_item": "mug", "gift_card": "2 EUR"}}
    return {"mug": mug if stock is None else mug | {"stock": stock}}


def test_none_is_not_nothing(database_url: str) -> None:
    """A stock of 0 is none left; without a stock there is any number."""
    with shop(database_url, mugs(0)) as engine:
        engine.handle(bought("o-1", 100))
        assert engine.rewards("c", at=after(1))[0].sentence == "0 of 0 of mug are left."
        assert "none_left" in codes(engine.redeem("c", "mug", "r-1", at=after(1)))
        assert points(engine) == 100
    with shop(database_url, mugs(None)) as engine:
        assert all(engine.redeem("c", "mug", f"r-{n}", at=after(2)).granted for n in range(2, 7))
        assert audit(engine) == []


def test_more_in_stock(database_url: str) -> None:
    """What was given until now counts against a stock that is written later, or is raised."""
    with shop(database_url, mugs(None)) as engine:
        engine.handle(bought("o-1", 100))
        engine.redeem("c", "mug", "r-1", at=after(1))
        engine.redeem("c", "mug", "r-2", at=after(1))
    with shop(database_url, mugs(2)) as engine:
        assert engine.rewards("c", at=after(2))[0].sentence == "0 of 2 of mug are left."
    with shop(database_url, mugs(3)) as engine:
        assert engine.rewards("c", at=after(2))[0].can_have
        assert engine.redeem("c", "mug", "r-3", at=after(2)).granted
        assert "none_left" in codes(engine.redeem("c", "mug", "r-4", at=after(2)))
        assert audit(engine) == []


def test_given_back(database_url: str) -> None:
    """What is cancelled, or undone by a late fact, is in stock again; and what another took meanwhile is not."""
    with shop(database_url, mugs(1)) as engine:
        for customer in "cde":
            engine.handle(bought(f"o-{customer}", 10, customer=customer))
        engine.redeem("c", "mug", "r-1", at=after(3))
        assert engine.rewards("d", at=after(3))[0].code in ("none_left", "goes_with_refused")
        engine.handle(refunded("b-1", "o-c", after(2)))
        assert engine.redeem("d", "mug", "r-2", at=after(4)).granted
        engine.handle(bought("o-late", 10, after(1)))
        assert (points(engine, "c"), gifts(engine)) == (10, ["issue_coupon", "issue_gift_card"])
        engine.cancel_redemption("r-2", at=after(5))
        assert engine.redeem("e", "mug", "r-3", at=after(6)).granted
        assert [row.amount for row in rows(engine, "counters") if row.amount] == [2]
        assert audit(engine) == []


def test_a_hold_leaves_it_alone(database_url: str) -> None:
    """A hold of a price takes nothing from the stock; the capture does, or is refused and the points stay held."""
    with shop(database_url, mugs(1)) as engine:
        for customer in "cd":
            engine.handle(bought(f"o-{customer}", 10, customer=customer))
            engine.hold(customer, "mug", f"h-{customer}", at=after(1))
        assert engine.capture("h-c", at=after(1)).granted
        assert "none_left" in codes(engine.capture("h-d", at=after(1)))
        assert engine.release("h-d", at=after(1)).granted
        assert points(engine, "d") == 10
        assert audit(engine) == []
