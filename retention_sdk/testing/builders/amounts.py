"""Amounts in tests."""

from decimal import Decimal

from retention_sdk.money import Money


def money(amount: Decimal | int | str, currency: str = "EUR") -> Money:
    """An amount of a currency.

    Args:
        amount: in the currency's major unit, such as "9.99".
        currency: its ISO 4217 code.

    Raises:
        BadValue: the currency has no such amount, or there is no such currency.
    """
    return Money.of(amount, currency)


def eur(amount: Decimal | int | str) -> Money:
    """An amount of euros.

    Args:
        amount: in euros, such as "9.99".

    Raises:
        BadValue: it is finer than a cent.
    """
    return Money.of(amount, "EUR")
