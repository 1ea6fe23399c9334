"""The file of orders that an import reads, and the options that say what it looks like."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol
from zoneinfo import ZoneInfo

import attrs
from attrs import frozen
from cyclopts import Parameter

from retention_sdk.cli.section import in_toml
from retention_sdk.errors import BadConfig, BadValue
from retention_sdk.events import Event
from retention_sdk.registry import FILES, installed
from retention_sdk.settings import StoreSettings

_PLAIN = Parameter(negative="", show_default=False)
_MANY = Parameter(negative="", show_default=False, consume_multiple=False)


@frozen(kw_only=True)
class Options:
    """How a file is read; what is not said is found out from its header.

    Args:
        preset: a file that is known by name, such as shopify_orders_export or woocommerce_orders_export.
        column: FIELD=COLUMN, the column's name or its position from 1; once for each field, such as customer, date,
            total, order, sku, quantity, price.
        one_row_per: what a row is; the rows of one order stand together.
        header: whether the first row names the columns.
        delimiter: a character, or comma, semicolon, tab, pipe, space.
        encoding: what the text is encoded in, such as cp1252.
        currency: the currency of the amounts, where no column tells it; else the store's.
        decimal: the decimal mark.
        round_amounts: round what is finer than a minor unit, half up; else it is a problem.
        timezone: the zone of times that do not tell theirs; else the store's.
        date_format: as strptime has it, such as %d.%m.%Y, where dates are neither ISO 8601 nor yyyymmdd.
        since: leave out the orders before it.
        paid: a status of orders that count, where a column is mapped to `status`; may be repeated.
        refunds: make refunds of cancellations; else they are skipped.
        sku: the item, where the file does not tell what was bought.
        source: what the file is called among the events' sources; two files without order ids want two.
    """

    preset: Annotated[str | None, _PLAIN] = None
    column: Annotated[Sequence[str], _MANY] = ()
    one_row_per: Literal["order", "line"] | None = None
    header: Annotated[bool | None, Parameter(show_default=False)] = None
    delimiter: Annotated[str | None, _PLAIN] = None
    encoding: str = "utf-8"
    currency: Annotated[str | None, _PLAIN] = None
    decimal: Literal[".", ","] | None = None
    round_amounts: Annotated[bool | None, _PLAIN] = None
    timezone: Annotated[str | None, _PLAIN] = None
    date_format: Annotated[str | None, _PLAIN] = None
    since: Annotated[datetime | None, _PLAIN] = None
    paid: Annotated[Sequence[str], _MANY] = ()
    refunds: Annotated[bool, _PLAIN] = False
    sku: Annotated[str | None, _PLAIN] = None
    source: Annotated[str | None, _PLAIN] = None

    def keywords(self, store: StoreSettings) -> dict[str, Any]:
        """What an `OrderFile` is made with."""
        given = {name: value for name, value in attrs.asdict(self, recurse=False).items() if value not in (None, ())}
        given.pop("since", None)
        columns = dict(pair(text) for text in given.pop("column", ()))
        return {"timezone": store.timezone, **given, "columns": columns, "default_currency": store.currency}


def pair(
    text: str, option: str = "--column", wanted: str = "FIELD=COLUMN, such as --column customer=Client"
) -> tuple[str, str]:
    """What stands on both sides of an equals sign.

    Args:
        text: what was written.
        option: the option that it stands behind.
        wanted: what to write instead, where there is none.

    Raises:
        BadConfig: one of the sides is missing.
    """
    field, equals, column = text.partition("=")
    if not (field and equals and column):
        raise BadConfig([f"{option} {text}: write {wanted}"])
    return field.strip(), column.strip()


class Report(Protocol):
    """What becomes of a file's rows; see `retention_adapters.order_file.Report`."""

    rows: int
    used: int
    bad: int
    skipped: dict[str, int]
    problems: Sequence[Any]
    bytes_read: int


@frozen
class Orders:
    """A file that is ready to be read, once.

    Args:
        path: the file.
        size: its bytes, as the report counts them.
        preset: what it is known as, where it is.
        columns: the name of each field's column.
        report: takes what becomes of its rows.
        events: its orders.
    """

    path: Path
    size: int
    preset: str | None
    columns: Mapping[str, str]
    report: Report
    events: Iterator[Event]


def open_orders(path: Path, options: Options, store: StoreSettings) -> Orders:
    """Open a file of orders.

    Args:
        path: the file.
        options: what it looks like.
        store: whose orders they are.

    Returns:
        The file, nothing of it read yet but its first row.

    Raises:
        BadConfig: something is missing, or the file is in another currency than the store.
        BadValue: an option that cannot be, or no such file.
    """
    adapters = installed(FILES)
    if "order_file" not in adapters:
        raise BadConfig(["no adapter 'order_file' is installed; it comes with retention-sdk"])
    adapter = import_module(adapters["order_file"].entry_point.module)
    try:
        file = adapter.OrderFile(path, **options.keywords(store))
        layout = file.layout()
    except BadConfig as error:
        help = "all of them are options of this command: --column FIELD=COLUMN, --no-header, --currency, ..."
        raise BadValue("\n".join([*(f"{path}: {problem}" for problem in error.problems), help])) from error
    currency = None if "currency" in layout.at else layout.rules.currency
    if currency not in (None, store.currency):
        preset = f" (preset {layout.preset})" if layout.preset and not options.currency else ""
        raise BadValue(
            f"{path} is in {currency}{preset}, and the store's currency is {store.currency}; a store has one currency: "
            f"set currency = {in_toml(currency)} for a store of its own, or convert the orders"
        )
    since, report = options.since, adapter.Report()
    if since and since.tzinfo is None:
        since = since.replace(tzinfo=ZoneInfo(file.timezone))
    columns = {field: layout.names[place] for field, place in layout.at.items()}
    return Orders(path, file.size, layout.preset, columns, report, file.history(since, report=report))
