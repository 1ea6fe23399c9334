"""An order as Shopify shows it: the same whether a webhook or the API told of it."""

from datetime import datetime

from attrs import frozen

from retention_sdk import Money, Profile


@frozen
class Buyer:
    """Who bought.

    Args:
        id: the customer's number; of a guest what `guest` makes of the e-mail address.
        profile: what the order tells of them.
    """

    id: str
    profile: Profile


@frozen(kw_only=True)
class Item:
    """A line, as it stands in the order.

    Args:
        id: the line's own id.
        sku: what was bought.
        quantity: units ordered, those among them that came back.
        removed: units that were taken out by an edit, or came back.
        total: what was paid for them all, tax in it.
        discount: what was taken off.
        tax: the tax in `total`.
        gift_card: whether it is a gift card that was bought.
    """

    id: str
    sku: str
    quantity: int
    removed: int
    total: Money
    discount: Money
    tax: Money
    gift_card: bool


@frozen(kw_only=True)
class Returned:
    """Units of a line that came back.

    Args:
        item: the line's id.
        sku: what came back.
        quantity: units.
        total: what they come to, tax in it.
    """

    item: str
    sku: str
    quantity: int
    total: Money


@frozen(kw_only=True)
class PaidBack:
    """A refund.

    Args:
        id: its id.
        at: when it was made.
        items: what came back; there may be none, with or without money.
        money: what was paid back, as far as Shopify says; None where it does not say it in the shop's currency.
    """

    id: str
    at: datetime
    items: tuple[Returned, ...]
    money: Money | None


@frozen(kw_only=True)
class Order:
    """An order at one instant.

    Args:
        id: its number.
        buyer: who bought; None where Shopify does not say.
        at: when it was made.
        seen: when it was as it is here.
        cancelled: when it was cancelled.
        test: whether no money was meant.
        paid: whether it was ever paid in full, whatever went back since.
        items: its lines.
        shipping: what was paid for shipping, tax in it.
        shipping_tax: the tax in it.
        codes: the discount codes that were used.
        refunds: what went back.
        replaces: whether we made it ourselves, to send something again.
    """

    id: str
    buyer: Buyer | None
    at: datetime
    seen: datetime
    cancelled: datetime | None
    test: bool
    paid: bool
    items: tuple[Item, ...]
    shipping: Money
    shipping_tax: Money
    codes: tuple[str, ...]
    refunds: tuple[PaidBack, ...]
    replaces: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is an order that somebody made, and means to pay."""
        return not self.test and not self.replaces
