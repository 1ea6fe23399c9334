"""A customer's books without a database: what journals say is laid up, as a store would."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import define, field

from retention_sdk import Credit, Debit, Wallet
from retention_sdk.ledger import Account, Journal, Lot
from tests.build import START

if TYPE_CHECKING:
    from datetime import datetime

    from retention_sdk.ledger import Movement


def span(days: int | None) -> timedelta | None:
    """So many days; None of nothing."""
    return timedelta(days=days) if days else None


def credit(amount: int, pending: int | None = None, valid: int | None = None, unit: str = "points") -> Credit:
    """A credit, its spans in days."""
    return Credit(unit, amount, pending_for=span(pending), valid_for=span(valid))


@define
class Books:
    """One customer's account, and what was stored of it before.

    Attributes:
        stored: the lots that a store has.
        movements: all that were ever appended.
        consumptions: all that were ever appended.
        fetched: the units whose lots were fetched, since the account was opened.
    """

    stored: dict[tuple[int, int], Lot] = field(factory=dict[tuple[int, int], Lot])
    movements: list[Movement] = field(factory=list)
    consumptions: list[tuple[str, int, int, int, int, int]] = field(factory=list)
    fetched: list[str] = field(factory=list[str])
    journal: Journal = field(factory=Journal)
    turn: int = 0
    account: Account = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.account = Account("c", {}, self.journal, self._fetch)

    def _fetch(self, customer: str, unit: str) -> list[Lot]:
        assert customer == "c"
        self.fetched.append(unit)
        return [lot for lot in self.stored.values() if lot.unit == unit and lot.remaining]

    @property
    def lots(self) -> dict[tuple[int, int], Lot]:
        """All lots as they are now."""
        return self.stored | {(turn, place): lot for (_, turn, place), lot in self.journal.lots.items()}

    @property
    def all_movements(self) -> list[Movement]:
        """The stored ones and those of the journal."""
        return self.movements + self.journal.movements

    @property
    def all_consumptions(self) -> list[tuple[str, int, int, int, int, int]]:
        """The stored ones and those of the journal."""
        return self.consumptions + self.journal.consumptions

    def reopen(self) -> None:
        """Lay up what the journal says, and open the account again, with a journal of its own."""
        self.stored, self.movements, self.consumptions = self.lots, self.all_movements, self.all_consumptions
        wallets = dict(self.account.wallets)
        assert wallets == wallets | {unit: wallet for (_, unit), wallet in self.journal.wallets.items()}
        self.journal, self.fetched = Journal(), []
        self.account = Account("c", wallets, self.journal, self._fetch)

    def turn_at(self, day: int = 0, *moves: Credit | Debit, at: datetime | None = None) -> None:
        """One turn: time passes, then credits and debits; a debit that the wallet cannot pay is left out."""
        self.turn += 1
        self.account.begin(self.turn, at or START + timedelta(days=day))
        for place, move in enumerate(moves):
            key = f"{self.turn}.{place}"
            if isinstance(move, Credit):
                self.account.credit(move, "plugin", key)
            elif self.wallet(move.unit).available >= move.amount:
                self.account.debit(move, "plugin", key)

    def wallet(self, unit: str = "points") -> Wallet:
        """A wallet as it is now."""
        return self.account.wallets.get(unit) or Wallet(unit)

    def totals(self, unit: str = "points") -> tuple[int, int, int]:
        """What a wallet has available, pending, and ever had."""
        wallet = self.wallet(unit)
        return wallet.available, wallet.pending, wallet.lifetime
