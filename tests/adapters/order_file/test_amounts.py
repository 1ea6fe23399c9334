"""Amounts: decimal text to minor units, exactly."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_adapters.order_file.amounts import Amounts
from retention_sdk import BadValue, Money


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("11.77", 1177),
        ("11.7", 1170),
        ("11", 1100),
        ("11.", 1100),
        (".5", 50),
        ("0", 0),
        ("007.00", 700),
        ("+3.20", 320),
        ("-3.20", -320),
        (" 12.00 ", 1200),
        ("11.77000", 1177),
        ("1,234.56", 123456),
        ("1,234,567.89", 123456789),
        ("1 234.56", 123456),
        ("1\u00a0234.56", 123456),
        ("1'234.56", 123456),
        ("1’234", 123400),
    ],
)
def test_decimal_point(text: str, minor: int) -> None:
    """An amount may have a sign, blanks around it, and groups of three digits."""
    assert Amounts().money(text, "EUR") == Money(minor, "EUR")


@pytest.mark.parametrize(
    ("text", "minor"),
    [("11,77", 1177), ("1.234,56", 123456), ("1 234,5", 123450), ("-0,05", -5), ("1.234.567", 123456700), ("12", 1200)],
)
def test_decimal_comma(text: str, minor: int) -> None:
    """With a decimal comma, the point is a group's mark."""
    assert Amounts(decimal=",").money(text, "EUR") == Money(minor, "EUR")


@pytest.mark.parametrize(("currency", "minor"), [("JPY", 1200), ("EUR", 120000), ("KWD", 1200000)])
def test_each_currency_has_its_digits(currency: str, minor: int) -> None:
    """The minor units are the currency's own."""
    assert Amounts().money("1200", currency).minor == minor
    assert Amounts().money("1200.00", currency).minor == minor


@pytest.mark.parametrize("text", ["$11.77", "11.77 €", "EUR 11.77", "11.77-EUR", "£5", "(5.00)x"])
def test_a_currency_sign_is_refused(text: str) -> None:
    """A sign or a code in an amount is no guess of ours: the error says where the currency belongs."""
    with pytest.raises(BadValue, match="leave out signs and codes, and name the currency by itself"):
        Amounts().money(text, "EUR")


@pytest.mark.parametrize(
    "text", ["1,23", "1,2345.00", "12,34,567.00", "1.2.3", "--5", "5-", "1,234'567", ".", "-", "- 5"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    """Groups that are not of three digits may be another decimal mark: the error says how to tell."""
    with pytest.raises(BadValue, match="if ',' is the decimal mark, pass decimal=','"):
        Amounts().money(text, "EUR")


@pytest.mark.parametrize("text", ["", "   "])
def test_a_blank_amount_is_refused(text: str) -> None:
    """Nothing is not zero."""
    with pytest.raises(BadValue, match="blank"):
        Amounts().money(text, "EUR")


@pytest.mark.parametrize("text", ["1e3", "nan", "inf", "\uff11\uff12.00", "1_000", "\u0663.\u0660\u0660", "0x10"])
def test_only_plain_digits_count(text: str) -> None:
    """What Python would take for a number, but no shop writes, is refused."""
    with pytest.raises(BadValue):
        Amounts().money(text, "EUR")


@pytest.mark.parametrize("text", ["9" * 25, "9" * 18, "1" + ",000" * 7, "0." + "1" * 60])
def test_an_unbelievable_amount_is_refused(text: str) -> None:
    """More than a database's integers hold is a mistake in the file, whatever the rounding."""
    with pytest.raises(BadValue):
        Amounts(rounding=text[0] != "0").money(text, "EUR")


def test_an_unknown_currency_is_refused() -> None:
    """A currency from a column is checked like any."""
    with pytest.raises(BadValue, match="no ISO 4217 currency"):
        Amounts().money("1.00", "EURO")


@pytest.mark.parametrize(("text", "times"), [("11.775", 1), ("0.001", 999), ("0.001", 1)])
def test_finer_than_a_minor_unit_is_refused(text: str, times: int) -> None:
    """No fraction of a cent is dropped or invented in silence."""
    with pytest.raises(BadValue, match="finer than the currency's smallest unit"):
        Amounts().money(text, "EUR", times)


@pytest.mark.parametrize(
    ("text", "times", "minor"), [("0.0125", 1000, 1250), ("0.333", 1000, 33300), ("2.55", 6, 1530)]
)
def test_a_fine_price_times_units_may_be_exact(text: str, times: int, minor: int) -> None:
    """The product is what must be whole, not the price of one."""
    assert Amounts().money(text, "EUR", times).minor == minor


@pytest.mark.parametrize(
    ("text", "minor"),
    [("0.001", 0), ("0.005", 1), ("0.0149", 1), ("1.996", 200), ("-0.005", -1), ("-0.004", 0), ("-1.996", -200)],
)
def test_rounding_if_asked(text: str, minor: int) -> None:
    """Half a minor unit goes away from nothing, on both sides."""
    assert Amounts(rounding=True).money(text, "EUR").minor == minor


DECIMALS = st.decimals(min_value=-(10**7), max_value=10**7, places=4, allow_nan=False)


@given(DECIMALS, st.sampled_from([".", ","]), st.sampled_from(["JPY", "EUR", "KWD"]), st.integers(1, 1000))
def test_as_decimal_does_it(amount: Decimal, decimal: str, currency: str, times: int) -> None:
    """Rounded or refused, the answer is what exact decimal arithmetic gives."""
    minor = amount * times * Money.of(1, currency).minor
    text = f"{amount:f}".replace(".", decimal)
    rounded = int(minor.to_integral_value(ROUND_HALF_UP))
    assert Amounts(decimal, rounding=True).money(text, currency, times).minor == rounded
    if minor == rounded:
        assert Amounts(decimal).money(text, currency, times).minor == rounded
    else:
        with pytest.raises(BadValue):
            Amounts(decimal).money(text, currency, times)


@given(st.integers(-(10**13), 10**13), st.sampled_from([".", ","]))
def test_grouped_amounts_read_back(minor: int, decimal: str) -> None:
    """What a spreadsheet writes with groups is the amount that it had."""
    text = f"{Decimal(minor).scaleb(-2):,.2f}"
    swapped = text.translate(str.maketrans(",.", ".,")) if decimal == "," else text
    assert Amounts(decimal).money(swapped, "EUR").minor == minor
