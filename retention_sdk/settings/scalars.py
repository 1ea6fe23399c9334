"""The settings of one value: numbers, texts, money, days, a choice."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from retention_sdk.errors import BadValue
from retention_sdk.money import Money
from retention_sdk.settings.kind import told
from retention_sdk.settings.problems import Place, did_you_mean
from retention_sdk.settings.scalar import Scalar
from retention_sdk.settings.secret import Secret
from retention_sdk.times import MonthDay, days

DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

_NONE_BELOW = "[0-9]+(\\.[0-9]+)?"
_NUMBER = f"-?{_NONE_BELOW}"
_ABOVE = "([0-9]*[1-9][0-9]*(\\.[0-9]+)?|[0-9]+\\.[0-9]*[1-9][0-9]*)"


def _amount(number: str) -> str:
    return f"({number} [A-Z]{{3}}|[A-Z]{{3}} {number})"


_MONEY = _amount(_NUMBER)
_MONTH_DAY = "([0-9]{4}-|--)?[0-9]{1,2}-[0-9]{1,2}"


def _exactly(kind: type) -> Callable[[Any, Place], Any]:
    return lambda raw, _: raw if type(raw) is kind else None


def _text_of(pattern: str, raw: object) -> bool:
    return isinstance(raw, str) and re.fullmatch(pattern, raw) is not None


def _decimal(raw: Any, place: Place) -> Decimal | None:
    if isinstance(raw, float):
        key = place.path[-1] if place.path else 0
        start = f"{key} = " if isinstance(key, str) else ""
        raise BadValue(f'given {told(raw)}, which is not exact; write it in quotes: {start}"{raw}"')
    if type(raw) is int or isinstance(raw, Decimal) or _text_of(_NUMBER, raw):
        return Decimal(raw)
    return None


def _money(raw: Any, place: Place) -> Money | None:
    money = Money.parse(raw) if _text_of(_MONEY, raw) else raw
    if not isinstance(money, Money):
        return None
    if place.problems.currency not in (None, money.currency):
        raise BadValue(f"{money} is not in the store's currency; write an amount of {place.problems.currency}")
    return money


def _span(raw: Any, _: Place) -> timedelta | None:
    if type(raw) is int and 0 <= raw <= timedelta.max.days:
        return days(raw)
    return raw if isinstance(raw, timedelta) else None


def _day(raw: Any, _: Place) -> date | None:
    try:
        value = date.fromisoformat(raw) if _text_of(DAY, raw) else raw
    except ValueError:
        return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _month_day(raw: Any, _: Place) -> MonthDay | None:
    value = MonthDay.parse(raw) if _text_of(_MONTH_DAY, raw) else raw
    return value if isinstance(value, MonthDay) else None


def choice(options: Mapping[str | int, object]) -> Scalar:
    """One of a few values.

    Args:
        options: the values, by what the file has for them.

    Returns:
        The kind.
    """
    allowed = ", ".join(json.dumps(option, ensure_ascii=False) for option in options)
    raw_of = {value: raw for raw, value in options.items()}

    def convert(raw: Any, _: Place) -> object:
        """The value that a word of the file stands for.

        Raises:
            BadValue: it is none of the words; the nearest one is told, or all of them.
        """
        plain = raw_of.get(raw) if isinstance(raw, Enum) else raw
        for option, value in options.items():
            if type(option) is type(plain) and option == plain:
                return value
        near = did_you_mean(raw, map(str, options)) if isinstance(raw, str) else f"; write one of {allowed}"
        raise BadValue(f"given {told(raw)}{near}")

    text = all(isinstance(option, str) for option in options)
    form = {"type": "string"} if text else {}
    return Scalar(f"one of {allowed}", {**form, "enum": list(options)}, convert, lambda value: raw_of[value], text=text)


SCALARS: Mapping[object, Scalar] = {
    int: Scalar("a whole number, such as 3", {"type": "integer"}, _exactly(int)),
    bool: Scalar("true or false", {"type": "boolean"}, _exactly(bool)),
    str: Scalar("a text in quotes", {"type": "string"}, _exactly(str), text=True),
    Secret: Scalar(
        'a text in quotes, or better { env = "NAME" }',
        {"type": "string", "minLength": 1},
        lambda raw, _: Secret(raw) if isinstance(raw, str) and raw else raw if isinstance(raw, Secret) else None,
        text=True,
        secret=True,
    ),
    Decimal: Scalar(
        'a whole number, or a decimal in quotes, such as "1.5"',
        {"type": ["integer", "string"], "pattern": f"^{_NUMBER}$"},
        _decimal,
        lambda value: int(value) if value == int(value) else f"{value:f}",
        text=True,
        signs={"minimum": f"^{_NONE_BELOW}$", "exclusiveMinimum": f"^{_ABOVE}$"},
    ),
    Money: Scalar(
        'an amount and a currency in quotes, such as "20 EUR"',
        {"type": "string", "pattern": f"^{_MONEY}$"},
        _money,
        str,
        text=True,
        signs={"minimum": f"^{_amount(_NONE_BELOW)}$", "exclusiveMinimum": f"^{_amount(_ABOVE)}$"},
    ),
    timedelta: Scalar(
        "a number of days, such as 30",
        {"type": "integer", "minimum": 0, "maximum": timedelta.max.days},
        _span,
        lambda value: value.days,
    ),
    date: Scalar(
        "a day, such as 2026-12-24",
        {"type": "string", "pattern": f"^{DAY}$"},
        _day,
        str,
        text=True,
    ),
    MonthDay: Scalar(
        'a month and a day in quotes, such as "12-24"',
        {"type": "string", "pattern": f"^{_MONTH_DAY}$"},
        _month_day,
        str,
        text=True,
    ),
}
"""The kind of each annotation."""
