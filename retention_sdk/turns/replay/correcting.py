"""Correcting an order: what it gave, less what it gives as it is left, is taken back."""

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve, frozen

from retention_sdk.actions import Credit, Debit
from retention_sdk.decision import Granted, Reversal
from retention_sdk.ledger import Account, Movement, Returns
from retention_sdk.turns.program import Program
from retention_sdk.turns.replay.again import Stands
from retention_sdk.turns.replay.books import booked, expired
from retention_sdk.turns.replay.story import leaves_the_house


@frozen
class Correcting:
    """Makes the difference between what stood of an order and what stands.

    Args:
        account: the customer's wallets, in the correction's turn.
        program: how units are taken back.
        moved: all that moved so far.
    """

    account: Account
    program: Program
    moved: Callable[[], Sequence[Movement]]

    def make(self, given: dict[str, Granted], before: Stands, after: Stands) -> Iterator[Reversal]:
        """Make the difference.

        What was spent comes back first, so that it can be taken; what the order gave is taken last.

        Args:
            given: what the customer has of the order that is in no wallet, by key.
            before: what stood when the order was paid.
            after: what stands now.

        Yields:
            What is taken back, and what is given again.
        """
        grants = {**before.granted, **after.granted}
        for kind in (Debit, object, Credit):
            for key, grant in grants.items():
                if type(grant.action) is kind or (kind is object and not isinstance(grant.action, (Debit, Credit))):
                    stands = after.granted.get(key)
                    held = key in (given if leaves_the_house(grant.action) else before.granted)
                    made = self._one(grant, stands, held=held)
                    if made is not None:
                        yield made

    def _one(self, grant: Granted, stands: Granted | None, *, held: bool) -> Reversal | None:
        action = grant.action
        if isinstance(action, Credit):
            wanted = stands.action.amount if stands and isinstance(stands.action, Credit) else 0
            return self._credit(grant, action, wanted)
        if isinstance(action, Debit):
            wanted = stands.action.amount if stands and isinstance(stands.action, Debit) else 0
            return self._debit(grant, action, wanted)
        if held == (stands is not None):
            return None
        return Reversal(grant.plugin, grant.key, action, stands=stands is not None)

    def _credit(self, grant: Granted, action: Credit, wanted: int) -> Reversal | None:
        change = wanted - booked(self.moved(), grant.plugin, grant.key).issued
        if not change:
            return None
        returns = Returns(self.account, self.program.policy(action.unit))
        lot, short = self.account.lots(action.unit).get(grant.key), 0
        if lot is None:
            self.account.credit(evolve(action, amount=change), grant.plugin, grant.key)
        elif change > 0:
            returns.give_again(lot, change, grant.plugin)
        else:
            short = returns.take_back(lot, -change, grant.plugin, max(expired(self.moved(), grant.key), 0))
        return Reversal(grant.plugin, grant.key, action, -change - short, short, stands=wanted > 0)

    def _debit(self, grant: Granted, action: Debit, wanted: int) -> Reversal | None:
        taken = booked(self.moved(), grant.plugin, grant.key).redeemed
        change = wanted - sum(taken.values())
        if change < 0:
            returns = Returns(self.account, self.program.policy(action.unit))
            returns.give_back(action.unit, -change, (grant.plugin, grant.key), taken)
        elif change > 0:
            wallet = self.account.wallets.get(action.unit)
            change = min(change, max(wallet.available, 0) if wallet else 0)
            if change:
                self.account.debit(evolve(action, amount=change), grant.plugin, grant.key)
        return Reversal(grant.plugin, grant.key, action, change, stands=wanted > 0) if change else None
