"""A platform's own words, as anybody may read them."""

from __future__ import annotations

import pytest

from retention_adapters.http import Http
from retention_sdk import Secret


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("No such item.", "No such item."),
        ("ada@customer.example is unknown", "(an address) is unknown"),
        ("<Ada@Customer.example>", "<(an address)>"),
        ("the key hunter2 is unknown", "the key *** is unknown"),
        ("the key h%26m is unknown, and h&m", "the key *** is unknown, and ***"),
        (" two\nlines\t", "two lines"),
        ("x" * 999, "x" * 300),
    ],
)
def test_words(words: str, said: str) -> None:
    """They are on one line and short, and name nobody and no secret of ours."""
    http = Http("https://shop.example", secrets=[Secret("hunter2"), Secret("h&m")])
    assert http.said(words) == said
    http.close()
