"""The adapter: a file, and what is to be known about it."""

import codecs
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from attrs import evolve, field, frozen

from retention_adapters.order_file.dates import zone
from retention_adapters.order_file.gathering import HELD, Gathering
from retention_adapters.order_file.heads import Heads
from retention_adapters.order_file.layout import Layout, lay_out
from retention_adapters.order_file.mapping import guess, named
from retention_adapters.order_file.orders import Orders
from retention_adapters.order_file.presets import OneRowPer, Preset
from retention_adapters.order_file.reading import open_text
from retention_adapters.order_file.report import Report
from retention_adapters.order_file.splitting import Splitter, split
from retention_sdk import BadValue, Event

_RULES = ("one_row_per", "header", "date_format", "decimal", "sku", "round_amounts", "paid")


def _encoding(_file: object, _attribute: object, value: str) -> None:
    try:
        codecs.lookup(value)
    except LookupError:
        raise BadValue(f"encoding {value!r} is unknown; pass one such as 'utf-8', 'cp1252' or 'utf-16'") from None


def _timezone(_file: object, _attribute: object, value: str) -> None:
    zone(value)


@frozen
class OrderFile:
    """A file of orders: comma, semicolon, tab, pipe or white space between its fields, gz or not.

    Where neither a preset nor columns are given, the file's header says which preset fits it. Where none does, columns
    named customer, date, order, total, price, quantity, sku, category, currency or email are what their names say.
    Options that are None are as the preset has them.

    Args:
        path: the file.
        preset: a name in `PRESETS`, or a preset of your own.
        columns: for each field in `COLUMNS`, the column's name in any case, or its position from 1.
        delimiter: a character, or "comma", "semicolon", "tab", "pipe", "space"; else the header tells.
        encoding: what text is encoded in, such as "cp1252"; a byte order mark is dropped.
        currency: the currency of amounts, where no column tells it.
        default_currency: the currency where nothing else tells it, such as the store's own.
        timezone: the zone of times that do not tell theirs.
        one_row_per: "order", or "line" where rows of one order id belong together.
        header: whether the first row names the columns.
        source: the events' source; else the preset's name, or "order_file". In a file without order ids an order's id
            is its row's number: two such files want two sources, and rows may be appended, but not put in between
            (the engine then refuses the orders whose ids have moved; it doubles none).
        date_format: a strptime format, where dates are neither ISO 8601 nor yyyymmdd.
        decimal: the decimal mark, "." or ",".
        sku: the item, where the file does not tell what was bought.
        round_amounts: round to a minor unit, half up, what is finer; else that is a problem of its row.
        paid: the statuses of orders that count, where a column is mapped to `status`.
        refunds: make a Refund of a cancellation; else it is skipped.

    Raises:
        BadValue: an option that cannot be.
    """

    path: Path = field(converter=Path)
    preset: str | Preset | None = field(default=None, kw_only=True)
    columns: Mapping[str, str | int] = field(factory=dict[str, str | int], kw_only=True)
    delimiter: str | None = field(default=None, kw_only=True)
    encoding: str = field(default="utf-8", kw_only=True, validator=_encoding)
    currency: str | None = field(default=None, kw_only=True)
    default_currency: str | None = field(default=None, kw_only=True)
    timezone: str = field(default="UTC", kw_only=True, validator=_timezone)
    one_row_per: OneRowPer | None = field(default=None, kw_only=True)
    header: bool | None = field(default=None, kw_only=True)
    source: str | None = field(default=None, kw_only=True)
    date_format: str | None = field(default=None, kw_only=True)
    decimal: str | None = field(default=None, kw_only=True)
    sku: str | None = field(default=None, kw_only=True)
    round_amounts: bool | None = field(default=None, kw_only=True)
    paid: Collection[str] | None = field(default=None, kw_only=True)
    refunds: bool = field(default=False, kw_only=True)

    @property
    def size(self) -> int:
        """The file's bytes, as `Report.bytes_read` counts them.

        Raises:
            BadValue: there is no such file.
        """
        try:
            return self.path.stat().st_size
        except OSError as error:
            raise BadValue(f"{self.path}: {error.strerror}") from error

    def layout(self) -> Layout:
        """How the file is going to be read, from its first row and the options.

        Raises:
            BadValue: the file cannot be opened.
            BadConfig: something is missing; every problem at once.
        """
        with self._opened(Report()) as (layout, _):
            return layout

    def history(self, since: datetime | None = None, *, report: Report | None = None) -> Iterator[Event]:
        """The file's orders, as their first rows stand in it.

        Args:
            since: skip the orders before it.
            report: takes what becomes of the rows, while they are read.

        Returns:
            The events, read from the file as they are asked for.

        Raises:
            BadValue: `since` has no zone; the file cannot be opened, or while reading, its gz is damaged.
            BadConfig: something is missing; every problem at once.
        """
        if since is not None and since.tzinfo is None:
            raise BadValue(f"since {since!r} has no time zone; pass an aware datetime, such as datetime.now(UTC)")
        self.layout()
        return self._events(since, report or Report())

    def _events(self, since: datetime | None, report: Report) -> Iterator[Event]:
        with self._opened(report) as (layout, splitter):
            heads = Heads(layout, self.timezone, since, refunds=self.refunds)
            orders = Orders(layout, self.source or layout.preset or "order_file", heads)
            held = HELD if layout.rules.one_row_per == "line" else 0
            yield from Gathering(orders, report, held).events(splitter.rows(report))

    @contextmanager
    def _opened(self, report: Report) -> Generator[tuple[Layout, Splitter], None, None]:
        name, rules = named(self.preset)
        with open_text(self.path, self.encoding, report) as text:
            delimiter, splitter = split(text, self.delimiter or rules.delimiter)
            names = splitter.names(header=rules.header if self.header is None else self.header)
            if self.preset is None:
                name, rules = guess(names, self.columns)
            yield lay_out(name, self._laid_over(rules), delimiter, names), splitter

    def _laid_over(self, rules: Preset) -> Preset:
        options = {option: getattr(self, option) for option in _RULES}
        return evolve(
            rules,
            columns={**rules.columns, **self.columns},
            currency=self.currency or rules.currency or self.default_currency,
            **{option: value for option, value in options.items() if value is not None},
        )
