"""An order's webhook in; points, a coupon and a mail out; its refund, and all of it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.examples.jobs import until
from tests.story.story import ORDER, began

if TYPE_CHECKING:
    from pathlib import Path


def tell(folder: Path, database: str) -> list[str]:
    """Let it happen, and see that it did.

    Returns:
        What was seen, in lines.
    """
    with began(folder, database) as story:
        story.sends("order_paid")
        story.sends("order_paid")
        until(lambda: len(story.shop.coupons) == 1 and len(story.mailbox.letters) == 1)
        story.says()
        assert story.points() == 29
        (coupon,) = story.shop.coupons.values()
        assert (coupon["amount"], coupon["usage_limit"]) == ("10.00", 1)
        assert coupon["email_restrictions"] == ["hook.50a84b@example.test"]
        (letter,) = story.mailbox.letters
        assert letter["Subject"] == f"Thank you for order {ORDER}"
        assert f"10 % off with the code {coupon['code']}" in letter.get_body(("plain",)).get_content()
        story.sends("order_refunded")
        until(lambda: not story.shop.coupons)
        story.says()
        assert story.points() == 0
        assert len(story.mailbox.letters) == 1
    return story.told


def test_the_story(database_url: str, tmp_path: Path) -> None:
    """A webhook that comes twice counts once; the refund takes points and coupon back, and denies no mail."""
    told = tell(tmp_path, database_url)
    assert len(told) == 9
