"""The plainest model of a wallet: every single unit is a thing of its own. Slow, and too simple to be wrong."""

from __future__ import annotations

from attrs import define, field

NEVER = 10**9

Lot = tuple[int, int, str]
"""What came together: the day of its event, its place among that event's credits, and its key."""


@define
class Unit:
    """One point.

    Attributes:
        available_from: the day from which it can be spent.
        expires_on: the day on which it is lost.
        pending: whether it still waits.
        lot: what it came with.
    """

    available_from: int
    expires_on: int
    pending: bool
    lot: Lot


@define
class PlainWallet:
    """A list of points, in the order in which they came.

    Attributes:
        units: those that are there.
        owed: the lot of each that was taken back after it had been spent or lost.
        lifetime: how many came, without those that were taken back.
    """

    units: list[Unit] = field(factory=list)
    owed: list[Lot] = field(factory=list[Lot])
    lifetime: int = 0

    def settle(self, day: int) -> None:
        """Let time pass, day by day: what waited until then is available, and what is past its day is gone."""
        days = {day for unit in self.units for day in (unit.available_from, unit.expires_on)}
        for today in sorted(one for one in days if one <= day):
            for unit in self.units:
                unit.pending = unit.pending and unit.available_from > today
            self._pay()
            self.units = [unit for unit in self.units if unit.pending or unit.expires_on > today]

    def credit(
        self,
        day: int,
        amount: int,
        pending_days: int = 0,
        valid_days: int | None = None,
        *,
        place: int = 0,
        key: str = "",
    ) -> None:
        """Add points; what is owed is paid with them."""
        start = day + pending_days
        end = NEVER if valid_days is None else start + valid_days
        self.units += [Unit(start, end, pending_days > 0, (day, place, key)) for _ in range(amount)]
        self.lifetime += amount
        self._pay()

    def debit(self, amount: int) -> bool:
        """Take points, those that are lost first before the others; all of them, or none."""
        if self.available < amount:
            return False
        self._drop(self._spendable()[:amount])
        return True

    def take_back(self, lot: Lot, amount: int) -> None:
        """Undo that points came, no more than did; those that are no longer there are owed."""
        there = [unit for unit in self.units if unit.lot == lot][:amount]
        self._drop(there)
        self.owed += [lot] * (amount - len(there))
        self.lifetime -= amount
        self._pay()

    def left(self, lot: Lot) -> int:
        """How many of those that came together are there; below zero where they are owed."""
        return sum(unit.lot == lot for unit in self.units) - self.owed.count(lot)

    def _pay(self) -> None:
        """Give what can be spent for what is owed, the oldest debt first."""
        payment = self._spendable()[: len(self.owed)]
        self._drop(payment)
        self.owed = sorted(self.owed)[len(payment) :]

    def _spendable(self) -> list[Unit]:
        """What can be spent, in the order in which it would be."""
        return sorted((unit for unit in self.units if not unit.pending), key=lambda unit: (unit.expires_on, unit.lot))

    def _drop(self, gone: list[Unit]) -> None:
        ids = {id(unit) for unit in gone}
        self.units = [unit for unit in self.units if id(unit) not in ids]

    @property
    def available(self) -> int:
        """How many can be spent; below zero is how many are owed."""
        return sum(not unit.pending for unit in self.units) - len(self.owed)

    @property
    def pending(self) -> int:
        """How many cannot be spent yet."""
        return sum(unit.pending for unit in self.units)

    @property
    def changes_on(self) -> int | None:
        """The next day on which something happens by itself."""
        days = [unit.available_from if unit.pending else unit.expires_on for unit in self.units]
        return min((day for day in days if day < NEVER), default=None)
