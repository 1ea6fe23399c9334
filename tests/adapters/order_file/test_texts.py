"""Fields that are text, or a whole number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_adapters.order_file.texts import text_of, whole_of
from retention_sdk import BadValue


@pytest.mark.parametrize(
    ("field", "text"),
    [("", ""), ("  ", ""), (" 17850\t", "17850"), ("Žižkov 🍺", "Žižkov 🍺"), ("a\u00a0b", "a\u00a0b")],
)
def test_blanks_around_a_text_are_dropped(field: str, text: str) -> None:
    """What stands inside is kept as it is."""
    assert text_of(field) == text


@pytest.mark.parametrize("field", ["J\udce9r\udcf4me", "c\0d"])
def test_what_is_no_text_is_refused(field: str) -> None:
    """A byte of another encoding, or a zero byte that no database keeps: the error says what to pass."""
    with pytest.raises(BadValue, match="encoding") as refused:
        text_of(field)
    assert str(refused.value).isascii()


@pytest.mark.parametrize(("field", "whole"), [("1", 1), (" 12 ", 12), ("-6", -6), ("+3", 3), ("2.0", 2), ("2,00", 2)])
def test_whole_numbers(field: str, whole: int) -> None:
    """A spreadsheet's 2.0 is two."""
    assert whole_of(field) == whole


@pytest.mark.parametrize("field", ["", "0.35", "two", "1e3", "1_000", "1,5", "9" * 13, "\uff19"])
def test_what_is_not_whole_is_refused(field: str) -> None:
    """Half a unit, a word or an absurd number is not counted."""
    with pytest.raises(BadValue, match="not a whole number"):
        whole_of(field)


@given(st.text())
def test_any_text_is_told_or_refused(field: str) -> None:
    """A text that is given back can be encoded, and so stored."""
    try:
        text = text_of(field)
    except BadValue:
        return
    assert text.encode() == field.strip().encode()
