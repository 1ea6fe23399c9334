"""What the shop sells."""

from attrs import frozen

from retention_sdk.money import Money

CURRENCY = "EUR"


@frozen
class Item:
    """Something on the shelf.

    Args:
        sku: what it is called in orders.
        category: "coffee", "tea" or "gear".
        cents: its price.
        share: how often it is bought, against the others.
    """

    sku: str
    category: str
    cents: int
    share: int

    @property
    def price(self) -> Money:
        """What one costs."""
        return Money(self.cents, CURRENCY)


SHELF = (
    Item("house-250", "coffee", 890, 30),
    Item("ethiopia-250", "coffee", 1250, 16),
    Item("decaf-250", "coffee", 950, 8),
    Item("house-1000", "coffee", 2990, 12),
    Item("sencha-100", "tea", 780, 10),
    Item("earl-grey-100", "tea", 650, 10),
    Item("filters-100", "gear", 450, 12),
    Item("mug", "gear", 1490, 6),
    Item("gift-box", "gear", 4500, 3),
    Item("grinder", "gear", 8900, 1),
)

COFFEES = tuple(item for item in SHELF if item.category == "coffee")

SUBSCRIPTION = Money(2400, CURRENCY)
"""What a month of the coffee subscription costs."""
