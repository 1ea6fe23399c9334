"""A plugin that gives, and does not say why."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "told", "answers a Credit without a reason", "reason="


@strategy
class WithoutReason:
    """Gives a point for each order."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self) -> Iterator[Action]:
        """Gives points."""
        yield Credit("points", 1)


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
