"""What customers are interested in: whole numbers, in whatever order they come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.parts.interest import FULL, LOOKS, MOST, category, interests, looked, sku
from tests.plugins.build import NOW, ago, line, order

if TYPE_CHECKING:
    from retention_sdk import Purchase

TODAY = NOW.date()
KEYS = st.sampled_from([sku("beans"), sku("mug"), category("coffee"), category("tea")])
LOOKED = st.lists(st.tuples(st.integers(0, 400), st.lists(KEYS, max_size=4)), max_size=12)
ORDERS = st.lists(
    st.tuples(st.integers(0, 800), st.sampled_from(["beans", "mug", "tea-100"]), st.sampled_from(["coffee", "tea"])),
    max_size=10,
)


def bought(drawn: list[tuple[int, str, str]]) -> list[Purchase]:
    """Orders so many days ago, of an item and its category."""
    return [
        order(line(10, item, categories=[group]), id=f"o-{number}", at=ago(days))
        for number, (days, item, group) in enumerate(drawn)
    ]


def test_bought_counts_more_than_looked_at_and_lately_more_than_once() -> None:
    """An order weighs four looks; after the half days it weighs half."""
    orders = bought([(0, "beans", "coffee"), (60, "mug", "coffee"), (61, "tea-100", "tea")])
    weights = interests(orders, {sku("cup"): (1, TODAY.isoformat())}, TODAY, 60)
    assert weights[sku("beans")] == 4 * FULL
    assert weights[sku("mug")] == weights[sku("tea-100")] == 2 * FULL
    assert weights[category("coffee")] == 6 * FULL
    assert weights[sku("cup")] == FULL


def test_pieces_are_not_times() -> None:
    """A hundred pieces in one order are one interest, and what was given for nothing is none."""
    one = order(line(100, "beans", 100), line(0, "sample"), at=NOW)
    assert interests([one], {}, TODAY, 60) == {sku("beans"): 4 * FULL}


def test_what_is_remembered_of_looks() -> None:
    """A day counts once for each thing, and so many things are remembered, the latest."""
    seen = looked({}, TODAY, [sku("mug"), sku("mug")])
    assert looked(seen, TODAY, [sku("mug")]) == seen == {sku("mug"): (1, TODAY.isoformat())}
    for day in range(1, 2 * MOST):
        seen = looked(seen, TODAY + timedelta(days=day), [sku(f"item-{day}")])
    assert len(seen) == MOST
    assert sku("mug") not in seen
    assert sku(f"item-{2 * MOST - 1}") in seen


def test_many_looks_are_still_looks() -> None:
    """Whoever looks each day is not more interested than whoever buys twice."""
    weights = interests([], {sku("mug"): (300, TODAY.isoformat())}, TODAY, 60)
    assert weights == {sku("mug"): LOOKS * FULL}


@given(drawn=ORDERS, seen=LOOKED, seed=st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    drawn: list[tuple[int, str, str]], seen: list[tuple[int, list[str]]], seed: st.DrawFn
) -> None:
    """The same orders and looks weigh the same, whatever order they are read in; nothing weighs less than nothing."""
    orders, browsed = bought(drawn), {}
    for days, keys in sorted(seen, key=lambda one: -one[0]):
        browsed = dict(looked(browsed, TODAY - timedelta(days=days), keys))
    again = dict(reversed(browsed.items()))
    shuffled = list(orders)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    weights = interests(orders, browsed, TODAY, 30)
    assert weights == interests(shuffled, again, TODAY, 30)
    assert all(type(weight) is int and weight > 0 for weight in weights.values())


@given(seen=LOOKED)
def test_a_look_more_is_never_less(seen: list[tuple[int, list[str]]]) -> None:
    """Nothing is forgotten by looking at it again, and the days are those of looks."""
    browsed: dict[str, tuple[int, str]] = {}
    for days, keys in sorted(seen, key=lambda one: -one[0]):
        day = TODAY - timedelta(days=days)
        after = looked(browsed, day, keys)
        assert all(after[key][0] >= before for key, (before, _) in browsed.items())
        assert all(date.fromisoformat(last) <= TODAY for _, last in after.values())
        browsed = dict(after)
