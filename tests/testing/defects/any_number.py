"""A setting that takes what breaks the plugin: every = 0 divides by zero at the first order."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, Purchase, hookimpl, setting, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "settings", "every = 0 is taken", "bound the setting"


@strategy
class AnyNumber:
    """Gives a point for each few minor units."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    every: int = setting(default=100, help="minor units that bring a point")

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[Action]:
        """Gives points."""
        points = event.total.minor // self.every
        if points > 0:
            yield Credit("points", min(points, 1000), reason="an order")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
