"""Money: whole minor units of one currency; no float, no sum of two currencies, nothing lost."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import BadValue, CurrencyMismatch, Money
from retention_sdk.money import LARGEST, digits
from tests.values.made import currencies, money

EUR = Money(3998, "EUR")
minors = st.integers(-LARGEST, LARGEST)
small = st.integers(-(10**9), 10**9)


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "text"),
    [
        ("39.98", "EUR", 3998, "39.98 EUR"),
        ("39.9", "EUR", 3990, "39.90 EUR"),
        ("39.980", "EUR", 3998, "39.98 EUR"),
        ("-0.05", "EUR", -5, "-0.05 EUR"),
        ("-0", "EUR", 0, "0.00 EUR"),
        (" 39.98 ", "EUR", 3998, "39.98 EUR"),
        ("1e3", "EUR", 100_000, "1000.00 EUR"),
        (40, "EUR", 4000, "40.00 EUR"),
        (Decimal("39.98"), "EUR", 3998, "39.98 EUR"),
        ("500", "JPY", 500, "500 JPY"),
        ("500.0", "JPY", 500, "500 JPY"),
        (Decimal("5E+2"), "JPY", 500, "500 JPY"),
        ("1.234", "KWD", 1234, "1.234 KWD"),
        ("1.2", "KWD", 1200, "1.200 KWD"),
        ("10000000000000", "EUR", LARGEST, "10000000000000.00 EUR"),
    ],
)
def test_of_a_decimal(amount: Any, currency: str, minor: int, text: str) -> None:
    """A decimal amount becomes minor units with the currency's own number of digits, and is shown with all of them."""
    made = Money.of(amount, currency)
    assert made == Money(minor, currency)
    assert str(made) == text
    assert Money.parse(text) == made


@given(minors, currencies)
def test_text_there_and_back(minor: int, currency: str) -> None:
    """Any money is the same again from its text and from its amount, whatever precision decimals have."""
    with localcontext(prec=3):
        made = Money(minor, currency)
        assert Money.parse(str(made)) == made
        assert Money.of(made.amount, currency) == made
        assert made.amount == Fraction(minor, 10 ** digits(currency))


@pytest.mark.parametrize("text", ["39.98 EUR", "EUR 39.98", "  39.98   EUR ", "39.98\u00a0EUR", "39.98\tEUR"])
def test_parse(text: str) -> None:
    """An amount and a currency are read in either order and with any space between."""
    assert Money.parse(text) == EUR


@pytest.mark.parametrize(
    "text",
    ["", "39.98", "EUR", "39.98EUR", "39.98 EUR net", "39,98 EUR", "1,000.00 EUR", "€ 5", "5 5", "EUR EUR", "x EUR"],
)
def test_parse_of_what_is_no_money(text: str) -> None:
    """What is not exactly an amount and a currency is refused, with an example of what is."""
    with pytest.raises(BadValue, match=r"39\.98|'EUR'"):
        Money.parse(text)


@pytest.mark.parametrize("value", [None, 39.98, 3998, b"39.98 EUR", EUR])
def test_parse_takes_text(value: Any) -> None:
    """Parsing anything but text is refused."""
    with pytest.raises(BadValue, match=r"is not money; write an amount and a currency, such as '39.98 EUR'"):
        Money.parse(value)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: Money(39.98, "EUR"), "minor=39.98 is not an int of minor units; for a decimal use Money.of("),  # type: ignore[arg-type]
        (lambda: Money.of(39.98, "EUR"), "39.98 is a float, and floats lose cents; pass a str such as '39.98'"),  # type: ignore[arg-type]
        (lambda: EUR * 1.5, "money times 1.5: pass an int, or use .part("),  # type: ignore[operator]
        (lambda: 1.5 * EUR, "money times 1.5: pass an int"),  # type: ignore[operator]
        (lambda: EUR + 1.5, "1.5 is not Money, and only Money goes with 39.98 EUR; pass Money.of("),  # type: ignore[operator]
        (lambda: EUR - 1.5, "1.5 is not Money"),  # type: ignore[operator]
        (lambda: EUR < 1.5, "1.5 is not Money"),  # type: ignore[operator]
        (lambda: EUR.part(0.5, 1), "pass two ints, such as part(15, 100) for 15 %"),  # type: ignore[arg-type]
        (lambda: EUR.part(1, 0), "pass two ints"),
        (lambda: EUR.split(2.5), "pass an int of 1 or more"),  # type: ignore[arg-type]
        (lambda: EUR.allocate([0.5, 0.5]), "pass ints of zero or more"),  # type: ignore[list-item]
        (lambda: Money.sum([39.98], "EUR"), "39.98 is not Money"),  # type: ignore[list-item]
    ],
)
def test_no_float(call: Any, says: str) -> None:
    """A float is refused wherever money meets one, with an error that says what to pass."""
    with pytest.raises(BadValue) as raised:
        call()
    assert says in str(raised.value)


