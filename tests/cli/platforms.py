"""A shop's own code, as `--strategies` and `--adapters` find it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from retention_sdk import AmountOff, IssueCoupon, Money, Tag, hookimpl
from retention_sdk.platforms import CredentialsRefused, Receipt, Refused, Repeat

MODULE = """\
from tests.cli.platforms import Gives, Platform

STRATEGIES = {"gives": Gives()}
ADAPTERS = {"shop": Platform()}
"""


class Gives:
    """A coupon and a tag for each order."""

    proposes = (IssueCoupon, Tag)

    @hookimpl
    def on_purchase(self, event: Any) -> list[Any]:
        """Gives them."""
        return [IssueCoupon(AmountOff(Money.of(5, event.currency))), Tag("buyer")]


class Platform:
    """Makes coupons, refuses tags, and lets nobody in while there is a file `barred`."""

    name = "shop"

    def history(self, _since: Any = None) -> tuple[Any, ...]:
        """Nothing happened there."""
        return ()

    def setup(self) -> tuple[str, ...]:
        """There is nothing to set up."""
        return ()

    capabilities = dict.fromkeys(("issue_coupon", "void_coupon", "tag", "untag"), Repeat.KEYED)

    def perform(self, action: Any, key: str, _attempt: Any) -> Receipt:
        """Makes it, and writes it down."""
        if Path("barred").exists():
            raise CredentialsRefused("the key was revoked")
        if action.kind == "tag" and not Path("tags").exists():
            raise Refused("tags are switched off")
        with Path("made").open("a") as file:
            file.write(f"{action.kind} {key}\n")
        return Receipt(reference=f"r-{key[:4]}", notes=("made a day later",))
