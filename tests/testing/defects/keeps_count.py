"""A counter in the module: another process, and a replay, count otherwise."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, Purchase, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "unchanging", "keeps_count.SEEN", "Remember"

SEEN: dict[str, int] = {}


@strategy
class KeepsCount:
    """Gives a point for each second order."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[Action]:
        """Gives points."""
        SEEN[event.customer] = SEEN.get(event.customer, 0) + 1
        if SEEN[event.customer] % 2 == 0:
            yield Credit("points", 1, reason="a second order")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
