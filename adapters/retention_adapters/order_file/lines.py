"""A row's line of an order."""

from retention_adapters.order_file.amounts import Amounts
from retention_adapters.order_file.layout import Layout
from retention_adapters.order_file.splitting import Row
from retention_adapters.order_file.texts import text_of, whole_of
from retention_sdk import BadValue, Line, Money


class Lines:
    """Reads lines, and the amounts of a row.

    A row has one empty field more than the file has columns: there stands what the file does not have.

    Args:
        layout: how the file is read.
    """

    def __init__(self, layout: Layout) -> None:
        self._columns, self._width, self._sku = layout.columns, len(layout.names), layout.rules.sku
        self._money = Amounts(layout.rules.decimal, rounding=layout.rules.round_amounts).money

    def line(self, row: Row, currency: str, *, back: bool) -> Line:
        """The row's line.

        Args:
            row: the row.
            currency: its order's.
            back: the goods came back: quantity and total are below zero in the file, and above in the line.

        Returns:
            The line.

        Raises:
            BadValue: a field cannot be read, or an amount is below zero.
        """
        columns, sign = self._columns, -1 if back else 1
        quantity = whole_of(row[columns.quantity]) * sign if columns.quantity < self._width else 1
        if quantity < 1:
            raise BadValue(
                f"quantity {row[columns.quantity].strip()} is no purchase; goods that came back are a refund"
            )
        discount = self.amount(row[columns.discount], currency)
        if columns.total < self._width:
            total = self._money(row[columns.total], currency, sign)
        else:
            total = self._money(row[columns.price], currency, quantity)
            if discount:
                total -= discount
        if total.minor < 0:
            raise BadValue(f"{total} was paid; an amount below zero is no purchase")
        category = text_of(row[columns.category])
        return Line(
            sku=text_of(row[columns.sku]) or text_of(row[columns.title]) or self._sku,
            quantity=quantity,
            total=total,
            categories=(category,) if category else (),
            discount=discount,
            tax=self.amount(row[columns.tax], currency),
        )

    def amount(self, text: str, currency: str) -> Money | None:
        """An amount that a row may have; None where it is blank.

        Raises:
            BadValue: it is no amount.
        """
        return self._money(text, currency) if text and text.strip() else None
