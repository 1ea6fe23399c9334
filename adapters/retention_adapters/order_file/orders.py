"""The rows of one order become an event."""

from collections.abc import Sequence
from datetime import UTC, datetime

from attrs import define, evolve, field

from retention_adapters.order_file.amounts import Amounts
from retention_adapters.order_file.dates import date_reader
from retention_adapters.order_file.layout import Layout
from retention_adapters.order_file.splitting import Row
from retention_adapters.order_file.texts import text_of, whole_of
from retention_sdk import BadValue, Event, Line, Money, Profile, Purchase, Refund, RefundLine


@define
class Draft:
    """An order whose rows are being gathered.

    Args:
        id: the order's id.
        line: where its first row begins in the file.
    """

    id: str
    line: int
    rows: int = 0
    bad: int = 0
    skip: str = ""
    head: Row | None = None
    customer: str = ""
    currency: str = ""
    at: datetime = datetime.max.replace(tzinfo=UTC)
    lines: list[Line] = field(factory=list)


class Orders:
    """Reads rows into drafts, and makes events of drafts."""

    def __init__(self, layout: Layout, source: str, timezone: str, *, refunds: bool) -> None:
        self._rules, self._columns, self._width = layout.rules, layout.columns, len(layout.names)
        self._source, self._refunds = source, refunds
        self._amounts = Amounts(layout.rules.decimal, rounding=layout.rules.round_amounts)
        self._date = date_reader(timezone, layout.rules.date_format)

    def id_of(self, row: Row, number: int) -> str:
        """The id of the order that a row belongs to.

        Raises:
            BadValue: the row has none.
        """
        column = self._columns.order
        if column == self._width:
            return f"row-{number}"
        id = text_of(row[column]) if column < len(row) else ""
        if not id:
            raise BadValue("the order's id is blank" if len(row) == self._width else self._ragged(row))
        return id
