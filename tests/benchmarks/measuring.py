"""Measuring two ways of doing the same in the same minutes."""

from __future__ import annotations

import gc
from functools import partial
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from attrs import define, field, frozen

if TYPE_CHECKING:
    from collections.abc import Callable


@frozen
class Lap:
    """What one round took for each event, in microseconds."""

    wall: float
    cpu: float


@define
class Laps:
    """What one way took, round after round."""

    laps: list[Lap] = field(factory=list[Lap])

    @property
    def us(self) -> float:
        """The median microseconds for an event."""
        return median(lap.wall for lap in self.laps)

    @property
    def cpu_us(self) -> float:
        """The median microseconds of this process' CPU for an event; a database server's are not in it."""
        return median(lap.cpu for lap in self.laps)

    def time(self, run: Callable[[], object], count: int) -> None:
        """Run a round of some events and note what each of them took."""
        gc.collect()
        # the events were made before their time: whoever handles them is not to search them for garbage
        gc.freeze()
        cpu, begun = process_time(), perf_counter()
        run()
        wall, cpu = perf_counter() - begun, process_time() - cpu
        gc.unfreeze()
        self.laps.append(Lap(wall / count * 1e6, cpu / count * 1e6))


@frozen
class Race:
    """Two ways that took turns.

    Args:
        base: what is compared with.
        ours: what is compared.
    """

    base: Laps
    ours: Laps

    @property
    def speed(self) -> float:
        """Our events a second as a share of the base's: the median over the rounds."""
        pairs = zip(self.base.laps, self.ours.laps, strict=True)
        return median(base.wall / ours.wall for base, ours in pairs)


def race(base: Callable[[int], object], ours: Callable[[int], object], rounds: int, size: int) -> Race:
    """Let two ways take turns in each round, so that a noisy machine hits both.

    Args:
        base: does a round of what is compared with, by its number.
        ours: does the same round.
        rounds: how many count, from 1; round 0 comes before them and warms up.
        size: the events of a round.

    Returns:
        What they took.
    """
    for run in (base, ours):
        run(0)
    race = Race(Laps(), Laps())
    for number in range(1, rounds + 1):
        turns = [(race.base, partial(base, number)), (race.ours, partial(ours, number))]
        for laps, run in turns if number % 2 else reversed(turns):
            laps.time(run, size)
    return race