@pytest.mark.parametrize("minor", ["39.98", "3998", None, True, Decimal(3998), EUR])
def test_minor_units_are_an_int(minor: Any) -> None:
    """Money is made of an int and nothing that only looks like one; the error names the other way to make it."""
    with pytest.raises(BadValue, match=r"is not an int of minor units; for a decimal use Money\.of\('39\.98', 'EUR'\)"):
        Money(minor, "EUR")


@pytest.mark.parametrize(
    "amount", [True, None, b"5", "NaN", "sNaN", "Infinity", "", "five", "1e99", "1e999999999", "0x5"]
)
def test_what_is_no_amount(amount: Any) -> None:
    """What is no finite decimal is refused, and quickly."""
    with pytest.raises(BadValue, match=r"is not an amount; .*'39\.98'"):
        Money.of(amount, "EUR")


@pytest.mark.parametrize(
    ("amount", "currency"), [("0.001", "EUR"), ("0.5", "JPY"), ("0.0001", "KWD"), ("1e-20", "EUR")]
)
def test_more_digits_than_the_currency_has(amount: str, currency: str) -> None:
    """No rounding is done behind the caller's back."""
    with pytest.raises(BadValue, match=f"has more decimal digits than the .* of {currency}; round it first"):
        Money.of(amount, currency)


