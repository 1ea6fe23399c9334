"""What the commands say of rewards and holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from retention_sdk import Debit, Engine, Line, Money, Purchase

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention

REWARDS = """
[rewards.ten_off]
title = "10 EUR off"
cost = 100
gives = { amount_off = "10 EUR", valid_days = 30 }
stock = 500
per_customer = 2
per_customer_days = 30

[rewards.mug]
title = "A mug"
cost = 1
gives = { free_item = "mug", gift_card = "5 EUR" }
tiers = ["gold"]
available_until = 2026-12-24

[limits]
monthly_budget = "100 EUR"
"""


def test_a_catalogue_in_sentences(retention: Retention, shop: Path) -> None:
    """`check` tells what each reward costs and gives, to whom, and what of it no limit can count."""
    shop.write_text(shop.read_text() + REWARDS)
    answer = retention("check")
    assert answer.code == 0, answer.err
    text = " ".join(answer.out.split())
    for told in (
        (
            "Rewards ten_off: for 100 points, issue a coupon: 10.00 EUR off, valid for 30 days; 500 in all; "
            "2 for each customer in 30 days."
        ),
        (
            "mug: for 1 point, issue a coupon: 1 × mug free, valid for ever and issue a gift card of 5.00 EUR; "
            "only for the tiers gold; until the end of 2026-12-24."
        ),
        "What mug costs is not known, so no limit counts it: write gives.value, an amount.",
    ):
        assert told in text, answer.out


def test_what_is_held(retention: Retention, shop: Path) -> None:
    """`customer` shows what a checkout holds now, and until when; what is over is not shown."""
    now = datetime.now(UTC)
    with Engine.from_config(shop) as engine:
        line = Line(sku="beans", quantity=1, total=Money.of(50, "EUR"))
        engine.handle(Purchase(id="o-1", customer="c", occurred_at=now - timedelta(days=1), lines=[line]))
        engine.hold("c", Debit("points", 10), "old", minutes=1, at=now - timedelta(hours=1))
        engine.hold("c", Debit("points", 30), "checkout-7", minutes=60, at=now)
    told = " ".join(retention("customer", "c").out.split())
    assert "30 points are held until" in told
    assert "as hold-checkout-7." in told
    seen = retention("customer", "c", "--json").json
    assert [(hold["id"], hold["amount"]) for hold in seen["holds"]] == [("hold-checkout-7", 30)]
    assert [(one["available"], one["pending"]) for one in seen["wallets"]] == [(20, 30)]
