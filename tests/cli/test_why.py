"""`retention why`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention


@pytest.fixture
def filled(retention: Retention, shop: Path, orders: Path) -> None:
    """A shop with three orders."""
    assert retention("import", orders).code == 0


def test_an_order_is_explained(retention: Retention, filled: None) -> None:
    """What it gave, what is left of that, and what a return would take back."""
    answer = retention("why", "anna", "1")
    assert (answer.code, answer.err) == (0, "")
    text = " ".join(answer.out.split())
    for told in (
        "Order 1 stands as it was paid: 1 × order; 20.50 EUR.",
        "Purchase 1 of customer anna, 2026-01-05 10:00 UTC, 20.50 EUR.",
        "- points gives 20 points (1 point for each whole EUR of 20.50 EUR). Left: 20 points.",
        "If 1 × order came back (20.50 EUR): - Takes back 20 points of points.",
    ):
        assert told in text, answer.out


def test_an_order_as_json(retention: Retention, filled: None) -> None:
    """The same as data, with the sentences."""
    seen = retention("why", "anna", "1", "--json").json
    assert seen["explained"].startswith("Order 1 stands as it was paid")
    assert seen["order"]["id"] == "1"
    assert [effect["units"] for effect in seen["steps"][0]["effects"]] == [20]
    assert [one["reversals"][0]["units"] for one in seen["returns"]] == [20]


def test_no_such_order(retention: Retention, filled: None) -> None:
    """Who and what is not known is told, with an exit code of its own."""
    answer = retention("why", "nobody", "1")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "nothing is known of a customer 'nobody'; pass the id that their events have\n"
    answer = retention("why", "anna", "2")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "customer 'anna' has no order '2'; pass the id of a Purchase of theirs that was handled\n"
    assert "has no order '1' of 'till'" in retention("why", "anna", "1", "--source", "till").err
