"""Reads single values of WooCommerce's JSON."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any, cast

from retention_sdk import BadValue
from retention_sdk.money import digits

Thing = Mapping[str, Any]
"""An object of the shop's JSON."""


def instant(thing: Thing, name: str) -> datetime | None:
    """A time of the shop's, in UTC: `NAME_gmt`, since `NAME` alone is in the shop's zone and does not say which.

    Raises:
        BadValue: it is no time.
    """
    text = thing.get(f"{name}_gmt")
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise BadValue(f"{name}_gmt is no time; it should read as 2026-11-21T17:52:11") from None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def needed(thing: Thing, name: str) -> datetime:
    """A time that there must be.

    Raises:
        BadValue: there is none.
    """
    at = instant(thing, name)
    if at is None:
        raise BadValue(f"there is no {name}_gmt")
    return at


def number(value: object, name: str) -> Decimal:
    """An amount as WooCommerce writes it: a text. A float is taken for none, since it has lost digits.

    Raises:
        BadValue: it is no amount.
    """
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        try:
            amount = Decimal(value or 0)
        except InvalidOperation:
            amount = Decimal("NaN")
        if amount.is_finite():
            return amount
    raise BadValue(f"{name} is no amount; WooCommerce writes one as a text such as '42.42'")


def currency_of(order: Thing) -> str:
    """What an order was paid in.

    Raises:
        BadValue: it does not say.
    """
    code = text(order, "currency")
    if len(code) != 3 or not (code.isascii() and code.isupper()):
        raise BadValue("currency is no code such as 'EUR'")
    return code


def minor(value: Decimal, currency: str) -> int:
    """An amount in a currency's minor units, rounded: a shop may keep more digits than the currency has."""
    return int(value.scaleb(digits(currency)).to_integral_value(ROUND_HALF_EVEN))


def things(thing: Thing, name: str) -> Sequence[Thing]:
    """The objects of a list; none where there is no such list.

    Raises:
        BadValue: it is something else.
    """
    found: Any = thing.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in cast("list[object]", found)):
        raise BadValue(f"{name} is no list of objects")
    return cast("list[Thing]", found)


def table(thing: Thing, name: str) -> Thing:
    """An object's object; an empty one where there is none (PHP writes an empty one as a list)."""
    found = thing.get(name)
    return cast(Thing, found) if isinstance(found, dict) else {}


def text(thing: Thing, name: str) -> str:
    """A text; empty where there is none."""
    found = thing.get(name)
    return found.strip() if isinstance(found, str) else ""


def id_of(thing: Thing, name: str = "id") -> int:
    """A number that names something: 0 where there is none.

    Raises:
        BadValue: it is no number.
    """
    found = thing.get(name) or 0
    if isinstance(found, str) and found.isascii() and found.isdecimal():
        found = int(found)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise BadValue(f"{name} is no number of something")
    return found


def meta(thing: Thing) -> Iterator[tuple[str, Any]]:
    """Keys and values of what plugins have written to it."""
    for one in things(thing, "meta_data"):
        key = one.get("key")
        if isinstance(key, str):
            yield key, one.get("value")
