"""Money: whole minor units of one currency, and nothing else."""

from collections.abc import Iterable
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from functools import cache
from typing import Any

from attrs import field, frozen
from babel.core import get_global

from retention_sdk.errors import BadValue, CurrencyMismatch

LARGEST = 10**15
"""The most minor units of an amount: a database's integer holds thousands of them, and JavaScript's holds one."""

_LEAST = -LARGEST
_EXACT = Context(prec=60, Emin=-60, Emax=60, traps=[InvalidOperation, Overflow, Inexact])


_UNUSUAL = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
"""The currencies whose minor unit is not a hundredth, by its decimal digits."""


@cache
def digits(currency: str) -> int:
    """How many decimal digits a currency has: EUR 2, JPY 0, KWD 3.

    Args:
        currency: an ISO 4217 code in capitals.

    Returns:
        The number of digits, as in ISO 4217's list one (CLDR gives some currencies fewer, as their cash has).

    Raises:
        BadValue: there is no such currency.
    """
    known = get_global("all_currencies")
    if currency not in known:
        meant = currency.upper() if isinstance(currency, str) and currency.upper() in known else "EUR"
        raise BadValue(f"{currency!r} is no ISO 4217 currency; write a code in capitals, such as {meant!r}")
    return next((places for places, currencies in _UNUSUAL.items() if currency in currencies.split()), 2)


def _minor(_money: object, _attribute: Any, value: Any) -> None:
    if type(value) is not int:
        raise BadValue(f"minor={value!r} is not an int of minor units; for a decimal use Money.of('39.98', 'EUR')")
    if not _LEAST <= value <= LARGEST:
        raise BadValue(f"minor={value} is out of bounds; an amount has at most {LARGEST} minor units")


def _currency(_money: object, _attribute: Any, value: str) -> None:
    digits(value)


