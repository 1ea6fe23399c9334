"""An action of its own, and nothing says what undoes it."""

from collections.abc import Iterator
from typing import ClassVar

from attrs import frozen

from retention_sdk import Action, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "reversible", "nothing is said of what undoes a Knit", "undo(self, key)"


@frozen(kw_only=True)
class Knit(Action):
    """Has a scarf knitted."""

    kind: ClassVar[str] = "defects.knit"
    colour: str


@strategy
class Knits:
    """Has a scarf knitted for each order."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Knit,)

    @hookimpl
    def on_purchase(self) -> Iterator[Action]:
        """Gives points."""
        yield Knit(colour="green", reason="an order")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"defects.knit": 1})
