"""A plugin that gives as much as there is in the event."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, Purchase, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "bounded", "the sample says 2 at most", "bound what one event can bring"


@strategy
class Endless:
    """Gives a point for each unit bought, one by one."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[Action]:
        """Gives points."""
        for _ in range(sum(line.quantity for line in event.lines)):
            yield Credit("points", 1, reason="a unit")


SAMPLE = Sample(story=[order("o-1", quantity=2), order("o-2", at=after(1))], most={"credit": 2})
