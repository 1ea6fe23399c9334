"""The journal: what a batch of turns has to write of the ledger."""

from typing import NamedTuple

from attrs import define, field

from retention_sdk.customer import Wallet
from retention_sdk.ledger.lots import Lot

ISSUED, PENDING, AVAILABLE, REDEEMED, EXPIRED = "issued", "pending", "available", "redeemed", "expired"
"""The accounts of a lot. What is `pending` and `available` is the customer's; the others are the program's."""

OWED = "owed"
"""The account over which units pass from one lot to another: to pay its debt, or as a lot with a grace."""

HELD = "held"
"""The account of what a checkout holds; it is the customer's, and like what is pending it cannot be spent."""

FORFEITED = "forfeited"
"""The account that takes what is left to somebody who is forgotten."""

Route = tuple[str, str]
"""The account that a transfer leaves, and the one it reaches."""

ACCRUAL: Route = (ISSUED, AVAILABLE)
HELD_ACCRUAL: Route = (ISSUED, PENDING)
ACTIVATION: Route = (PENDING, AVAILABLE)
TIME_OUT: Route = (HELD, AVAILABLE)
REDEMPTION: Route = (AVAILABLE, REDEEMED)
EXPIRY: Route = (AVAILABLE, EXPIRED)


class Movement(NamedTuple):
    """A transfer within one lot, from one account to another; it balances by construction. It is a row as it stands.

    Args:
        customer: whose wallet.
        turn: the customer's turn it belongs to.
        place: its place in that turn.
        unit: "points", "stamps", ...
        lot: the lot's key.
        amount: units, above zero.
        source: the account it leaves.
        target: the account it reaches.
        at: when it counts from, in microseconds since 1970.
        cause: the turn of the event that it was decided for.
        plugin: the strategy that caused it; empty for the passing of time.
        key: the action's idempotency key; empty for the passing of time.
    """

    customer: str
    turn: int
    place: int
    unit: str
    lot: str
    amount: int
    source: str
    target: str
    at: int
    cause: int
    plugin: str = ""
    key: str = ""


@define
class Journal:
    """Everything that a batch of turns changes in the ledger.

    Attributes:
        movements: to append.
        wallets: to set, by customer and unit.
        lots: to open or set, by customer and key.
    """

    movements: list[Movement] = field(factory=list[Movement])
    wallets: dict[tuple[str, str], Wallet] = field(factory=dict[tuple[str, str], Wallet])
    lots: dict[tuple[str, str], Lot] = field(factory=dict[tuple[str, str], Lot])
