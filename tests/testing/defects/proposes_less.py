"""A plugin that answers what it does not say it may answer: no adapter is looked for that carries it out."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, Tag, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "told", "proposes does not name it", "name Tag in proposes"


@strategy
class ProposesLess:
    """Tags whoever buys."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self) -> Iterator[Action]:
        """Gives points."""
        yield Tag("buyer", reason="an order")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"tag": 1})
