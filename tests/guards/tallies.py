"""Tallies as a test needs them."""

from __future__ import annotations

from typing import Any

from retention_sdk import Action, Customer, Wallet
from retention_sdk.guards import BUDGET, Counter, Kept, Slot, Tally
from tests.build import visit


def tally(*added: Action, wallets: tuple[Wallet, ...] = (), **more: Any) -> Tally:
    """A tally of a visit in euros, with actions counted in."""
    customer = Customer("c", wallets={wallet.unit: wallet for wallet in wallets})
    made = Tally(more.pop("event", None) or visit(), customer, "EUR", **more)
    for action in added:
        made.add(action)
    return made


def ten_euros(left: int = 1000) -> Kept:
    """A budget of ten euros a month, of which so many cents are left."""
    return Kept(Counter(BUDGET, 1000), Slot(BUDGET, "2100-01", 1000), left)