@pytest.mark.parametrize("minor", [LARGEST + 1, 2**63, 10**40])
def test_huge_amounts(minor: int) -> None:
    """An amount that a database could not add up is refused, however it came to be."""
    one = Money(1, "EUR")
    for make in (lambda: Money(minor, "EUR"), lambda: Money.of(minor // 100 + 1, "EUR"), lambda: one * minor):
        with pytest.raises(BadValue, match="is out of bounds; an amount has at most 1000000000000000 minor units"):
            make()


@pytest.mark.parametrize(
    ("currency", "says"),
    [
        ("eur", "such as 'EUR'"),
        ("usd", "such as 'USD'"),
        ("Euro", "such as 'EUR'"),
        ("", "such as 'EUR'"),
        (None, "None"),
    ],
)
def test_unknown_currency(currency: Any, says: str) -> None:
    """A currency is an ISO 4217 code in capitals; one in small letters is named as it should be."""
    for make in (lambda: Money(1, currency), lambda: Money.of("1", currency), lambda: Money.zero(currency)):
        with pytest.raises(BadValue, match="is no ISO 4217 currency; write a code in capitals") as raised:
            make()
        assert says in str(raised.value)


@given(st.lists(small), currencies)
def test_sum(minors: list[int], currency: str) -> None:
    """A sum is that of the minor units; of nothing it is nothing, in the currency that was named."""
    total = Money.sum((Money(minor, currency) for minor in minors), currency)
    assert total == Money(sum(minors), currency)


def test_the_builtin_sum_points_to_ours() -> None:
    """The builtin begins with 0, which is no money; the error names the sum that knows its currency."""
    with pytest.raises(BadValue, match=r"0 is not Money.*add many up with Money\.sum\(amounts, 'EUR'\)"):
        sum([EUR, EUR])  # type: ignore[list-item]
    assert sum([EUR, EUR], Money.zero("EUR")) == EUR * 2


@given(small, small)
def test_arithmetic(one: int, other: int) -> None:
    """Adding, subtracting, negating and multiplying money does it to the minor units."""
    a, b = Money(one, "KWD"), Money(other, "KWD")
    assert a + b - b == a
    assert Money.zero("KWD") - a == -a
    assert (a * 3, 3 * a) == (a + a + a,) * 2
    assert bool(a) is (one != 0)
    assert ((a < b), (a <= b), (a > b), (a >= b)) == ((one < other), (one <= other), (one > other), (one >= other))
    assert (a == b) is (one == other)
    assert max(a, b).minor == max(one, other)


@pytest.mark.parametrize(
    "mix",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a < b,
        lambda a, b: a >= b,
        max,
        lambda a, b: Money.sum([a, b], "EUR"),
        lambda a, b: a.same_currency(b),
    ],
)
def test_currencies_do_not_mix(mix: Any) -> None:
    """Two currencies in one sum or comparison are an error that names both amounts."""
    with pytest.raises(CurrencyMismatch, match=r" EUR and 500 JPY are of two currencies|500 JPY and 39\.98 EUR"):
        mix(EUR, Money(500, "JPY"))


@given(money(), money())
def test_equal_money_is_one_key(one: Money, other: Money) -> None:
    """Money is equal, and hashes, by amount and currency; copied and pickled it is the same."""
    assert (one == other) is ((one.minor, one.currency) == (other.minor, other.currency))
    assert len({one, copy.deepcopy(one), pickle.loads(pickle.dumps(one)), Money(one.minor, one.currency)}) == 1  # noqa: S301
    assert one != one.minor
    assert one != str(one)


def test_money_is_frozen() -> None:
    """An amount cannot be changed, and has no room for more."""
    for name in ("minor", "note"):
        with pytest.raises(AttributeError):
            setattr(EUR, name, 1)


@pytest.mark.parametrize(
    ("minor", "currency", "major"),
    [(3998, "EUR", 39), (-3998, "EUR", -39), (99, "EUR", 0), (-99, "EUR", 0), (500, "JPY", 500), (1999, "KWD", 1)],
)
def test_whole_major_units(minor: int, currency: str, major: int) -> None:
    """The major units are counted towards zero, with the currency's own digits."""
    assert Money(minor, currency).major == major


@given(minors, st.integers(0, 100))
def test_a_part_is_rounded_down(minor: int, percent: int) -> None:
    """A share of an amount never gives more than the share."""
    part = Money(minor, "EUR").part(percent, 100).minor
    assert part <= Fraction(minor * percent, 100) < part + 1


@given(minors, st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_allocation(minor: int, weights: list[int]) -> None:
    """Parts add up to the whole, each is within one minor unit of its share, and none goes to a weight of nothing."""
    whole = Money(minor, "EUR")
    parts = whole.allocate(weights)
    assert Money.sum(parts, "EUR") == whole
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - Fraction(minor * weight, sum(weights))) < 1
        assert weight or not part
    assert (-whole).allocate(weights) == tuple(-part for part in parts)
    assert whole.allocate(iter(weights)) == parts


@given(minors, st.integers(1, 50))
def test_split(minor: int, count: int) -> None:
    """Equal parts differ by one minor unit at most, the larger ones first."""
    parts = [part.minor for part in Money(minor, "JPY").split(count)]
    assert sum(parts) == minor
    assert max(parts) - min(parts) <= 1
    assert parts == sorted(parts, key=abs, reverse=True)


def test_allocation_by_largest_remainder() -> None:
    """What rounding leaves goes to the largest remainders; a tie goes to the earlier part."""
    assert [part.minor for part in Money(100, "EUR").allocate([1, 1, 1])] == [34, 33, 33]
    assert [part.minor for part in Money(5, "EUR").allocate([3, 7])] == [2, 3]
    assert [part.minor for part in Money(101, "EUR").allocate([25, 75, 0])] == [25, 76, 0]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [-1, 2], [True, 1], ["1", 1]])
def test_weights(weights: Any) -> None:
    """Weights are ints of zero or more, and not all are zero."""
    with pytest.raises(BadValue, match="pass ints of zero or more, at least one above zero"):
        EUR.allocate(weights)


@pytest.mark.parametrize("parts", [0, -1, True, "2"])
def test_number_of_parts(parts: Any) -> None:
    """Nothing is split into no parts."""
    with pytest.raises(BadValue, match="pass an int of 1 or more"):
        EUR.split(parts)
