"""A customer's books without a database: what journals say is laid up, as a store would."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from retention_sdk import Credit, Debit, Wallet
from retention_sdk.ledger import Account, Journal, Lot
from retention_sdk.ledger.journal import AVAILABLE, ISSUED, PENDING
from tests.build import START

if TYPE_CHECKING:
    from datetime import datetime

    from retention_sdk.ledger import Movement


@frozen
class Back:
    """Units of a lot are taken back, spent or not; no more than it was of.

    Args:
        lot: which lot, counted in the order in which they were opened, and around from the last to the first.
        amount: the units.
    """

    lot: int
    amount: int


Move = Credit | Debit | Back


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
        stored: the lots that a store has, by key.
        movements: all that were ever appended.
        fetched: the units whose lots were fetched, since the account was opened.
    """

    stored: dict[str, Lot] = field(factory=dict[str, Lot])
    movements: list[Movement] = field(factory=list)
    fetched: list[str] = field(factory=list[str])
    journal: Journal = field(factory=Journal)
    turn: int = 0
    account: Account = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.account = Account("c", {}, self.journal, self._fetch)

    def _fetch(self, customer: str, unit: str) -> list[Lot]:
        assert customer == "c"
        self.fetched.append(unit)
        # in an order of a store's own: a key is a hash
        return [lot for lot in reversed(self.stored.values()) if lot.unit == unit and lot.remaining]

    @property
    def lots(self) -> dict[str, Lot]:
        """All lots as they are now, by key, in the order in which they were opened."""
        return self.stored | {key: lot for (_, key), lot in self.journal.lots.items()}

    @property
    def all_movements(self) -> list[Movement]:
        """The stored ones and those of the journal."""
        return self.movements + self.journal.movements

    def reopen(self) -> None:
        """Lay up what the journal says, and open the account again, with a journal of its own."""
        self.stored, self.movements = self.lots, self.all_movements
        wallets = dict(self.account.wallets)
        assert wallets == wallets | {unit: wallet for (_, unit), wallet in self.journal.wallets.items()}
        self.journal, self.fetched = Journal(), []
        self.account = Account("c", dict(reversed(wallets.items())), self.journal, self._fetch)

    def turn_at(self, day: int = 0, *moves: Move, at: datetime | None = None) -> None:
        """One turn: time passes, then moves are made; a debit that the wallet cannot pay is left out."""
        self.turn += 1
        self.account.begin(self.turn, at or START + timedelta(days=day))
        for place, move in enumerate(moves):
            key = f"{self.turn}.{place}"
            match move:
                case Credit():
                    self.account.credit(move, "plugin", key)
                case Debit() if self.wallet(move.unit).available >= move.amount:
                    self.account.debit(move, "plugin", key)
                case Back():
                    self._take_back(move, key)
                case _:
                    pass

    def _take_back(self, move: Back, key: str) -> None:
        lots = list(self.lots.values())
        lot = lots[move.lot % len(lots)] if lots else None
        if lot is not None and lot.amount:
            route = (PENDING if lot.pending else AVAILABLE, ISSUED)
            self.account.move(route, lot, min(move.amount, lot.amount), ("plugin", key))

    def wallet(self, unit: str = "points") -> Wallet:
        """A wallet as it is now."""
        return self.account.wallets.get(unit) or Wallet(unit)

    def totals(self, unit: str = "points") -> tuple[int, int, int]:
        """What a wallet has available, pending, and ever had."""
        wallet = self.wallet(unit)
        return wallet.available, wallet.pending, wallet.lifetime

    def left(self) -> list[int]:
        """What is left of each lot, in the order in which they were opened."""
        return [lot.remaining for lot in self.lots.values()]

    def moved(self, turn: int) -> list[tuple[str, int, str, str]]:
        """The movements of a turn: lot, amount, source and target."""
        return [(m.lot, m.amount, m.source, m.target) for m in self.all_movements if m.turn == turn]
