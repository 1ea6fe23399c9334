"""A plugin that looks at the clock: told again, or told late, it answers otherwise."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import ClassVar

from retention_sdk import Action, Credit, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "deterministic", "asks for the time, with datetime.now", "event.occurred_at"


@strategy
class ReadsClock:
    """Gives two points at weekends."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self) -> Iterator[Action]:
        """Gives points."""
        points = 2 if datetime.now(UTC).weekday() > 4 else 1
        yield Credit("points", points, reason="an order")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
