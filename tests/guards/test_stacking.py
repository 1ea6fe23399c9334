"""Stacking: of the strategies in one lane one gives, and the others say to whom they lost."""

from __future__ import annotations

from typing import Any

import pytest

from retention_sdk import BadConfig, Decision, Engine, FreeItem, IssueCoupon, IssueGiftCard, SendMessage, Tag
from tests.build import eur, gives, opened, visit


def card(amount: int) -> IssueGiftCard:
    """A gift card."""
    return IssueGiftCard(eur(amount))


def engine_of(url: str, lanes: dict[str, list[str]], **more: Any) -> Engine:
    """An engine of strategies that give gift cards of some amounts, or other actions."""
    exclusive, tables = more.pop("exclusive", []), more.pop("tables", {})
    strategies: dict[str, object] = {
        name: gives(*([card(gift)] if isinstance(gift, int) else gift)) for name, gift in more.items()
    }
    return opened(url, strategies, stacking={"lanes": lanes, "exclusive": exclusive}, **tables)


def lost(decision: Decision) -> list[tuple[str, str, str]]:
    """Who lost, with which code and sentence."""
    return [(one.plugin, one.code, one.sentence) for one in decision.refusals]


def winners(decision: Decision) -> list[str]:
    """Who gives."""
    return [one.plugin for one in decision.granted]


def test_the_best_of_a_lane_wins(database_url: str) -> None:
    """What costs most is given, the others name the winner, and who is in no lane gives besides."""
    with engine_of(database_url, {"discounts": ["one", "two", "three"]}, one=3, two=9, three=5, four=1) as engine:
        decision = engine.handle(visit())
        assert winners(decision) == ["two", "four"]
        sentence = "Of the lane 'discounts' one strategy gives at a time, and two gives more."
        assert lost(decision) == [("one", "lost_to", sentence), ("three", "lost_to", sentence)]
        assert engine.handle(visit()) == decision


def test_of_equal_ones_the_lanes_first_wins(sqlite_url: str) -> None:
    """A tie goes by the order of the lane, not by that of asking; an unknown cost is the least."""
    with engine_of(
        sqlite_url, {"a": ["three", "two", "one"]}, one=3, two=3, three=[IssueCoupon(FreeItem("x"))]
    ) as shop:
        assert winners(shop.handle(visit())) == ["two"]


def test_lanes_stack(sqlite_url: str) -> None:
    """Each lane has a winner of its own, told in the order in which they are asked."""
    with engine_of(sqlite_url, {"a": ["one", "three"], "b": ["two", "four"]}, one=1, two=2, three=3, four=4) as engine:
        assert winners(engine.handle(visit())) == ["three", "four"]


def test_an_exclusive_lane_goes_alone(sqlite_url: str) -> None:
    """Where an exclusive lane gives, no other does, even one that would give more; who is in no lane is free."""
    lanes, gifts = {"big": ["one"], "sale": ["two", "three"]}, {"one": 9, "two": 1, "three": 2, "four": 1}
    with engine_of(sqlite_url, lanes, exclusive=["sale"], **gifts) as engine:
        decision = engine.handle(visit())
        assert winners(decision) == ["three", "four"]
        assert ("one", "lost_to", "Three gives, and its lane 'sale' goes with no other.") in lost(decision)


def test_where_the_best_is_refused_the_next_one_wins(sqlite_url: str) -> None:
    """A winner is who was granted something: what the budget refuses keeps nobody else from giving."""
    tables = {"limits": {"monthly_budget": "5 EUR"}}
    with engine_of(sqlite_url, {"a": ["one", "two", "three"]}, one=3, two=9, three=5, tables=tables) as engine:
        decision = engine.handle(visit())
        assert winners(decision) == ["three"]
        assert [(plugin, code) for plugin, code, _ in lost(decision)] == [("one", "lost_to"), ("two", "over_budget")]


def test_where_one_competes_nobody_loses(sqlite_url: str) -> None:
    """A strategy alone in the lanes at an event gives, in the order of asking, beside those who are in no lane."""
    with engine_of(sqlite_url, {"a": ["two", "three"]}, exclusive=["a"], one=9, two=[Tag("x")], three=1) as engine:
        decision = engine.handle(visit())
        assert winners(decision) == ["one", "two", "three"]
        assert not decision.refusals


def test_the_whole_answer_loses(sqlite_url: str) -> None:
    """Nobody is told of a gift that they did not get; an answer that gives nothing does not compete."""
    told = [card(1), SendMessage("your gift")]
    with engine_of(sqlite_url, {"a": ["one", "two", "three"]}, one=told, two=5, three=[Tag("x")]) as engine:
        decision = engine.handle(visit())
        assert winners(decision) == ["two", "three"]
        assert [one.action for one in decision.refusals] == told


@pytest.mark.parametrize(
    ("stacking", "problem"),
    [
        ({"lanes": {"a": ["one", "tow"]}}, "no strategy 'tow' is in the file; did you mean 'two'?"),
        ({"lanes": {"a": ["one"], "b": ["one"]}}, "'one' is in a lane already"),
        ({"lanes": {"a": ["one", "one"]}}, "'one' is in a lane already"),
        ({"lanes": {"sale": ["one"]}, "exclusive": ["sales"]}, "there is no lane 'sales'; did you mean 'sale'?"),
    ],
)
def test_lanes_that_cannot_be(sqlite_url: str, stacking: dict[str, Any], problem: str) -> None:
    """A name that is none, or is there twice, is refused with the nearest that is one."""
    with pytest.raises(BadConfig) as raised:
        opened(sqlite_url, {"one": gives(card(1)), "two": gives(card(2))}, stacking=stacking)
    assert problem in str(raised.value)
