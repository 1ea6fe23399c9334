"""Amounts and percents as Shopify writes them: it has three scales of percent, and none fits another's place."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from retention_sdk import Money


def of_code(percent: int) -> float:
    """Percent of a discount code: 0.0 to 1.0."""
    return percent / 100


def of_draft(percent: int) -> float:
    """Percent of a draft order's discount: 0.0 to 100.0."""
    return float(percent)


def of_contract(percent: int) -> int:
    """Percent of a discount on a subscription contract: a whole number, 0 to 100."""
    return percent


def percent_of_code(value: Any) -> Decimal:
    """What a discount code's fraction is in percent."""
    return (Decimal(str(value)) * 100).normalize()


def given(money: Money) -> dict[str, object]:
    """An amount with its currency, as an input."""
    return {"amount": str(money.amount), "currencyCode": money.currency}


def amount_of(found: Mapping[str, Any]) -> Money:
    """An amount with its currency, as it was answered."""
    return Money.of(Decimal(str(found["amount"])), str(found["currencyCode"]))


def instant(at: datetime | None) -> str | None:
    """A time as an input."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def instant_of(found: Any) -> datetime | None:
    """A time as it was answered."""
    return None if found is None else datetime.fromisoformat(str(found)).astimezone(UTC)
