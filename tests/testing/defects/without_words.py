"""A plugin whose settings nobody explains."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, hookimpl, setting, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "told", "nothing says what rate does", "setting(help="


@strategy
class WithoutWords:
    """Gives points for each order."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    rate: int = setting(default=1, ge=1)

    @hookimpl
    def on_purchase(self) -> Iterator[Action]:
        """Gives points."""
        yield Credit("points", self.rate, reason="an order")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
