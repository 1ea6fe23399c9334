"""What an order's first row tells of the whole order."""

from datetime import datetime

from attrs import frozen

from retention_adapters.order_file.dates import date_reader
from retention_adapters.order_file.layout import Layout
from retention_adapters.order_file.splitting import Row
from retention_adapters.order_file.texts import text_of
from retention_sdk import BadValue, Profile


@frozen
class Head:
    """An order as its first row has it.

    Args:
        row: the row.
        customer: whose order it is.
        at: when it was placed.
        currency: what it was paid in.
        back: it is a cancellation.
        profile: what the row tells of the customer.
    """

    row: Row
    customer: str
    at: datetime
    currency: str
    back: bool
    profile: Profile | None


class Heads:
    """Reads first rows.

    Args:
        layout: how the file is read.
        timezone: the zone of times that do not tell theirs.
        since: earlier orders are skipped.
        refunds: read cancellations, instead of skipping them.
    """

    def __init__(self, layout: Layout, timezone: str, since: datetime | None, *, refunds: bool) -> None:
        self._rules, self._columns = layout.rules, layout.columns
        self._date = date_reader(timezone, layout.rules.date_format)
        self._since, self._refunds = since, refunds
        self._people = bool(layout.at.keys() & {"email", "name"})
        self._by_email = layout.at["customer"] == layout.at.get("email")

    def read(self, id: str, row: Row) -> Head | str:
        """The head of an order, or the reason to skip the order.

        Args:
            id: the order's id.
            row: its first row.

        Raises:
            BadValue: a field cannot be read.
        """
        columns, rules = self._columns, self._rules
        customer = text_of(row[columns.customer])
        if not customer:
            return "no customer"
        kind = rules.prefixes.get(id[0])
        if kind and not (self._refunds and kind == "cancellation"):
            return kind
        if rules.paid and (status := text_of(row[columns.status]).casefold()) not in rules.paid:
            return f"status {status or 'blank'}"
        at = self._date(row[columns.date])
        if self._since and at < self._since:
            return f"before {self._since}"
        currency = row[columns.currency].strip().upper() or rules.currency
        if not currency:
            raise BadValue("the currency is blank")
        return Head(
            row=row,
            customer=customer.casefold() if self._by_email else customer,
            at=at,
            currency=currency,
            back=kind is not None,
            profile=self._profile(row) if self._people else None,
        )

    def _profile(self, row: Row) -> Profile | None:
        email, name = text_of(row[self._columns.email]), text_of(row[self._columns.name])
        return Profile(email=email or None, name=name or None) if email or name else None
