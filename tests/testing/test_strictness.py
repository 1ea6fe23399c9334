"""What a strategy raises fails the test, unless the test says that it may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Action, CardLost, IssueCoupon, PercentOff, Refused, Schedule, hookimpl, strategy
from retention_sdk.testing import Shop, StrategyFailed, after, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@strategy
class Thanks:
    """A coupon for each order."""

    @hookimpl
    def on_purchase(self) -> list[Action]:
        """Gives it."""
        return [IssueCoupon(PercentOff(5))]


@strategy
class Breaks:
    """Raises wherever it is asked."""

    @hookimpl
    def on_visit(self) -> list[Action]:
        """Raises."""
        raise ZeroDivisionError("visits")

    @hookimpl
    def on_card_lost(self) -> object:
        """Answers what is no answer."""
        return "a tag"

    @hookimpl
    def on_sign_up(self) -> list[Action]:
        """Has itself asked about a visit tomorrow."""
        return [Schedule(visit("later", "ann", at=after(1)))]


@strategy
class BreaksAsGuard:
    """A guard that raises."""

    @hookimpl
    def review_action(self) -> Refused | None:
        """Raises."""
        raise LookupError("guards")


@strategy
class BreaksOccasions:
    """Cannot say when it is to be asked."""

    @hookimpl
    def occasions(self) -> Iterator[tuple[datetime, str]]:
        """Raises."""
        raise LookupError("occasions")

    @hookimpl
    def on_occasion(self) -> None:
        """Is never asked."""


@pytest.mark.parametrize(
    ("happens", "named"),
    [
        (
            lambda shop: shop.visits("ann"),
            r"plugins\.breaks failed in on_visit: ZeroDivisionError: visits at .*\.py:\d+",
        ),
        (lambda shop: shop.happens(CardLost, "ann"), "plugins.breaks failed in on_card_lost: answered a str"),
        (lambda shop: shop.buys("ann"), "plugins.guard failed in review_action: LookupError: guards"),
    ],
)
def test_what_a_strategy_raises(happens: Any, named: str) -> None:
    """What a strategy or a guard raises, or answers wrongly, fails the test; the shop goes on as a store does."""
    own = {"breaks": Breaks(), "guard": BreaksAsGuard(), "thanks": Thanks()}
    with Shop(strategies=own) as shop:
        with pytest.raises(StrategyFailed, match=named):
            happens(shop)
        assert len(shop.last.failures) == 1
    with Shop(strategies=own, strict=False) as shop:
        assert len(happens(shop).failures) == 1


def test_what_a_strategy_raises_in_time() -> None:
    """So does what it raises when time brings something, and when it is asked what time will bring."""
    with Shop(strategies={"breaks": Breaks()}) as shop:
        shop.signs_up("ann")
        with pytest.raises(StrategyFailed, match="failed in on_visit"):
            shop.passes(days=3)
        assert shop.clock.now == after(1)
    with Shop(strategies={"breaks": BreaksOccasions()}) as shop, pytest.raises(StrategyFailed, match="in occasions"):
        shop.buys("ann")


def test_another_shops_failure_is_its_own() -> None:
    """A shop raises for what its own strategies do, while others that are not strict go on beside it."""
    with Shop(strategies={"breaks": Breaks()}, strict=False) as lax, Shop(strategies={"thanks": Thanks()}) as strict:
        assert lax.visits("ann").failures
        assert strict.buys("ann").actions
