"""An answer that is no action."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "serialisable", "answers a str", "answer an iterable of actions"


@strategy
class AnswersWords:
    """Answers in words."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self) -> Iterator[Action]:
        """Gives points."""
        yield "give them a point"  # type: ignore[misc]


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
