"""A plugin that answers in the order of a set, which is another in each process."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "deterministic", "asked in another process", "sort what comes out of a set"


@strategy
class OrderOfASet:
    """Gives a point a topic."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self) -> Iterator[Action]:
        """Gives points."""
        topics = {"beans", "mug", "tea", "filter", "grinder", "kettle", "scale"}
        yield Credit("points", 1, reason=" and ".join(topics))


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
