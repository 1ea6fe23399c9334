"""Taking back what was credited, and giving back what was spent: always in the lots that it came from."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Literal

from attrs import evolve, frozen

from retention_sdk.ledger.account import Account, By
from retention_sdk.ledger.journal import AVAILABLE, EXPIRED, EXPIRY, ISSUED, OWED, PENDING, REDEEMED
from retention_sdk.ledger.lots import Lot, oldest_first
from retention_sdk.times import to_micros

Spent = Literal["only_pending", "within_balance", "into_debt"]
"""What becomes of units that should be taken back and were spent already: see `Policy`."""


@frozen
class Policy:
    """How a unit is taken back and given back.

    Args:
        spent: "only_pending" takes back what could not be spent yet; "within_balance" what the wallet holds, of
            whatever lot; "into_debt" all of it, and later credits pay the rest.
        grace: how long spent units that come back can be spent where their lot has expired meanwhile; None is not.
    """

    spent: Spent = "within_balance"
    grace: timedelta | None = None


@frozen
class Returns:
    """Returns to and from a customer's wallets, in a turn.

    Args:
        account: the wallets.
        policy: how the unit in question is taken back and given back.
    """

    account: Account
    policy: Policy

    def take_back(self, lot: Lot, amount: int, plugin: str, expired: Callable[[str], int]) -> int:
        """Take back units that were credited.

        What still waits goes first, then what is left of the lot, then what of it has expired, which costs the
        customer nothing; then, as the policy says, what the wallet holds in other lots, and a debt. What was held of
        the lot and let go is still of the lot.

        Args:
            lot: the lot that was credited.
            amount: how many units, above zero.
            plugin: the strategy that had given them.
            expired: says how many of a lot have expired, by its key.

        Returns:
            The units that could not be taken, since they were spent.
        """
        by, spent = (plugin, lot.key), self.policy.spent

        def take(source: str, units: int) -> None:
            """Take units of the lot out of one of its accounts; of what was to be taken, so much less is left."""
            nonlocal amount
            if units > 0:
                self.account.move((source, ISSUED), self._lot(lot), units, by)
                amount -= units

        if lot.pending or spent != "only_pending":
            take(PENDING if lot.pending else AVAILABLE, min(amount, lot.remaining))
        if spent != "only_pending":
            for part in self._parts(lot):
                back = min(amount, max(0 if part.pending else part.remaining, 0))
                self._put_back(AVAILABLE, part, lot, back)
                take(AVAILABLE, back)
        take(EXPIRED, min(amount, expired(lot.key)))
        for part in self._parts(lot):
            back = min(amount, expired(part.key))
            self._put_back(EXPIRED, part, lot, back)
            take(EXPIRED, back)
        if spent != "only_pending":
            # the wallet's other lots pay for this one, as far as they can
            take(AVAILABLE, amount if spent == "into_debt" else min(amount, self.account.wallets[lot.unit].available))
        return amount

    def give_again(self, lot: Lot, amount: int, plugin: str) -> None:
        """Put units back into a lot that they were taken from.

        Args:
            lot: the lot.
            amount: how many units, above zero.
            plugin: the strategy that gives them.
        """
        pending = lot.available_from > self.account.at
        full = evolve(lot, amount=lot.amount + amount, remaining=lot.remaining + amount, pending=pending)
        self.account.issue(full, amount, plugin)
        self.expire(lot, amount, f"{lot.key}:again")

    def give_back(self, unit: str, amount: int, by: By, taken: Mapping[str, int]) -> None:
        """Give back units that were spent, to the lots that they came from.

        Args:
            unit: the unit.
            amount: how many units, no more than were taken.
            by: the strategy and the key that they were spent with.
            taken: how many units were taken of each lot, by key, in the order in which they were.
        """
        for key, units in reversed(list(taken.items())):
            back = min(units, amount)
            if back > 0:
                amount -= back
                lot = self.account.lots(unit)[key]
                self.account.move((REDEEMED, AVAILABLE), lot, back, by)
                self.expire(lot, back, f"{by[1]}:{key}")
        self.account.absorb(unit)

    def _parts(self, lot: Lot) -> list[Lot]:
        """What a hold had taken from a lot."""
        return sorted((one for one in self.account.lots(lot.unit).values() if one.is_part_of(lot)), key=oldest_first)

    def _put_back(self, account: str, part: Lot, lot: Lot, amount: int) -> None:
        """Move units from a part to its lot, in the account that they are in."""
        if amount > 0:
            self.account.move((account, OWED), self._lot(part), amount)
            self.account.move((OWED, account), self._lot(lot), amount)

    def _lot(self, lot: Lot) -> Lot:
        """A lot as it stands now."""
        return self.account.lots(lot.unit)[lot.key]

    def expire(self, lot: Lot, amount: int, key: str) -> None:
        """Units that came back to an expired lot are lost again, or can be spent for a while as a lot of their own.

        Args:
            lot: the lot; one that has not expired is left alone.
            amount: the units that came back.
            key: names the lot of their own.
        """
        at, lot = self.account.at, self._lot(lot)
        units = min(amount, lot.remaining)
        if lot.expires_at is None or lot.expires_at > at or units <= 0:
            return
        if self.policy.grace is None:
            self.account.move(EXPIRY, lot, units)
            return
        key = f"{key}:{to_micros(at)}"
        fresh = self.account.lots(lot.unit).get(key) or Lot(key, lot.unit, 0, 0, at, 0, at, at + self.policy.grace)
        self.account.move((AVAILABLE, OWED), lot, units)
        self.account.move((OWED, AVAILABLE), fresh, units)
