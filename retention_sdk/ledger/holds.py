"""Holds: units set aside in lots of their own, which wait until the hold is over and expire when their source does.

So a hold that nobody ends needs no clock: its lots become available like any other that waits.
"""

from attrs import evolve

from retention_sdk.actions import Debit, HoldUnits
from retention_sdk.ledger.account import Account, By
from retention_sdk.ledger.journal import AVAILABLE, HELD, OWED, REDEEMED
from retention_sdk.ledger.lots import OF_HOLD, Lot, consumed, expiry_first
from retention_sdk.ledger.returns import Returns


def hold(account: Account, action: HoldUnits, by: By) -> None:
    """Set units aside; the caller has seen to it that the wallet has enough.

    Args:
        account: the wallets.
        action: what is held, and how long.
        by: who holds it.
    """
    until = account.at + action.lasts
    for lot, taken in list(consumed(account.lots(action.unit).values(), action.amount)):
        # units that were held before go on being of the lot that they were credited in
        key = f"{by[1]}{OF_HOLD}{lot.key.rpartition(OF_HOLD)[2]}"
        fresh = evolve(lot, key=key, amount=0, remaining=0, available_from=until, pending=True, waits_for="")
        part = account.lots(action.unit).get(key, fresh)
        account.move((AVAILABLE, OWED), lot, taken, by)
        account.move((OWED, HELD), part, taken, by)


def capture(returns: Returns, action: Debit, by: By) -> None:
    """Spend what is held, and let go of the rest.

    Args:
        returns: how the unit is given back, and to which wallets.
        action: how much is spent, no more than is held, and of which hold.
        by: who spends it.
    """
    account, left = returns.account, action.amount
    for lot in _held(account, action.unit, action.hold):
        taken = min(lot.remaining, left)
        if taken:
            account.move((HELD, REDEEMED), lot, taken, by)
            left -= taken
    release(returns, action.unit, action.hold, by)


def release(returns: Returns, unit: str, key: str, by: By) -> None:
    """Let what is held be spent again; where it has expired meanwhile, the policy of the unit says what becomes of it.

    Args:
        returns: how the unit is given back, and to which wallets.
        unit: the unit.
        key: the key that it is held with.
        by: who lets go of it.
    """
    account = returns.account
    for lot in _held(account, unit, key):
        account.move((HELD, AVAILABLE), lot, lot.remaining, by)
        returns.expire(lot, lot.remaining, f"{by[1]}:{lot.key}")
    account.absorb(unit)


def _held(account: Account, unit: str, key: str) -> list[Lot]:
    """What a hold still has, what expires first before the others."""
    lots = account.lots(unit).values()
    mine = (lot for lot in lots if lot.key.startswith(f"{key}{OF_HOLD}") and lot.pending and lot.remaining)
    return sorted(mine, key=expiry_first)
