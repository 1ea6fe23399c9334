"""Idempotency keys: the same on every machine, and no two alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk.deciding import action_key
from tests.build import after, order, visit

PARTS = st.tuples(*[st.text("ab:01é", min_size=1, max_size=4)] * 4, st.integers(0, 120))
"""Store, source, id, plugin and place, of few letters, so that they would run together if they could."""


def key(store: str, source: str, id: str, plugin: str, place: int) -> str:
    """The key of an action."""
    return action_key(store, visit(id, source=source), plugin, place)


@pytest.mark.parametrize(
    ("parts", "golden"),
    [
        (("bean-leaf", "shop", "o-1", "points", 0), "a6163a8e43580d85f8b11c46afc0be2d"),
        (("bean-leaf", "shop", "o-1", "points", 1), "2505442be5f7191496d1fe94aa99cefa"),
        (("läden", "shöp", "№ 1", "piñata", 12), "d552f38cd1461802aa579d5ff559c1ef"),
    ],
)
def test_a_key_never_changes(parts: tuple[str, str, str, str, int], golden: str) -> None:
    """These keys are written down: outboxes and platforms know them, so no version may make others."""
    assert key(*parts) == golden


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "bc", "i", "p", 0), ("ab", "c", "i", "p", 0)),
        (("s", "a", "bc", "p", 0), ("s", "ab", "c", "p", 0)),
        (("s", "a", "b", "cp", 0), ("s", "a", "bc", "p", 0)),
        (("s", "a", "b", "p", 11), ("s", "a", "b", "p1", 1)),
        (("s", "a", "b", "1:p", 0), ("s", "a", "b1:", "p", 0)),
        (("s", "a", "b", "\u00e9", 0), ("s", "a", "b", "e\u0301", 0)),
    ],
)
def test_parts_do_not_run_together(one: tuple[str, str, str, str, int], other: tuple[str, str, str, str, int]) -> None:
    """What ends one part and begins the next makes two keys."""
    assert key(*one) != key(*other)


@given(PARTS, PARTS)
def test_distinct_parts_have_distinct_keys(
    one: tuple[str, str, str, str, int], other: tuple[str, str, str, str, int]
) -> None:
    """Two actions have one key if, and only if, all parts are the same; it is 32 hex digits."""
    assert (key(*one) == key(*other)) == (one == other)
    assert len(key(*one)) == 32
    assert set(key(*one)) <= set("0123456789abcdef")


@given(PARTS, st.data())
def test_a_part_cannot_pretend(parts: tuple[str, str, str, str, int], data: st.DataObject) -> None:
    """However all letters are shared out anew among the parts, the key is another."""
    text, place = "".join(parts[:4]), parts[4]
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1), min_size=3, max_size=3)))
    other = [text[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert (key(*other, place) == key(*parts)) == (tuple(other) == parts[:4])


def test_the_body_does_not_matter() -> None:
    """An event is known by its source and id, so its kind, customer and time do not change a key."""
    assert action_key("s", visit("1"), "p", 0) == action_key("s", order("1", "another", at=after(9)), "p", 0)
