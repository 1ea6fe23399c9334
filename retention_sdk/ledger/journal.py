"""The journal: what a batch of turns has to write of the ledger."""

from typing import NamedTuple

from attrs import define, field

from retention_sdk.customer import Wallet
from retention_sdk.ledger.lots import Lot

ISSUED, PENDING, AVAILABLE, REDEEMED, EXPIRED = "issued", "pending", "available", "redeemed", "expired"
"""The accounts: a customer's own are `pending` and `available`; the program's are the other three."""

Route = tuple[str, str]
"""The account that a transfer leaves, and the one it reaches."""

ACCRUAL: Route = (ISSUED, AVAILABLE)
HELD_ACCRUAL: Route = (ISSUED, PENDING)
ACTIVATION: Route = (PENDING, AVAILABLE)
REDEMPTION: Route = (AVAILABLE, REDEEMED)
EXPIRY: Route = (AVAILABLE, EXPIRED)


class Movement(NamedTuple):
    """A transfer from one account to another; it balances by construction. It is a row of its table as it stands.

    Args:
        customer: whose wallet.
        turn: the customer's turn it belongs to.
        place: its place in that turn.
        unit: "points", "stamps", ...
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
        lots: to open or set, by customer, turn and place.
        consumptions: (customer, lot's turn, lot's place, movement's turn, movement's place, amount), to append.
    """

    movements: list[Movement] = field(factory=list[Movement])
    wallets: dict[tuple[str, str], Wallet] = field(factory=dict[tuple[str, str], Wallet])
    lots: dict[tuple[str, int, int], Lot] = field(factory=dict[tuple[str, int, int], Lot])
    consumptions: list[tuple[str, int, int, int, int, int]] = field(factory=list[tuple[str, int, int, int, int, int]])
