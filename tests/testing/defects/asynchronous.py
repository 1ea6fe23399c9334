"""A hook that waits: a strategy is asked, and answers at once."""

from collections.abc import Iterable
from typing import ClassVar

from retention_sdk import Action, Credit, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "loads", "is async", "as docs/reference/hooks.md has them"


@strategy
class Asynchronous:
    """Gives a point for each order."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    async def on_purchase(self) -> Iterable[Action]:
        """Gives points."""
        return [Credit("points", 1, reason="an order")]


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
