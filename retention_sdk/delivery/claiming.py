"""Claims: whoever takes what is due has it alone, until they say what came of it or their time is over.

A claim holds its customers' rows while it looks, so it meets nobody who decides their past again, and waits for nobody:
on Postgres customers whom somebody holds are passed over, SQLite has one writer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from attrs import evolve, field, frozen
from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select, text, update

from retention_sdk.delivery.around import NOTHING_AROUND, around
from retention_sdk.delivery.beside import beside
from retention_sdk.delivery.claim import Claim
from retention_sdk.delivery.due import carried_out
from retention_sdk.delivery.held import HELD, held_back, held_items
from retention_sdk.delivery.meaning import NOBODY, Meaning, Meant
from retention_sdk.delivery.receipts import from_text
from retention_sdk.delivery.waiting import Open, turn
from retention_sdk.platforms import Recipient
from retention_sdk.profile import Profile
from retention_sdk.store import Store
from retention_sdk.store.outbox import CLAIMED, TO_UNDO, TRIED, moved
from retention_sdk.store.schema import IS_DUE, customers, outbox, pauses
from retention_sdk.times import from_micros
from retention_sdk.wire import converter, loads

CANNOT = "no_adapter"
"""The code of what no adapter can carry out."""

_COLUMNS = (
    *("key", "round", "customer", "turn", "plugin", "kind", "body", "status", "at", "next_at"),
    *("adapter", "tries", "first_at", "leased_until", "receipt"),
)

_CLAIM = text(
    f"UPDATE outbox SET status = {moved(CLAIMED)}, leased_until = :until, next_at = :until, adapter = :adapter, "
    f"tries = CASE WHEN status IN {TRIED} THEN tries + 1 ELSE 1 END, "
    f"first_at = CASE WHEN status IN {TRIED} THEN coalesce(first_at, :now) ELSE :now END "
    "WHERE store = :store AND round = :round AND key IN :keys"
).bindparams(bindparam("keys", expanding=True))

PORTIONS = 4
"""In how many portions customers are looked at, where each has one thing to be done."""

Place = tuple[str, int]
"""What tells a row of the outbox from all others: its key and round."""


@frozen
class Claiming:
    """Takes what is due.

    Args:
        store: the database.
        key: the store's key.
        meaning: says what is to be done, and who does it.
        lease: how long a claim holds, in microseconds.
        rest: how long what nobody can do waits until it is looked at again, in microseconds.
    """

    store: Store
    key: str
    meaning: Meaning
    lease: int
    rest: int

    def claim(self, adapter: str, most: int, now: int) -> list[Claim]:
        """Take what an adapter is to do now.

        Args:
            adapter: its name, or NOBODY for what needs none.
            most: how much at most.
            now: in microseconds.

        Returns:
            What was taken, customer by customer, each one's in order.
        """
        with self.store.cold_write() as connection:
            look = _Look(connection, self, adapter, now)
            whose = {} if look.rests() else look.customers(most)
            look = evolve(look, held=held_items(connection, self.key) if whose else {})
            claims: list[Claim] = []
            # customers of whom much is open fill a batch alone: the others are not looked at then
            for some in _portions([*whose], max(most // PORTIONS, 1)):
                claims += look.claims(some, whose, most - len(claims))
                if len(claims) >= most:
                    break
            return claims


@frozen
class _Look:
    """A look at what is due, by an adapter and at a moment."""

    connection: Connection
    by: Claiming
    adapter: str
    now: int
    held: Mapping[str, str] = field(factory=dict[str, str])

    def rests(self) -> bool:
        """Whether the adapter is not let in, and so is not asked."""
        mine = (pauses.c.store == self.by.key) & (pauses.c.adapter == self.adapter) & (pauses.c.until > self.now)
        return (
            self.adapter != NOBODY and self.connection.execute(select(pauses.c.until).where(mine)).first() is not None
        )

    def customers(self, most: int) -> dict[str, str]:
        """The standings of customers for whom something is due, whom nobody else changes until we are done."""
        same = (customers.c.store == outbox.c.store) & (customers.c.customer == outbox.c.customer)
        due = (
            select(customers.c.customer, customers.c.standing)
            .join_from(outbox, customers, same)
            .where(outbox.c.store == self.by.key, IS_DUE, outbox.c.next_at <= self.now, self._concerns)
            .order_by(outbox.c.next_at)
            .limit(most)
            .with_for_update(of=customers, skip_locked=True)
        )
        return {row.customer: row.standing for row in self.connection.execute(due)}

    @property
    def _concerns(self) -> ColumnElement[bool]:
        untried, routes = outbox.c.adapter == "", self.by.meaning.routes
        if self.adapter == NOBODY:
            kinds = outbox.c.kind.not_in(sorted(routes.every_kind))
            return or_(and_(untried, kinds), outbox.c.adapter.not_in([*routes.adapters, ""]))
        kinds = outbox.c.kind.in_(sorted(routes.kinds(self.adapter)))
        return or_(outbox.c.adapter == self.adapter, and_(untried, kinds))

    def claims(self, some: Sequence[str], whose: Mapping[str, str], most: int) -> list[Claim]:
        """Take what is to be done for some customers now."""
        rows = self.open(some)
        meant = self.meant(rows)
        rows = self.without_held(rows, meant)
        taken: list[Open] = []
        for _, of_customer in groupby(rows, key=attrgetter("customer")):
            theirs = [*of_customer]
            found = turn(theirs, {(row.key, row.round): self.is_mine(row, meant) for row in theirs}, self.now)
            taken += found.now
            self.defer(found.later)
        self.hand_on(rows, meant)
        return self.take(taken[:most], meant, whose)

    def open(self, whose: Sequence[str]) -> list[Open]:
        """All that is due of some customers, or will be, customer by customer."""
        query = select(*(outbox.c[name] for name in _COLUMNS)).where(
            outbox.c.store == self.by.key, outbox.c.customer.in_(whose), IS_DUE
        )
        rows = [Open(**row) for row in self.connection.execute(query).mappings()]
        return sorted(rows, key=attrgetter("customer"))

    def meant(self, rows: Iterable[Open]) -> dict[Place, Meant]:
        """What is to be done for the rows that could be this adapter's, and by whom."""
        meaning = self.by.meaning
        mine = [row for row in rows if row.can_go(self.now) and meaning.may_be(row, self.adapter)]
        done = carried_out(self.connection, self.by.key, {row.key for row in mine if row.round})
        known = around(self.connection, self.by.key, {row.customer for row in mine if row.status in TO_UNDO})
        found: dict[Place, Meant] = {}
        for row in mine:
            before = any(one < row.round for one in done.get(row.key, ()))
            found[row.key, row.round] = meaning.of(row, known.get(row.customer, NOTHING_AROUND), before=before)
        return found

    def without_held(self, rows: Sequence[Open], meant: dict[Place, Meant]) -> list[Open]:
        """The rows as they are when what is about a held item is laid aside, which is meant to be done no more."""
        left: list[Open] = []
        for row in rows:
            found = meant.get((row.key, row.round))
            why = held_back(row.status, found.action, self.held) if found and found.adapter == self.adapter else ""
            if why:
                row = evolve(row, next_at=self.now + self.by.rest)  # noqa: PLW2901 - the same row, later
                self._set([row], {"next_at": row.next_at, "code": HELD, "error": why})
                del meant[row.key, row.round]
            left.append(row)
        return left

    def is_mine(self, row: Open, meant: Mapping[Place, Meant]) -> bool:
        """Whether this adapter does it, or is at it already."""
        found = meant.get((row.key, row.round))
        if found is None:
            return bool(row.adapter) and row.adapter == self.adapter
        return found.action is None or found.adapter == self.adapter

    def defer(self, later: Iterable[tuple[Open, int]]) -> None:
        """Look at rows no sooner than at what they wait for."""
        for row, until in later:
            self._set([row], {"next_at": until})

    def hand_on(self, rows: Iterable[Open], meant: Mapping[Place, Meant]) -> None:
        """Hand on what another adapter does, and lay aside what none can."""
        others: dict[str, list[Open]] = {}
        for row in rows:
            found = meant.get((row.key, row.round))
            if found is None or found.action is None:
                continue
            if found.adapter is None:
                self._set([row], {"next_at": self.now + self.by.rest, "code": CANNOT, "error": found.why})
            elif found.adapter != self.adapter:
                others.setdefault(found.adapter, []).append(row)
        for adapter, some in others.items():
            self._set(some, {"adapter": adapter})

    def take(self, taken: Sequence[Open], meant: Mapping[Place, Meant], whose: Mapping[str, str]) -> list[Claim]:
        """Claim rows."""
        until, by_round = self.now + self.by.lease, attrgetter("round")
        values = {"store": self.by.key, "until": until, "now": self.now, "adapter": self.adapter}
        for number, rows in groupby(sorted(taken, key=by_round), key=by_round):
            self.connection.execute(_CLAIM, {**values, "round": number, "keys": [row.key for row in rows]})
        made = beside(self.connection, self.by.key, taken) if self.adapter != NOBODY else {}
        recipients = {row.customer: _recipient(row.customer, whose[row.customer]) for row in taken}
        return [
            Claim(
                key=row.key,
                round=row.round,
                was=row.status,
                customer=row.customer,
                turn=row.turn,
                at=from_micros(row.at),
                plugin=row.plugin,
                granted=meant[row.key, row.round].granted,
                action=meant[row.key, row.round].action,
                adapter=self.adapter,
                tries=row.tries if row.status in TRIED else 0,
                first_at=from_micros(row.first_at) if row.first_at is not None and row.status in TRIED else None,
                leased_until=until,
                receipt=from_text(row.receipt),
                whom=recipients[row.customer],
                beside=made.get((row.customer, row.turn), ()),
            )
            for row in taken
        ]

    def _set(self, rows: Sequence[Open], values: Mapping[str, Any]) -> None:
        by_round = attrgetter("round")
        for number, some in groupby(sorted(rows, key=by_round), key=by_round):
            keys = outbox.c.key.in_([row.key for row in some])
            which = (outbox.c.store == self.by.key) & (outbox.c.round == number) & keys
            self.connection.execute(update(outbox).where(which).values(values))


def _portions(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (names[begin : begin + size] for begin in range(0, len(names), size))


def _recipient(customer: str, standing: str) -> Recipient | None:
    """Whom something is for, as of now; None where they are forgotten."""
    if not standing:
        return None
    return Recipient(customer, converter.structure(loads(standing).get("profile", {}), Profile))
