"""What the shop of the story gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention_sdk import IssueCoupon, PercentOff, SendMessage, days, hookimpl, strategy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Action, Purchase


@strategy
class Thanks:
    """A coupon for every order, and a mail that tells of it."""

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[Action]:
        """Gives both."""
        yield IssueCoupon(PercentOff(10), valid_for=days(30), reason="thanks for an order")
        yield SendMessage("thanks", data={"order": event.id})


STRATEGIES = {"thanks": Thanks()}
