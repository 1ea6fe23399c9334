"""Reads what Shopify sends, field by field. An error names the field, and never what stands in it."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any, NoReturn, cast

from attrs import frozen

from retention_sdk import BadValue, Money, Profile


class Unreadable(ValueError):
    """A field is missing, or is not what Shopify's documents say."""


def parsed(body: bytes | str) -> "Part":
    """A JSON object.

    Args:
        body: the text; numbers with a point become decimals, and whole ones of any size stay exact.

    Raises:
        Unreadable: it is no JSON object.
    """
    try:
        data: object = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unreadable("the body is not JSON") from None
    if not isinstance(data, dict):
        raise Unreadable("the body is not a JSON object")
    return Part(cast(Mapping[str, Any], data))


def _no_number(_: str) -> NoReturn:
    raise Unreadable("the body has a number that JSON does not have")


@frozen
class Part:
    """An object in what was sent.

    Args:
        data: its fields.
        place: where it stands, for errors.
    """

    data: Mapping[str, Any]
    place: str = ""

    def __contains__(self, name: object) -> bool:
        return self.data.get(cast(str, name)) is not None

    def wrong(self, name: str, expected: str) -> Unreadable:
        """The error of a field that cannot be read."""
        return Unreadable(f"{self.place}{name} is not {expected}")

    def maybe(self, name: str) -> "Part | None":
        """An object, or None where there is none."""
        value = self.data.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.wrong(name, "an object")
        return Part(cast(Mapping[str, Any], value), f"{self.place}{name}.")

    def part(self, name: str) -> "Part":
        """An object that has to be there."""
        found = self.maybe(name)
        if found is None:
            raise self.wrong(name, "an object")
        return found

    def parts(self, name: str) -> Sequence["Part"]:
        """The objects of a list; none where there is no list."""
        value: object = self.data.get(name) or []
        if not isinstance(value, list):
            raise self.wrong(name, "a list")
        found = cast(Sequence[Any], value)
        if not all(isinstance(one, dict) for one in found):
            raise self.wrong(name, "a list of objects")
        return [Part(one, f"{self.place}{name}[{at}].") for at, one in enumerate(found)]

    def words(self, name: str) -> str:
        """A text; empty where there is none."""
        value = self.data.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.wrong(name, "a text")
        return value

    def locale(self, name: str) -> str | None:
        """A language tag; what is none is not known."""
        try:
            return Profile(locale=self.words(name)).locale
        except BadValue:
            return None

    def flag(self, name: str) -> bool:
        """Whether it is true; what is not there is not."""
        return self.data.get(name) is True

    def whole(self, name: str) -> int:
        """A whole number, as it is or as a text: ids are larger than what other programs keep exactly."""
        value = self.data.get(name)
        if type(value) is int:
            return value
        if isinstance(value, str) and value.isascii() and value.isdecimal():
            return int(value)
        raise self.wrong(name, "a whole number")

    def id(self, name: str = "id") -> str:
        """An id: a number, or the last piece of a name such as gid://shopify/Order/1."""
        value = self.data.get(name)
        if isinstance(value, str) and value.startswith("gid://"):
            last = value.partition("?")[0].rpartition("/")[2]
            if last.isascii() and last.isdecimal():
                return last
        return str(self.whole(name))

    def moment(self, name: str) -> datetime:
        """A time that has to be there."""
        found = self.maybe_moment(name)
        if found is None:
            raise self.wrong(name, "a time")
        return found

    def maybe_moment(self, name: str) -> datetime | None:
        """A time with a zone, nanoseconds cut off; a day alone is its beginning in UTC."""
        text = self.words(name)
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise self.wrong(name, "a time") from None
        if at.tzinfo is None and len(text) > len("2026-01-01"):
            raise self.wrong(name, "a time with a zone")
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at

    def money(self, name: str) -> Money:
        """What a pair of amounts comes to in the shop's currency: `shop_money`, or `shopMoney` over GraphQL."""
        pair = self.part(name)
        amount = pair.maybe("shop_money") or pair.part("shopMoney")
        currency = amount.words("currency_code") or amount.words("currencyCode")
        return amount.amount("amount", currency)

    def amount(self, name: str, currency: str) -> Money:
        """An amount in a currency, from a text or a number, rounded to a minor unit where it is finer."""
        try:
            exact = Decimal(self.data[name])
            unit = Money(1, currency).amount
            return Money.of(exact.quantize(unit, ROUND_HALF_EVEN), currency)
        except (InvalidOperation, KeyError, TypeError, ValueError, BadValue):
            raise self.wrong(name, "an amount of money") from None
