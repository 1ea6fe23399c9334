"""A platform that carries out what it is handed, once for each key, and a worker that hands it over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from retention_sdk.delivery import Due, due, performed
from retention_sdk.store.outbox import DONE, STANDING, UNDONE, WITHDRAWN, platform_key
from retention_sdk.times import to_micros
from tests.build import after, rows

if TYPE_CHECKING:
    from retention_sdk import Action, Engine

LATER = to_micros(after(100_000))
"""When all that waits is due."""


@define
class Platform:
    """What was carried out.

    Attributes:
        done: by the key that it was carried out with, in order.
    """

    done: dict[str, Action | None] = field(factory=dict[str, Any])

    def perform(self, one: Due) -> None:
        """Carry something out, if its key was not seen before."""
        self.done.setdefault(one.platform_key, one.action)

    @property
    def kinds(self) -> list[str]:
        """The kinds of what was carried out, in order."""
        return [action.kind for action in self.done.values() if action is not None]


def waits(engine: Engine, most: int = 1_000) -> list[Due]:
    """All that waits."""
    return due(engine.store, engine.config.store.key, LATER, most, engine.config.refunds.told)


def work(engine: Engine, platform: Platform) -> int:
    """Carry out all that waits.

    Returns:
        How much it was.
    """
    found = waits(engine)
    for one in found:
        platform.perform(one)
        performed(engine.store, engine.config.store.key, one)
    return len(found)


def agrees(engine: Engine, platform: Platform) -> list[str]:
    """Where the outbox and the platform do not agree, once nothing waits any more; nothing where all is well."""
    assert work(engine, platform) == 0, "something waits still"
    wrong: list[str] = []
    expected: set[str] = set()
    standing: dict[str, int] = {}
    for row in rows(engine, "outbox"):
        done, undone = (platform_key(row.key, row.round, undoes=undoes) for undoes in (False, True))
        expected |= {done} if row.status in (DONE, UNDONE) else set()
        expected |= {undone} if row.status == UNDONE else set()
        if row.status == WITHDRAWN and done in platform.done:
            wrong.append(f"{done} was withdrawn, and was carried out")
        standing[row.key] = standing.get(row.key, 0) + (row.status in STANDING)
    wrong += [f"{key} stands {count} times" for key, count in standing.items() if count > 1]
    return wrong + [f"{key} is at one and not at the other" for key in expected ^ platform.done.keys()]
