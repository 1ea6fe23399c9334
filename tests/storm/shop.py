"""The shop of the storm: points, a coupon for each order, and a platform that does twice what it is told twice."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, field

from retention_sdk import Engine, IssueCoupon, PercentOff
from retention_sdk.platforms import FIRST, Attempt, Receipt, Repeat
from tests.build import Does, config, gives
from tests.inbox.shop import Shop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from retention_sdk import Action

LEASE = 8
"""Seconds until what a killed worker was delivering is tried again."""


@define
class Careless(Shop):
    """Its platform makes a coupon whenever it is asked: what may have been made has to be looked for.

    Attributes:
        platform: the file in which the platform writes down what it has made.
    """

    platform: Path = Path()
    capabilities: Mapping[str, Repeat] = field(factory=lambda: {"issue_coupon": Repeat.UNSAFE})

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:  # noqa: ARG002 - all are alike
        """Make a coupon, unless an earlier try may have made it and did."""
        with closing(sqlite3.connect(self.platform, timeout=60, isolation_level=None)) as made:
            made.execute("PRAGMA synchronous=OFF")
            again = attempt.first_at is not None
            if not (again and made.execute("SELECT 1 FROM coupons WHERE key = ?", [key]).fetchone()):
                made.execute("INSERT INTO coupons VALUES (?)", [key])
        return Receipt(reference=key)

    def begin(self) -> None:
        """Open the platform for business."""
        with closing(sqlite3.connect(self.platform)) as made:
            made.execute("PRAGMA journal_mode=WAL")
            made.execute("CREATE TABLE coupons (key TEXT)")

    def made(self) -> Counter[str]:
        """How often each coupon was made."""
        with closing(sqlite3.connect(self.platform)) as made:
            return Counter(key for (key,) in made.execute("SELECT key FROM coupons"))


def opened(url: str, platform: Path) -> Engine:
    """An engine of the shop."""
    strategies: dict[str, Any] = {"thanks": Does(gives(IssueCoupon(PercentOff(5))))}
    tables = {"plugins": {"points": {}}, "delivery": {"lease_seconds": LEASE, "first_wait_seconds": 1}}
    return Engine.from_config(config(url, **tables), strategies, {"shop": Careless(platform=platform)})
