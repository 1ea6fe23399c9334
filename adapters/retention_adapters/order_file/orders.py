"""Rows of one order, put together as an event."""

from attrs import define, evolve, field

from retention_adapters.order_file.heads import Head, Heads
from retention_adapters.order_file.layout import Layout
from retention_adapters.order_file.lines import Lines
from retention_adapters.order_file.splitting import Row
from retention_adapters.order_file.texts import text_of
from retention_sdk import BadValue, Event, Line, Money, Purchase, Refund, RefundLine


@define
class Draft:
    """An order whose rows are being put together.

    Args:
        id: the order's id.
        first: the line of the file where it begins.
        rows: how many rows it has so far.
        bad: how many of them cannot be read.
        left_out: why it is not going to be an event.
        head: what its first row tells of it, or the reason to skip it.
        lines: its lines so far.
    """

    id: str
    first: int
    rows: int = 0
    bad: int = 0
    left_out: str = ""
    head: Head | str | None = None
    lines: list[Line] = field(factory=list[Line])


class Orders:
    """Adds rows to drafts, and makes events of drafts.

    Args:
        layout: how the file is read.
        source: where the events are from.
        heads: reads first rows.
    """

    def __init__(self, layout: Layout, source: str, heads: Heads) -> None:
        self._columns, self._width, self._source = layout.columns, len(layout.names), source
        self._heads, self._lines = heads, Lines(layout)
        self._extras = bool(layout.at.keys() & {"order_total", "shipping", "shipping_tax"})

    def id_of(self, row: Row, number: int) -> str:
        """The id of the order that a row belongs to; in a file without ids, the row's number is one.

        Raises:
            BadValue: the row has none.
        """
        column = self._columns.order
        if column == self._width:
            return f"row-{number}"
        id = text_of(row[column]) if column < len(row) else ""
        if not id:
            self._check(row)
            raise BadValue("the order's id is blank")
        return id

    def add(self, draft: Draft, row: Row) -> None:
        """Adds a row to its order.

        Raises:
            BadValue: the row cannot be read.
        """
        if draft.bad and draft.head is None:
            return  # its first row is bad, and later ones may leave to it what they all share
        self._check(row)
        row.append("")
        head = draft.head
        if head is None:
            head = draft.head = self._heads.read(draft.id, row)
        elif not isinstance(head, str):
            customer = row[self._columns.customer].strip()
            if customer and customer != head.row[self._columns.customer].strip():
                raise BadValue(f"order {draft.id!r} has another customer than in line {draft.first}")
        if isinstance(head, str):
            return
        currency = row[self._columns.currency].strip().upper() or head.currency
        draft.lines.append(self._lines.line(row, currency, back=head.back))

    def event(self, draft: Draft) -> Event | None:
        """The event of an order; None of one that is skipped.

        Raises:
            BadValue: its rows do not go together.
        """
        head = draft.head
        if not isinstance(head, Head):
            return None
        if head.back:
            return Refund(
                id=draft.id,
                customer=head.customer,
                occurred_at=head.at,
                source=self._source,
                profile=head.profile,
                lines=[RefundLine(sku=line.sku, quantity=line.quantity, total=line.total) for line in draft.lines],
            )
        lines, shipping, shipping_tax = self._paid(head, draft.lines)
        coupon = text_of(head.row[self._columns.coupon])
        return Purchase(
            id=draft.id,
            customer=head.customer,
            occurred_at=head.at,
            source=self._source,
            profile=head.profile,
            lines=lines,
            shipping=shipping,
            shipping_tax=shipping_tax,
            coupons=(coupon,) if coupon else (),
        )

    def _check(self, row: Row) -> None:
        if len(row) != self._width:
            raise BadValue(f"{len(row)} fields, where the file has {self._width} columns")

    def _paid(self, head: Head, lines: list[Line]) -> tuple[list[Line], Money | None, Money | None]:
        """The lines as they were paid, the shipping, and its tax."""
        if not self._extras:
            return lines, None, None
        row, amount = head.row, self._lines.amount
        shipping = amount(row[self._columns.shipping], head.currency)
        tax = amount(row[self._columns.shipping_tax], head.currency)
        if shipping and tax:
            shipping += tax
        total = amount(row[self._columns.order_total], head.currency)
        if total is not None:
            lines = spread(total - shipping if shipping else total, lines)
        return lines, shipping, tax


def spread(total: Money, lines: list[Line]) -> list[Line]:
    """The lines with a total spread over them, as their own totals stand to each other.

    Args:
        total: what was paid for all of them.
        lines: what each would have cost.

    Returns:
        The lines as they were paid; their totals add up to the total.

    Raises:
        BadValue: the total is below zero.
    """
    if total.minor < 0:
        raise BadValue(f"the order's total less its shipping is {total}, which is below zero")
    weights = [line.total.minor for line in lines]
    parts = total.allocate(weights if any(weights) else [1] * len(lines))
    return [evolve(line, total=part) for line, part in zip(lines, parts, strict=True)]
