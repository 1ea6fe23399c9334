"""A counter in the instance: another process, and a replay, count otherwise."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, Purchase, hookimpl, setting, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "unchanging", "changes self.seen", "Remember"


@strategy
class CountsInItself:
    """Gives a point for each second order."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    seen: list[str] = setting(default=[], help="orders that were seen")

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[Action]:
        """Gives points."""
        self.seen.append(event.id)
        if len(self.seen) % 2 == 0:
            yield Credit("points", 1, reason="a second order")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
