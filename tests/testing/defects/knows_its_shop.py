"""A plugin that knows two items, and falls over a third."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, Purchase, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "silent", "raises KeyError", "answer nothing where something is missing"

WORTH = {"beans": 1, "mug": 2}


@strategy
class KnowsItsShop:
    """Gives what each item is worth."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[Action]:
        """Gives points."""
        worth = sum(WORTH[line.sku] for line in event.lines)
        if worth:
            yield Credit("points", min(worth, 9), reason="an order")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
