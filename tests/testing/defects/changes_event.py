"""A plugin that changes the event, which those after it are asked about too."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, Purchase, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "unchanging", "changes the event", "attrs.evolve"


@strategy
class ChangesEvent:
    """Gives a point, and takes the coupons off the order."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[Action]:
        """Gives points."""
        object.__setattr__(event, "coupons", ())
        yield Credit("points", 1, reason="an order")


SAMPLE = Sample(story=[order("o-1", coupons=["TEN"]), order("o-2", at=after(1))], most={"credit": 1})
