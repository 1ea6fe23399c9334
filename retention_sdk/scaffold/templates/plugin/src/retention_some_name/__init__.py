"""Extra points at some hours of the day: a strategy for retention-sdk."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, BadValue, Credit, Customer, Purchase, hookimpl, setting, strategy

__all__ = ["SomeName"]


@strategy
class SomeName:
    """Gives extra points for an order at some hours of the day."""

    points: int = setting(default=10, ge=1, help="points for an order at those hours")
    begins: int = setting(default=14, ge=0, le=23, help="the hour at which they begin, in the store's time zone")
    ends: int = setting(default=17, ge=1, le=24, help="the hour at which they end")
    unit: str = setting(default="points", ge=1, help="the wallet that the points go into")

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    def __attrs_post_init__(self) -> None:
        if self.ends <= self.begins:
            raise BadValue(f"ends is {self.ends}; it must be later than begins, which is {self.begins}")

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        yield f"An order from {self.begins}:00 to {self.ends}:00 brings {self.points} {self.unit} more."

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Customer) -> Iterator[Action]:
        """Gives the points, if the order was paid at one of those hours."""
        paid_at = event.occurred_at.astimezone(customer.store.zone)
        if self.begins <= paid_at.hour < self.ends:
            yield Credit(self.unit, self.points, reason=f"an order between {self.begins}:00 and {self.ends}:00")
