"""Gathers the rows of each order, within a bound."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator

from retention_adapters.order_file.orders import Draft, Orders
from retention_adapters.order_file.report import Report
from retention_adapters.order_file.splitting import Row
from retention_sdk import BadValue, Event

HELD = 100
_REMEMBERED = 50_000
_WITH = "in an order with a bad row"
_BESIDE = "in an order beside a row of no known order"


class Recent:
    """A set that remembers at least the last so many ids, and at most twice as many."""

    def __init__(self, size: int = _REMEMBERED) -> None:
        self._size, self._new, self._old = size, set[str](), set[str]()

    def add(self, id: str) -> None:
        """Remembers an id."""
        if len(self._new) >= self._size:
            self._old, self._new = self._new, set[str]()
        self._new.add(id)

    def __contains__(self, id: str) -> bool:
        return id in self._new or id in self._old


class Gathering:
    """Puts the rows of an order together, and gives the orders out as their first rows stand in the file.

    So many orders are held open: rows of one may be apart as long as no more orders than that begin between them. A row
    that comes later is a problem, and never an event of its own; after 50,000 further orders it is taken for a new
    order of the same id, which the engine refuses.

    A row whose order cannot be told may be one of the order before it or of the one behind it: both are left out.

    Args:
        orders: reads rows.
        report: takes what becomes of them.
        held: how many orders are held open; 0 where an order is one row.
    """

    def __init__(self, orders: Orders, report: Report, held: int) -> None:
        self._orders, self._report, self._held = orders, report, held
        self._pending: OrderedDict[str, Draft] = OrderedDict()
        self._closed = Recent()
        self._last: Draft | None = None
        self._astray = False

    def events(self, rows: Iterable[tuple[int, int, Row | str]]) -> Iterator[Event]:
        """The events of rows.

        Args:
            rows: each with its number, counted from 1, and the line of the file where it begins.

        Yields:
            The events.
        """
        pending = self._pending
        for number, line, row in rows:
            self._take(number, line, row)
            if len(pending) > self._held:
                id, draft = pending.popitem(last=False)
                self._closed.add(id)
                if event := self._close(draft):
                    yield event
        for draft in pending.values():
            if event := self._close(draft):
                yield event

    def _take(self, number: int, line: int, row: Row | str) -> None:
        draft: Draft | None = None
        try:
            id = self._orders.id_of(row, number)
            draft = self._pending.get(id) or self._begin(id, line)
            draft.rows += 1
            self._orders.add(draft, row)
