"""The plainest model of a wallet: every single unit is a thing of its own. Slow, and too simple to be wrong."""

from __future__ import annotations

from attrs import define, field

NEVER = 10**9


@define
class Unit:
    """One point.

    Attributes:
        available_from: the day from which it can be spent.
        expires_on: the day on which it is lost.
        pending: whether it still waits.
    """

    available_from: int
    expires_on: int
    pending: bool


@define
class PlainWallet:
    """A list of points, in the order in which they came."""

    units: list[Unit] = field(factory=list)
    lifetime: int = 0

    def settle(self, day: int) -> None:
        """Let time pass: what waited until now is available, what is past its day is gone."""
        for unit in self.units:
            unit.pending = unit.pending and unit.available_from > day
        self.units = [unit for unit in self.units if unit.pending or unit.expires_on > day]

    def credit(self, day: int, amount: int, pending_days: int = 0, valid_days: int | None = None) -> None:
        """Add points."""
        start = day + pending_days
        end = NEVER if valid_days is None else start + valid_days
        self.units += [Unit(start, end, pending_days > 0) for _ in range(amount)]
        self.lifetime += amount

    def debit(self, amount: int) -> bool:
        """Take points, those that are lost first before the others; all of them, or none."""
        able = sorted((unit for unit in self.units if not unit.pending), key=lambda unit: unit.expires_on)
        if len(able) < amount:
            return False
        spent = {id(unit) for unit in able[:amount]}
        self.units = [unit for unit in self.units if id(unit) not in spent]
        return True

    @property
    def available(self) -> int:
        """How many can be spent."""
        return sum(not unit.pending for unit in self.units)

    @property
    def pending(self) -> int:
        """How many cannot be spent yet."""
        return sum(unit.pending for unit in self.units)
