"""A plugin that reads a file while it is asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from retention_sdk import Action, Credit, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "deterministic", "asks for a file", "from a setting"


@strategy
class OpensFile:
    """Gives as many points as a file says."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self) -> Iterator[Action]:
        """Gives points."""
        points = len(Path(__file__).read_text(encoding="utf-8")) and 1
        yield Credit("points", points, reason="the file says so")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
