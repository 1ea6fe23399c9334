"""What one setting can be: each type accepts its own form, and says what to write instead of another."""

from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk.money import Money
from retention_sdk.settings import Secret
from retention_sdk.times import MonthDay
from tests.settings.reading import of_mapping, one_setting


class Channel(StrEnum):
    """A choice of texts."""

    EMAIL = "email"
    POST = "post"


class Colour(Enum):
    """A choice whose names are not its values."""

    RED = "r"
    GREEN = "g"


class Level(IntEnum):
    """A choice of numbers."""

    LOW = 1
    HIGH = 2


DAY = timedelta(days=1)
EUR = Money(2000, "EUR")


@pytest.mark.parametrize(
    ("annotation", "raw", "value"),
    [
        (int, 3, 3),
        (int, -(2**70), -(2**70)),
        (bool, True, True),
        (bool, False, False),
        (str, "", ""),
        (str, "é", "é"),
        (Decimal, 2, Decimal(2)),
        (Decimal, "1.50", Decimal("1.50")),
        (Decimal, "-0.1", Decimal("-0.1")),
        (Decimal, Decimal("1.5"), Decimal("1.5")),
        (Money, "20 EUR", EUR),
        (Money, "EUR 20.00", EUR),
        (Money, "-20 EUR", -EUR),
        (Money, EUR, EUR),
        (timedelta, 0, 0 * DAY),
        (timedelta, 30, 30 * DAY),
        (timedelta, DAY, DAY),
        (MonthDay, "12-24", MonthDay(12, 24)),
        (MonthDay, "--02-29", MonthDay(2, 29)),
        (MonthDay, "1990-1-2", MonthDay(1, 2, 1990)),
        (MonthDay, MonthDay(12, 24), MonthDay(12, 24)),
        (Secret, "k", Secret("k")),
        (Secret, Secret("k"), Secret("k")),
        (Channel, "email", Channel.EMAIL),
        (Channel, Channel.POST, Channel.POST),
        (Colour, "g", Colour.GREEN),
        (Colour, Colour.RED, Colour.RED),
        (Level, 2, Level.HIGH),
        (Literal["all", "none"], "all", "all"),
        (Literal["all", 0], 0, 0),
        (int | None, 3, 3),
        (int | None, None, None),
        (Literal["a"] | None, "a", "a"),
        (tuple[int, ...], [1, 2], (1, 2)),
        (tuple[int, ...], (1, 2), (1, 2)),
        (list[str], [], []),
        (dict[str, Money], {"a b": "20 EUR"}, {"a b": EUR}),
        (dict[str, tuple[Channel, ...]], {"x": ["post"]}, {"x": (Channel.POST,)}),
    ],
)
def test_accepted(annotation: Any, raw: object, value: object) -> None:
    """Each type accepts what a file can have for it, and its own values, which a mapping can have."""
    made, problems = of_mapping(one_setting(annotation), {"value": raw})
    assert problems == []
    assert made.value == value
    assert type(made.value) is type(value)


WHOLE = "write a whole number, such as 3"
DECIMAL = 'write a whole number, or a decimal in quotes, such as "1.5"'
MONEY = 'write an amount and a currency in quotes, such as "20 EUR"'
DAYS = "write a number of days, such as 30"
MONTH_DAY = 'write a month and a day in quotes, such as "12-24"'
HIDDEN = 'write a text in quotes, or better { env = "NAME" }'


