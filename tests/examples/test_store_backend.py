"""examples/store_backend.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_order_redelivery_complaint(examples: Path, run: Callable[..., str]) -> None:
    """The order is rewarded once, the complaint is made up for, and the shop does each action once."""
    told = run(examples / "store_backend.py")
    assert "Delivered again, decided the same: True." in told
    assert "points gives 29 points" in told
    assert "complaint_recovery pays back 14.98 EUR of order 1001" in told
    assert told.splitlines()[-4:] == [
        "c-42: coupon code for a free beans-250",
        "c-42: mail 'apology'",
        "c-42: refund money, 14.98 EUR",
        "c-42: task for the agent: Call the customer: is all well?",
    ]
