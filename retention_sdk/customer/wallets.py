"""What is in a customer's wallets, was put into them, and expires."""

from datetime import datetime

from attrs import frozen


@frozen
class Wallet:
    """A customer's wallet of one unit.

    Args:
        unit: "points", "stamps", ...
        available: what can be spent now; below zero is a debt, which later credits pay.
        pending: what cannot be spent yet, and what a checkout holds.
        lifetime: all that was ever credited, less what was taken back.
        changes_at: when the next lot becomes available or expires; None where none will.
        expires_at: when the next lot expires; None where none will.
    """

    unit: str
    available: int = 0
    pending: int = 0
    lifetime: int = 0
    changes_at: datetime | None = None
    expires_at: datetime | None = None


@frozen
class Expiring:
    """Units that can be spent, and will expire.

    Args:
        at: when they expire.
        unit: "points", "miles", ...
        amount: how many.
    """

    at: datetime
    unit: str
    amount: int


@frozen
class Credited:
    """Units that were put into a wallet at once.

    Args:
        unit: "points", "stamps", ...
        amount: how many, less what was taken back.
        at: when the event happened that they were given for.
    """

    unit: str
    amount: int
    at: datetime
