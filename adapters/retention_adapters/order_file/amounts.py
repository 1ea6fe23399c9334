"""Decimal text to money, exactly: no float and no Decimal."""

import re
from functools import cache

from attrs import frozen

from retention_sdk import BadValue, Money

_MOST = 10**15  # more is a mistake, and a sum of many would not fit into a database's 64 bits


@cache
def _minor_units(currency: str) -> int:
    return Money.of(1, currency).minor


@cache
def _written(decimal: str) -> re.Pattern[str]:
    """An amount with a sign or groups of three digits: -1,234.56, 1 234.56, 1'234.56."""
    marks = "".join({",", ".", " ", "'", "’", "\u00a0", "\u202f"} - {decimal})
    return re.compile(
        rf"([+-]?)([0-9]{{1,3}}(?:([{marks}])[0-9]{{3}}(?:\3[0-9]{{3}})*)?|[0-9]*)(?:[{decimal}]([0-9]*))?"
    )


@frozen
class Amounts:
    """Reads amounts.

    Args:
        decimal: the decimal mark, "." or ",".
        rounding: round to a minor unit, half away from nothing, what is finer.
    """

    decimal: str = "."
    rounding: bool = False

    def money(self, text: str, currency: str, times: int = 1) -> Money:
        """What a text says, times a number of units.

        Args:
            text: an amount in major units, such as "11.77" or "1,234.56".
            currency: its ISO 4217 code.
            times: how many units; a price may have more digits than the currency if the product has not.

        Returns:
            The exact amount.

        Raises:
            BadValue: it is no amount, or finer than a minor unit.
        """
        whole, _, fraction = text.partition(self.decimal)
        if not ((digits := whole + fraction).isdecimal() and digits.isascii() and len(digits) < 20):
            digits, fraction = self._digits(text)
        parts = 10 ** len(fraction)
        minor, rest = divmod(int(digits) * times * _minor_units(currency), parts)
        if rest and not self.rounding:
            unit = f"{text.strip()} × {times}" if times != 1 else text.strip()
            raise BadValue(f"{unit} {currency} is finer than the currency's smallest unit; round it first")
        if rest * 2 > parts or (rest * 2 == parts and minor >= 0):
            minor += 1
        if abs(minor) > _MOST:
            raise BadValue(f"{text.strip()} × {times} {currency} is too large to be true")
        return Money(minor, currency)

    def whole(self, text: str) -> int:
        """The whole number that a text says, such as "1,234" or "1234.00".

        Raises:
            BadValue: it is no number, or not a whole one.
        """
        digits, fraction = self._digits(text)
        parts: int = 10 ** len(fraction)
        number, rest = divmod(int(digits), parts)
        if rest:
            raise BadValue(f"{text.strip()!r} is no whole number; round it first")
        return number

    def _digits(self, text: str) -> tuple[str, str]:
        """The digits with their sign, and those of them after the decimal mark."""
        text = text.strip()
        match = _written(self.decimal).fullmatch(text)
        if match and (match[2] or match[4]) and len(text) < 40:
            sign, whole, group, fraction = match.groups(default="")
            return sign + whole.replace(group or " ", "") + fraction, fraction
        if not text:
            raise BadValue("an amount is blank")
        if not set(text) - set("0123456789+-.,' ’\u00a0\u202f"):
            other = "," if self.decimal == "." else "."
            raise BadValue(f"{text!r} is not an amount; if {other!r} is the decimal mark, pass decimal={other!r}")
        raise BadValue(f"{text!r} is not a plain amount; leave out signs and codes, and name the currency by itself")
