"""Correcting an order: what it gave, less what it gives as it is left, is taken back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from retention_sdk.actions import Credit, Debit
from retention_sdk.decision import Granted, Reversal
from retention_sdk.ledger import Account, Movement, Returns
from retention_sdk.turns.program import Program
from retention_sdk.turns.replay.again import Stands
from retention_sdk.turns.replay.books import Booked, booked, expired, gone
from retention_sdk.turns.replay.story import leaves_the_house


@frozen
class Correcting:
    """Makes the difference between what stood of an order and what stands.

    Args:
        account: the customer's wallets, in the correction's turn.
        program: how units are taken back.
        moved: all that moved so far.
        short: by unit, the last reversal of each credit of which units that were spent could not be taken back.
    """

    account: Account
    program: Program
    moved: Callable[[], Sequence[Movement]]
    short: Callable[[], Mapping[str, Sequence[Reversal]]]

    def make(self, given: Mapping[str, Granted], before: Stands, after: Stands) -> Iterator[Reversal]:
        """Make the difference.

        What was spent comes back before it is taken, and what is given again is there before it is spent again. Of
        what comes back, credits that are short are made up first, and no more stays short than is spent or held.

        Args:
            given: what the customer has of the order that is in no wallet, by key.
            before: what stood of the order before.
            after: what stands now.

        Yields:
            What is taken back, and what is given again.
        """
        changes = [self._change(key, given, before, after) for key in {**before.granted, **after.granted}]
        yield from self._gives_back([change for change in changes if change.phase == (Debit, -1)], before)
        for wanted in (object, 0), (Credit, -1), (Credit, 1), (Debit, 1):
            for change in changes:
                if change.phase == wanted:
                    yield from self._made(change)

    def _gives_back(self, changes: Sequence["_Change"], of: Stands) -> Iterator[Reversal]:
        """Give back what was spent, and take of it what was short because it was spent."""
        held = {unit: wallet.available for unit, wallet in self.account.wallets.items()}
        for change in changes:
            yield from self._made(change)
        back = {unit: wallet.available - held[unit] for unit, wallet in self.account.wallets.items()}
        for unit, short in self.short().items():
            others = [one for one in short if one.key not in of.granted]
            excess = sum(one.short for one in others) - gone(self.moved(), unit)
            yield from self._make_up(unit, others, max(back[unit], excess))

    def _make_up(self, unit: str, short: Iterable[Reversal], most: int) -> Iterator[Reversal]:
        """Take what is short, the oldest first."""
        for one in short:
            units = min(one.short, most)
            taken = units - self._take_back(unit, one.key, units, one.plugin) if units > 0 else 0
            if taken:
                most -= taken
                yield evolve(one, units=taken, short=one.short - taken)

    def _change(self, key: str, given: Mapping[str, Granted], before: Stands, after: Stands) -> "_Change":
        stands, grant = after.granted.get(key), before.granted.get(key) or after.granted[key]
        if isinstance(grant.action, (Credit, Debit)):
            booked = self._booked(grant)
            moved = booked.issued if isinstance(grant.action, Credit) else sum(booked.redeemed.values())
            return _Change(grant, _amount(stands, grant) - moved, stands=stands is not None)
        held = key in (given if leaves_the_house(grant.action) else before.granted)
        return _Change(grant, (stands is not None) - held, stands=stands is not None)

    def _made(self, change: "_Change") -> Iterator[Reversal]:
        grant, action, units, short = change.grant, change.grant.action, change.units, 0
        if isinstance(action, Credit):
            short = self._credit(grant, action, units)
            yield Reversal(grant.plugin, grant.key, action, -units - short, short, stands=change.stands)
        elif isinstance(action, Debit):
            units = self._debit(grant, action, units)
            if units:
                yield Reversal(grant.plugin, grant.key, action, units, stands=change.stands)
        else:
            yield Reversal(grant.plugin, grant.key, action, stands=change.stands)

    def _credit(self, grant: Granted, action: Credit, units: int) -> int:
        """Give a credit more units, or take some back; those that could not be taken are answered."""
        lot = self.account.lots(action.unit).get(grant.key)
        if lot is None:
            self.account.credit(evolve(action, amount=units), grant.plugin, grant.key)
        elif units > 0:
            Returns(self.account, self.program.policy(action.unit)).give_again(lot, units, grant.plugin)
        else:
            return self._take_back(action.unit, grant.key, -units, grant.plugin)
        return 0

    def _take_back(self, unit: str, key: str, units: int, plugin: str) -> int:
        """Take units of a credit back; those that could not be taken are answered."""
        returns, moved = Returns(self.account, self.program.policy(unit)), self.moved()
        lot = self.account.lots(unit)[key]
        return returns.take_back(lot, units, plugin, lambda key: max(expired(moved, key), 0))

    def _debit(self, grant: Granted, action: Debit, units: int) -> int:
        """Give back what a debit took, or take more, as far as the wallet has it; what was taken is answered."""
        if units < 0:
            returns = Returns(self.account, self.program.policy(action.unit))
            returns.give_back(action.unit, -units, (grant.plugin, grant.key), self._booked(grant).redeemed)
            return units
        wallet = self.account.wallets.get(action.unit)
        units = min(units, max(wallet.available, 0) if wallet else 0)
        if units:
            self.account.debit(evolve(action, amount=units), grant.plugin, grant.key)
        return units

    def _booked(self, grant: Granted) -> Booked:
        return booked(self.moved(), grant.plugin, grant.key)


@frozen
class _Change:
    """What has to change of one grant.

    Args:
        grant: what was granted.
        units: a wallet's units to be given (or, below zero, taken back); of anything else, 1 gives it and -1 takes it.
        stands: whether something of it stands in the end.
    """

    grant: Granted
    units: int
    stands: bool

    @property
    def phase(self) -> tuple[type, int] | None:
        """When it is made: by what it is, and whether it gives or takes; None where nothing changes."""
        if not self.units:
            return None
        kind = type(self.grant.action)
        return (kind, 1 if self.units > 0 else -1) if kind in (Credit, Debit) else (object, 0)


def _amount(stands: Granted | None, grant: Granted) -> int:
    """The units that stand of a grant."""
    if stands is None or type(stands.action) is not type(grant.action):
        return 0
    return stands.action.amount if isinstance(stands.action, (Credit, Debit)) else 0
