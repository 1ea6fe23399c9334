"""A plugin that says nothing of how much one event can bring."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "bounded", "the most that was seen is 1 × credit", "most="


@strategy
class NoMaximum:
    """Gives a point for each order."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self) -> Iterator[Action]:
        """Gives points."""
        yield Credit("points", 1, reason="an order")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))])
