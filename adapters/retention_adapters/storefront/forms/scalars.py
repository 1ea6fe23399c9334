"""Values that are one text, number, or yes or no: and money, which is an amount with its currency."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_adapters.storefront.forms.durations import PATTERN as DURATION
from retention_adapters.storefront.forms.durations import read_duration, write_duration
from retention_adapters.storefront.forms.form import Definitions, Schema, Unfit, table, told, within
from retention_sdk import BadValue, Money, MonthDay

AMOUNT = r"[0-9]{1,16}(\.[0-9]{1,4})?"
INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$"
MONTH_DAY = r"^([0-9]{4}|-)-[0-9]{2}-[0-9]{2}$"
LANGUAGE = r"^[A-Za-z]{2,8}([-_.@][A-Za-z0-9]+)*$"


@frozen
class Scalar:
    """One JSON text, number, or true or false.

    Args:
        wanted: what to send, in words.
        form: its JSON Schema.
        parse: the value of it; an error where it has none.
        write: the value as JSON.
    """

    wanted: str
    form: Mapping[str, Any]
    parse: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value

    def schema(self, defs: Definitions) -> Schema:
        """Its JSON Schema."""
        del defs  # it refers to none
        return dict(self.form)

    def read(self, raw: object, at: str) -> Any:
        """The value."""
        try:
            return self.parse(raw)
        except (ArithmeticError, LookupError, OSError, TypeError, ValueError):
            raise Unfit(at, f"is {told(raw)}; send {self.wanted}") from None


def _exactly(kind: type, raw: object) -> Any:
    if type(raw) is not kind:
        raise TypeError
    return raw


def _matching(pattern: str, make: Callable[[str], Any], raw: object) -> Any:
    given: str = _exactly(str, raw)
    if not re.fullmatch(pattern.removeprefix("^").removesuffix("$"), given, re.ASCII):
        raise ValueError
    return make(given)


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC)


def _write_instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _zone(raw: object) -> str:
    ZoneInfo(_exactly(str, raw))
    return str(raw)


def text(**bounds: int) -> Scalar:
    """A text, of so many characters."""
    least, most = bounds.get("minLength"), bounds.get("maxLength")
    size = f" of {least} to {most} characters" if most else " that is not empty" if least else ""

    def parse(raw: object) -> str:
        given: str = _exactly(str, raw)
        _see(len(given), least, most)
        return given

    return Scalar(f"a text{size}", {"type": "string", **bounds}, parse)


def whole(**bounds: int) -> Scalar:
    """A whole number, within bounds."""
    least = f" of {bounds['minimum']} or more" if "minimum" in bounds else ""

    def parse(raw: Any) -> int:
        whole = type(raw) is float and raw.is_integer()  # JSON Schema holds 2.0 for a whole number
        given: int = int(raw) if whole else _exactly(int, raw)
        _see(given, bounds.get("minimum"), bounds.get("maximum"))
        return given

    return Scalar(f"a whole number{least}", {"type": "integer", **bounds}, parse)


def _see(number: int, least: int | None, most: int | None) -> None:
    if (least is not None and number < least) or (most is not None and number > most):
        raise ValueError


def choice(options: Mapping[str | int, object]) -> Scalar:
    """One of a few values, each by its JSON."""
    by_value = {value: raw for raw, value in options.items()}
    kind = type(next(iter(options)))
    wanted = f"one of {', '.join(map(str, options))}"

    def parse(raw: object) -> object:
        return options[_exactly(kind, raw)]

    form = {"type": "string" if kind is str else "integer", "enum": list(options)}
    return Scalar(wanted, form, parse, by_value.__getitem__)


FLAG = Scalar("true or false", {"type": "boolean"}, partial(_exactly, bool))
TIME = Scalar(
    'a time with its zone, such as "2026-03-01T09:30:00+01:00"',
    {"type": "string", "format": "date-time", "pattern": INSTANT},
    partial(_matching, INSTANT, _instant),
    _write_instant,
)
SPAN = Scalar(
    'a time span in days or shorter, such as "P30D" or "PT4H"',
    {"type": "string", "pattern": DURATION},
    partial(_matching, DURATION, read_duration),
    write_duration,
)
DAY_OF_BIRTH = Scalar(
    'a birthday, such as "1990-02-28", or "--02-28" where the year is not known',
    {"type": "string", "pattern": MONTH_DAY},
    partial(_matching, MONTH_DAY, MonthDay.parse),
    str,
)
LOCALE = Scalar(
    'a language tag, such as "cs" or "pt_BR"; null where it is not known',
    {"type": "string", "pattern": LANGUAGE},
    partial(_matching, LANGUAGE, str),
)
ZONE = Scalar('an IANA time zone, such as "Europe/Prague"; null where it is not known', {"type": "string"}, _zone)


@frozen
class Amount:
    """Money: `{"amount": "39.98", "currency": "EUR"}`.

    Args:
        name: what its schema is called.
        sign: the pattern of what the amount begins with.
    """

    name: str = "Money"
    sign: str = "-?"

    def schema(self, defs: Definitions) -> Schema:
        """A reference to the schema of its name."""
        return defs.ref(self.name, self._schema)

    def _schema(self) -> Schema:
        return {
            "type": "object",
            "description": "An amount of money in major units: a text, since a JSON number may lose cents.",
            "properties": {
                "amount": {"type": "string", "pattern": f"^{self.sign}{AMOUNT}$", "examples": ["39.98"]},
                "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217", "examples": ["EUR"]},
            },
            "required": ["amount", "currency"],
            "additionalProperties": False,
        }

    def read(self, raw: object, at: str) -> Money:
        """The amount, exactly."""
        given = table(raw, at, 'money as {"amount": "39.98", "currency": "EUR"}')
        if sorted(given) != ["amount", "currency"]:
            raise Unfit(at, "has not the two fields of money, amount and currency")
        amount, currency = given["amount"], given["currency"]
        if not isinstance(amount, str) or not re.fullmatch(f"{self.sign}{AMOUNT}", amount, re.ASCII):
            write = f'{self._words()} as text, such as "39.98": a number may lose cents'
            raise Unfit(within(at, "amount"), f"is {told(amount)}; send {write}")
        if not isinstance(currency, str) or not re.fullmatch("[A-Z]{3}", currency, re.ASCII):
            raise Unfit(
                within(at, "currency"), f'is {told(currency)}; send an ISO 4217 code in capitals, such as "EUR"'
            )
        try:
            return Money.of(amount, currency)
        except BadValue as error:
            raise Unfit(at, f"is no money: {error}") from None

    def _words(self) -> str:
        return {"-?": "an amount", "": "an amount of zero or more"}.get(self.sign, "an amount above zero")

    def write(self, value: Money) -> Schema:
        """The amount with the digits that its currency has."""
        return {"amount": f"{value.amount:f}", "currency": value.currency}


def money(**bounds: int) -> Amount:
    """Money, of zero or more, or above zero, where its field says so."""
    if "exclusiveMinimum" in bounds:
        return Amount("MoneyAboveZero", "(?=.*[1-9])")
    return Amount("MoneyOfZeroOrMore", "") if "minimum" in bounds else Amount()
