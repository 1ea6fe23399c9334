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
        if isinstance(row, str):
            return self._lose(line, row)
        try:
            id = self._orders.id_of(row, number)
        except BadValue as error:
            return self._lose(line, str(error))
        draft = self._pending.get(id)
        if draft is None:
            if id in self._closed:
                return self._report.problem(line, self._again(id))
            draft = self._pending[id] = Draft(id, line)
        if self._astray:
            draft.left_out, self._astray = draft.left_out or _BESIDE, False
        self._last = draft
        draft.rows += 1
        try:
            self._orders.add(draft, row)
        except BadValue as error:
            self._report.problem(line, str(error))
            draft.bad += 1
            draft.left_out = _WITH

    def _lose(self, line: int, what: str) -> None:
        """A row whose order cannot be told."""
        self._report.problem(line, what)
        self._astray = self._held > 0
        if self._last:
            self._last.left_out = self._last.left_out or _BESIDE

    def _again(self, id: str) -> str:
        if self._held:
            return f"order {id!r} ended more than {self._held} orders before; sort the file by orders"
        return f"order {id!r} has a row already; for a file with a row for each line, pass one_row_per='line'"

    def _close(self, draft: Draft) -> Event | None:
        event: Event | None = None
        if not draft.left_out:
            try:
                event = self._orders.event(draft)
            except BadValue as error:
                self._report.problem(draft.first, str(error))
                draft.bad, draft.left_out = 1, _WITH
        if event is not None:
            self._report.used += draft.rows
            self._report.events += 1
        elif draft.rows > draft.bad:
            reason = draft.head if isinstance(draft.head, str) else draft.left_out
            self._report.skipped[reason] += draft.rows - draft.bad
        return event
