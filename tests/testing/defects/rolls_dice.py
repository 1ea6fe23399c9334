"""A plugin that rolls dice."""

import random
from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "deterministic", "asks for chance, with random.", "Draw"


@strategy
class RollsDice:
    """Gives one to six points."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self) -> Iterator[Action]:
        """Gives points."""
        yield Credit("points", random.randint(1, 6), reason="luck")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
