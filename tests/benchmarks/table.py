"""The table: what a row says, and how it is printed."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.benchmarks.measuring import Race

_COMPARE = {"≥": operator.ge, "≤": operator.le, "<": operator.lt}
_COLUMNS = {
    "row": -3,
    "what": -52,
    "base/s": 9,
    "ours/s": 9,
    "reached": 9,
    "reach for": 9,
    "met": -3,
    "µs": 7,
    "CPU µs": 6,
    "more": -1,
}
"""The columns and their widths, negative where text begins at the left."""


@frozen
class Goal:
    """What is reached for.

    Args:
        sign: "≥", "≤" or "<".
        limit: the number.
    """

    sign: str
    limit: float

    def met(self, value: float) -> bool:
        """Whether a value reaches it."""
        return bool(_COMPARE[self.sign](value, self.limit))


@frozen(kw_only=True)
class Row:
    """One comparison.

    Args:
        group: the letter of its group.
        what: what was done, on which database.
        value: what was reached.
        unit: of the value and the goal; empty for a ratio.
        goal: what is reached for.
        base: events a second of what it is compared with.
        ours: events a second.
        us: our microseconds for an event.
        cpu_us: those of them that are CPU of our process.
        more: other figures, by name.
    """

    group: str
    what: str
    value: float
    unit: str = ""
    goal: Goal | None = None
    base: float | None = None
    ours: float | None = None
    us: float | None = None
    cpu_us: float | None = None
    more: Mapping[str, float] = field(factory=dict[str, float])

    @classmethod
    def of(cls, group: str, what: str, race: Race, goal: Goal | None = None) -> Row:
        """The row of a race: the base's speed, ours, and the ratio."""
        base, ours = race.base, race.ours
        return cls(
            group=group,
            what=what,
            value=race.speed,
            goal=goal,
            base=1e6 / base.us,
            ours=1e6 / ours.us,
            us=ours.us,
            cpu_us=ours.cpu_us,
            more={"base µs": base.us, "base CPU µs": base.cpu_us, "CPU ratio": base.cpu_us / ours.cpu_us},
        )

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        return None if self.goal is None else self.goal.met(self.value)

    def line(self) -> str:
        """The row as a line of the table."""
        goal = f"{self.goal.sign} {_text(self.goal.limit)}{self.unit}" if self.goal else ""
        more = ", ".join(f"{name} {_text(value)}" for name, value in self.more.items())
        met = {None: "", True: "yes", False: "NO"}[self.met]
        cells = (self.group, self.what, _text(self.base), _text(self.ours), _text(self.value) + self.unit, goal, met)
        return _line(*cells, _text(self.us), _text(self.cpu_us), more)


def head() -> str:
    """The line above the rows."""
    return _line(*_COLUMNS)


def _text(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _line(*cells: str) -> str:
    pairs = zip(cells, _COLUMNS.values(), strict=True)
    return "  ".join(f"{cell:<{-width}}" if width < 0 else f"{cell:>{width}}" for cell, width in pairs).rstrip()
