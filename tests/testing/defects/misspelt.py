"""A hook whose name nobody knows: it would never be asked."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "loads", "did you mean 'on_purchase'", "as docs/reference/hooks.md has them"


@strategy
class Misspelt:
    """Gives a point for each order."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchse(self) -> Iterator[Action]:
        """Gives points."""
        yield Credit("points", 1, reason="an order")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