@frozen(order=False)
class Money:
    """An amount in whole minor units of a currency.

    Args:
        minor: minor units (cents of EUR, yen of JPY, fils of KWD), up to `LARGEST`; may be negative.
        currency: the ISO 4217 code.

    Raises:
        BadValue: `minor` is no int or too large, or there is no such currency.
    """

    minor: int = field(validator=_minor)
    currency: str = field(validator=_currency)

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> "Money":
        """Money from a decimal amount in major units.

        Args:
            amount: a str, int or Decimal in major units, such as "39.98".
            currency: the ISO 4217 code.

        Returns:
            The exact amount.

        Raises:
            BadValue: a float, no number, or more digits than the currency has.
        """
        if isinstance(amount, float):
            raise BadValue(f"{amount!r} is a float, and floats lose cents; pass a str such as '{amount}', or a Decimal")
        if isinstance(amount, bool) or not isinstance(amount, str | int | Decimal):
            raise BadValue(f"{amount!r} is not an amount; pass a str such as '39.98', an int or a Decimal")
        places = digits(currency)
        try:
            minor = Decimal(amount).scaleb(places, _EXACT)
            whole = int(minor)
        except (ArithmeticError, ValueError):
            raise BadValue(f"{amount!r} is not an amount; write it as '39.98'") from None
        if minor != whole:
            raise BadValue(f"{amount} has more decimal digits than the {places} of {currency}; round it first")
        return cls(whole, currency)

    @classmethod
    def parse(cls, text: str) -> "Money":
        """Money from text such as "39.98 EUR" or "EUR 39.98".

        Raises:
            BadValue: the text is not an amount and a currency.
        """
        parts = text.split() if isinstance(text, str) else []
        if len(parts) != 2:
            raise BadValue(f"{text!r} is not money; write an amount and a currency, such as '39.98 EUR'")
        amount, currency = parts if parts[1].isalpha() else reversed(parts)
        return cls.of(amount, currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        """Nothing, in a currency."""
        return cls(0, currency)

    @classmethod
    def sum(cls, amounts: Iterable["Money"], currency: str) -> "Money":
        """The sum of amounts, all in a currency; of none, nothing."""
        nothing = cls.zero(currency)
        return cls(sum(nothing.same_currency(amount).minor for amount in amounts), currency)

    def same_currency(self, other: object) -> "Money":
        """Another amount, once it is seen to be of this one's currency.

        Raises:
            BadValue: it is no money.
            CurrencyMismatch: it is of another currency.
        """
        if not isinstance(other, Money):
            raise BadValue(
                f"{other!r} is not Money, and only Money goes with {self}; "
                f"pass Money.of('39.98', {self.currency!r}), and add many up with Money.sum(amounts, {self.currency!r})"
            )
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self} and {other} are of two currencies; convert one of them first")
        return other

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self.same_currency(other).minor, self.currency)

    __radd__ = __add__  # the builtin sum() begins with 0, and is told of Money.sum()

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self.same_currency(other).minor, self.currency)

    def __mul__(self, count: int) -> "Money":
        if type(count) is not int:
            raise BadValue(f"money times {count!r}: pass an int, or use .part(numerator, denominator) for a share")
        return Money(self.minor * count, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self.same_currency(other).minor

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self.same_currency(other).minor

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self.same_currency(other).minor

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self.same_currency(other).minor

    def part(self, numerator: int, denominator: int) -> "Money":
        """A share of the amount, rounded down to a minor unit: `part(15, 100)` is 15 %.

        Raises:
            BadValue: they are no ints, or the denominator is not above zero.
        """
        if type(numerator) is not int or type(denominator) is not int or denominator <= 0:
            raise BadValue(f"part({numerator!r}, {denominator!r}): pass two ints, such as part(15, 100) for 15 %")
        return Money(self.minor * numerator // denominator, self.currency)

    def split(self, parts: int) -> tuple["Money", ...]:
        """Equal parts that add up to the whole; the first ones carry what is left over.

        Raises:
            BadValue: the number of parts is no int above zero.
        """
        if type(parts) is not int or parts < 1:
            raise BadValue(f"split({parts!r}): pass an int of 1 or more")
        return self.allocate((1,) * parts)

    def allocate(self, weights: Iterable[int]) -> tuple["Money", ...]:
        """Parts in proportion to weights, by largest remainder: they always add up to the whole.

        Args:
            weights: ints of zero or more, not all zero.

        Returns:
            One part for each weight, in order; a tie of remainders goes to the earlier one.

        Raises:
            BadValue: there is no weight above zero, one below, or one that is no int.
        """
        return tuple(Money(minor, self.currency) for minor in largest_remainder(self.minor, weights))

    @property
    def major(self) -> int:
        """Whole major units, the rest dropped towards zero: 39.98 EUR has 39."""
        whole: int = abs(self.minor) // 10 ** digits(self.currency)
        return whole if self.minor >= 0 else -whole

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exactly."""
        return Decimal(self.minor).scaleb(-digits(self.currency), _EXACT)

    def __str__(self) -> str:
        places = digits(self.currency)
        if not places:
            return f"{self.minor} {self.currency}"
        whole, rest = divmod(abs(self.minor), 10**places)
        return f"{'-' if self.minor < 0 else ''}{whole}.{rest:0{places}} {self.currency}"


def largest_remainder(total: int, weights: Iterable[int]) -> list[int]:
    """Whole parts of a whole in proportion to weights (Hamilton's method).

    Each part is first rounded towards zero; what is left goes, one by one, to the largest remainders.

    Args:
        total: what is shared out, of either sign.
        weights: ints of zero or more, not all zero.

    Returns:
        The parts, which add up to the total.

    Raises:
        BadValue: there is no weight above zero, one below, or one that is no int.
    """
    weights = tuple(weights)
    if any(type(weight) is not int or weight < 0 for weight in weights) or not any(weights):
        raise BadValue(f"weights {weights!r}: pass ints of zero or more, at least one above zero")
    whole = sum(weights)
    sign = -1 if total < 0 else 1
    shares = [divmod(abs(total) * weight, whole) for weight in weights]
    left = abs(total) - sum(quotient for quotient, _ in shares)
    lucky = set(sorted(range(len(shares)), key=lambda at: (-shares[at][1], at))[:left])
    return [sign * (quotient + (at in lucky)) for at, (quotient, _) in enumerate(shares)]