@pytest.mark.parametrize(
    ("annotation", "raw", "problem"),
    [
        (int, "3", f'given "3" (a text); {WHOLE}'),
        (int, True, f"given true (a boolean); {WHOLE}"),
        (int, 3.0, f"given 3.0 (a float); {WHOLE}"),
        (int, [3], f"given an array; {WHOLE}"),
        (int, {"a": 3}, f"given a table; {WHOLE}"),
        (int, date(2026, 1, 1), f"given a date; {WHOLE}"),
        (int, None, f"given a NoneType; {WHOLE}"),
        (bool, 1, "given 1 (a whole number); write true or false"),
        (bool, "true", 'given "true" (a text); write true or false'),
        (str, 3, "given 3 (a whole number); write a text in quotes"),
        (Decimal, 1.5, 'given 1.5 (a float), which is not exact; write it in quotes: value = "1.5"'),
        (Decimal, True, f"given true (a boolean); {DECIMAL}"),
        (Decimal, "1,5", f'given "1,5" (a text); {DECIMAL}'),
        (Decimal, "NaN", f'given "NaN" (a text); {DECIMAL}'),
        (Money, 20, f"given 20 (a whole number); {MONEY}"),
        (Money, 20.5, f"given 20.5 (a float); {MONEY}"),
        (Money, "20", f'given "20" (a text); {MONEY}'),
        (Money, "20 eur", f'given "20 eur" (a text); {MONEY}'),
        (Money, "20 USD", "20.00 USD is not in the store's currency; write an amount of EUR"),
        (Money, Money(1, "JPY"), "1 JPY is not in the store's currency; write an amount of EUR"),
        (timedelta, "30", f'given "30" (a text); {DAYS}'),
        (timedelta, -1, f"given -1 (a whole number); {DAYS}"),
        (timedelta, 10**12, f"given 1000000000000 (a whole number); {DAYS}"),
        (timedelta, True, f"given true (a boolean); {DAYS}"),
        (MonthDay, "24 December", f'given "24 December" (a text); {MONTH_DAY}'),
        (MonthDay, "02-30", "month 2 has no day 30"),
        (MonthDay, date(2026, 12, 24), f"given a date; {MONTH_DAY}"),
        (Secret, 12345, HIDDEN),
        (Secret, "", HIDDEN),
        (Channel, "emial", "given \"emial\" (a text); did you mean 'email'?"),
        (Channel, "EMAIL", "given \"EMAIL\" (a text); did you mean 'email'?"),
        (Channel, "fax", "given \"fax\" (a text); known are 'email', 'post'"),
        (Channel, 1, 'given 1 (a whole number); write one of "email", "post"'),
        (Level, True, "given true (a boolean); write one of 1, 2"),
        (Channel, Colour.RED, 'given a Colour; write one of "email", "post"'),
        (Literal["all", 0], False, 'given false (a boolean); write one of "all", 0'),
        (tuple[int, ...], 3, "given 3 (a whole number); write an array: [ ... ]"),
        (dict[str, int], [1], "given an array; write a table: { name = ... }"),
        (int | None, "x", f'given "x" (a text); {WHOLE}'),
    ],
)
def test_refused(annotation: Any, raw: object, problem: str) -> None:
    """What is of another form is one problem: what was given, and what to write."""
    assert of_mapping(one_setting(annotation), {"value": raw}) == (None, [f"value: {problem}"])


@pytest.mark.parametrize("raw", ["1e3 EUR", "1_000 EUR", "20  EUR", " 20 EUR", "20 EUR\n", "Infinity EUR", "٢٠ EUR"])
def test_money_has_one_plain_form(raw: str) -> None:
    """Exotic spellings of numbers are refused, just as the schema refuses them."""
    assert of_mapping(one_setting(Money), {"value": raw})[0] is None


@pytest.mark.parametrize("raw", ["20 XXY", "20.005 EUR"])
def test_money_is_of_a_currency_that_is(raw: str) -> None:
    """Unknown currencies and too many digits are told in money's own words."""
    made, (problem,) = of_mapping(one_setting(Money), {"value": raw})
    assert made is None
    assert "ISO 4217" in problem or "decimal digits" in problem


def test_without_a_store_currency_any_will_do() -> None:
    """Where the store's currency is itself a problem, money is not refused for it as well."""
    assert of_mapping(one_setting(Money), {"value": "20 USD"}, currency="EURO")[1] == []


def test_items_have_places_of_their_own() -> None:
    """Each wrong item of an array or table is a problem, at its own index or name."""
    cls = one_setting(dict[str, tuple[Decimal, ...]])
    made, problems = of_mapping(cls, {"value": {"a": [1, 2.5, "x"], "b c": [0.1], "d": 3}})
    assert made is None
    assert problems == [
        'value.a[1]: given 2.5 (a float), which is not exact; write it in quotes: "2.5"',
        f'value.a[2]: given "x" (a text); {DECIMAL}',
        'value."b c"[0]: given 0.1 (a float), which is not exact; write it in quotes: "0.1"',
        "value.d: given 3 (a whole number); write an array: [ ... ]",
    ]


ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        st.dates(),
        st.just({"env": "NOT_SET"}),
        st.binary(),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)
ANNOTATIONS = st.sampled_from(
    [
        *(int, bool, str, Decimal, Money, timedelta, MonthDay, Secret, Channel, Colour, Level),
        *(Literal["a", 1], tuple[int, ...], list[Money], dict[str, Decimal], dict[str, dict[str, str]], bool | None),
    ]
)


@given(ANNOTATIONS, ANYTHING)
def test_nothing_that_is_written_makes_it_crash(annotation: Any, raw: object) -> None:
    """Any value at all is either accepted or told as problems, each at its place."""
    made, problems = of_mapping(one_setting(annotation), {"value": raw})
    assert (made is None) == bool(problems)
    assert all(problem.startswith("value") for problem in problems)
