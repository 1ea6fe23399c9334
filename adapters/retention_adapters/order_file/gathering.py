"""Gathers the rows of each order, within a bound."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator

from retention_adapters.order_file.orders import Draft, Orders
from retention_adapters.order_file.report import Report
from retention_adapters.order_file.splitting import Row
from retention_sdk import BadValue, Event

HELD = 100
_REMEMBERED = 50_000
_PARTLY = "in an order with a bad row"


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


def gather(rows: Iterable[tuple[int, int, Row]], orders: Orders, report: Report, held: int) -> Iterator[Event]:
    """Puts the rows of an order together, and yields the orders as their first rows stand.

    So many orders are held open: rows of one may be apart as long as no more orders than that begin between them. A row
    that comes later is a problem, and never an event of its own. After 50,000 further orders it is taken for a new
    order of the same id, which the engine refuses.

    Args:
        rows: each with its number, counted from 1, and the line of the file where it begins.
        orders: reads them.
        report: takes what becomes of them.
        held: how many orders are held open; 0 where an order is one row.

    Yields:
        The events.
    """
    pending: OrderedDict[str, Draft] = OrderedDict()
    closed = Recent()
    for number, line, row in rows:
        draft: Draft | None = None
        try:
            id = orders.id_of(row, number)
            draft = pending.get(id)
            if draft is None:
                draft = pending[id] = _begin(id, line, closed, held)
            draft.rows += 1
            orders.add(draft, row)
        except BadValue as error:
            report.problem(line, str(error))
            if draft:
                draft.bad += 1
        if len(pending) > held:
            id, draft = pending.popitem(last=False)
            closed.add(id)
            if event := _close(draft, orders, report):
                yield event
    for draft in pending.values():
        if event := _close(draft, orders, report):
            yield event


def _begin(id: str, line: int, closed: Recent, held: int) -> Draft:
    if id not in closed:
        return Draft(id, line)
    if held:
        raise BadValue(f"order {id!r} ended more than {held} orders before; sort the file by orders")
    raise BadValue(f"order {id!r} has a row already; for a file with a row for each line, pass one_row_per='line'")


def _close(draft: Draft, orders: Orders, report: Report) -> Event | None:
    event: Event | None = None
    if not draft.bad:
        try:
            event = orders.event(draft)
        except BadValue as error:
            report.problem(draft.first, str(error))
            draft.bad = 1
    if event is not None:
        report.used += draft.rows
        report.events += 1
    elif draft.rows > draft.bad:
        report.skipped[draft.head if isinstance(draft.head, str) else _PARTLY] += draft.rows - draft.bad
    return event
