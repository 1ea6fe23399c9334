"""Numbers: from a key and back, unlike each other, and with a digit that shows what was mistyped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import BadValue
from retention_sdk.store.numbers import DIGITS, digits_of, key_of, number_of

KEYS = st.integers(0, 2**128 - 1).map("{:032x}".format)
SALTS = st.text(min_size=1, max_size=8)


@given(KEYS, SALTS)
def test_there_and_back(key: str, salt: str) -> None:
    """A number is 18 digits and leads to the beginning of its key."""
    number = number_of(key, salt)
    assert (len(number), digits_of(number)) == (DIGITS, number)
    assert key.startswith(key_of(number, salt))


@given(KEYS, st.integers(0, DIGITS - 1), st.integers(1, 9))
def test_a_wrong_digit_shows(key: str, place: int, more: int) -> None:
    """Whichever digit is mistyped, the number is none."""
    number = number_of(key, "salt")
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    with pytest.raises(BadValue, match="mistyped"):
        digits_of(wrong)


def test_nobody_can_tell_the_next() -> None:
    """Keys that are neighbours have numbers that are not, and another salt makes others."""
    numbers = [number_of(f"{number:014x}{0:018x}", "salt") for number in range(200)]
    assert len(set(numbers)) == 200
    assert len({number[:2] for number in numbers}) > 20
    assert not set(numbers) & {number_of(f"{number:014x}{0:018x}", "other") for number in range(200)}
