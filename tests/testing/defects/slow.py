"""A plugin that works for long, if seldom."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, Purchase, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "fast", "times as long as an empty plugin", "leave waiting and working to an adapter"


@strategy
class Slow:
    """Gives a point, after long thought."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[Action]:
        """Gives points."""
        thought = sum(range(500_000)) if event.id == "o-2" else 0
        yield Credit("points", 1 + thought * 0, reason="an order")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
