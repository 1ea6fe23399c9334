"""Nothing is given for orders with some items: a guard for retention-sdk."""

from collections.abc import Iterator

from retention_sdk import Action, BadValue, Event, Giving, Purchase, Refused, hookimpl, setting, strategy

__all__ = ["SomeName"]


@strategy
class SomeName:
    """Refuses what any strategy would give for an order with one of some items in it, such as a gift card."""

    skus: tuple[str, ...] = setting(default=("gift-card",), help="the items for whose orders nothing is given")

    def __attrs_post_init__(self) -> None:
        if not self.skus:
            raise BadValue("skus is empty; name an item, such as 'gift-card'")

    def in_words(self) -> Iterator[str]:
        """What it refuses, as it is set."""
        yield f"For an order with {' or '.join(self.skus)} in it nothing is given."

    @hookimpl
    def review_action(self, action: Action, event: Event) -> Refused | None:
        """Refuses a gift, if it is for such an order; None lets everything else pass."""
        if not isinstance(event, Purchase) or not isinstance(action, Giving):
            return None
        found = next((line.sku for line in event.lines if line.sku in self.skus), None)
        return None if found is None else Refused("ruled_out", f"For an order with {found} in it nothing is given.")
