"""Claims: whoever takes what is due has it alone, until they say what came of it or their time is over.

A claim holds its customers' rows while it looks, so it meets nobody who decides their past again, and waits for nobody:
on Postgres customers whom somebody holds are passed over, SQLite has one writer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from attrs import frozen
from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select, text, update

from retention_sdk.actions import Action, NoInverse
from retention_sdk.delivery.around import NOTHING_AROUND, Around, around
from retention_sdk.delivery.claim import Claim
from retention_sdk.delivery.due import carried_out
from retention_sdk.delivery.receipts import from_text
from retention_sdk.delivery.routing import Routes
from retention_sdk.delivery.undoing import to_do, to_undo
from retention_sdk.delivery.waiting import Open, turn
from retention_sdk.platforms import Made, Recipient
from retention_sdk.profile import Profile
from retention_sdk.settings.refunds import Told
from retention_sdk.store import Store
from retention_sdk.store.outbox import CLAIMED, DONE, TO_UNDO, TRIED, moved, platform_key
from retention_sdk.store.schema import IS_DUE, customers, outbox, pauses
from retention_sdk.times import from_micros
from retention_sdk.wire import converter, loads

NOBODY = ""
"""Whose turn it is where no adapter is needed, or none can do it."""

CANNOT = "no_adapter"
"""The code of what no adapter can carry out."""

_COLUMNS = (
    *("key", "round", "customer", "turn", "plugin", "kind", "body", "status", "at", "next_at"),
    *("adapter", "tries", "first_at", "leased_until", "receipt"),
)

_CLAIM = (
    f"UPDATE outbox SET status = {moved(CLAIMED)}, leased_until = :until, next_at = :until, adapter = :adapter, "
    f"tries = CASE WHEN status IN {TRIED} THEN tries + 1 ELSE 1 END, "
    f"first_at = CASE WHEN status IN {TRIED} THEN coalesce(first_at, :now) ELSE :now END "
    "WHERE store = :store AND round = :round AND key IN :keys"
)


@frozen
class Meant:
    """What is to be done for an open row, and who does it.

    Args:
        action: what is to be carried out; None where there is nothing to be done.
        adapter: who does it; None where nobody can.
    """

    action: Action | None
    adapter: str | None


@frozen
class Claiming:
    """Takes what is due.

    Args:
        store: the database.
        key: the store's key.
        routes: who carries what out.
        told: what becomes of messages that are not true any more, as `[refunds] told` says.
        lease: how long a claim holds, in microseconds.
        rest: how long what nobody can do waits until it is looked at again, in microseconds.
    """

    store: Store
    key: str
    routes: Routes
    told: Told
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
            if self._rests(connection, adapter, now):
                return []
            whose = self._customers(connection, adapter, most, now)
            if not whose:
                return []
            rows = self._open(connection, whose)
            meant = self._meant(connection, adapter, rows, now)
            taken: list[Open] = []
            later: list[tuple[Open, int]] = []
            for _, of_customer in groupby(rows, key=attrgetter("customer")):
                mine = [*of_customer]
                found = turn(mine, {place(row): self._is_mine(row, meant, adapter) for row in mine}, now)
                taken += found.now
                later += found.later
            taken = taken[:most]
            self._send_on(connection, adapter, rows, meant, now)
            self._defer(connection, later)
            self._take(connection, adapter, taken, now)
            return self._claims(connection, adapter, taken, meant, whose, now)

    def _rests(self, connection: Connection, adapter: str, now: int) -> bool:
        mine = (pauses.c.store == self.key) & (pauses.c.adapter == adapter) & (pauses.c.until > now)
        return adapter != NOBODY and connection.execute(select(pauses.c.until).where(mine)).first() is not None

    def _customers(self, connection: Connection, adapter: str, most: int, now: int) -> dict[str, str]:
        """The standings of customers for whom something is due, whom nobody else changes until we are done."""
        same = (customers.c.store == outbox.c.store) & (customers.c.customer == outbox.c.customer)
        due = (
            select(customers.c.customer, customers.c.standing)
            .join_from(outbox, customers, same)
            .where(outbox.c.store == self.key, IS_DUE, outbox.c.next_at <= now, self._concerns(adapter))
            .order_by(outbox.c.next_at)
            .limit(most)
            .with_for_update(of=customers, skip_locked=True)
        )
        return {row.customer: row.standing for row in connection.execute(due)}

    def _concerns(self, adapter: str) -> ColumnElement[bool]:
        untried, names = outbox.c.adapter == "", [*self.routes.adapters]
        if adapter == NOBODY:
            kinds = outbox.c.kind.not_in(sorted(self.routes.every_kind))
            return or_(and_(untried, kinds), outbox.c.adapter.not_in([*names, ""]))
        return or_(outbox.c.adapter == adapter, and_(untried, outbox.c.kind.in_(sorted(self.routes.kinds(adapter)))))

    def _open(self, connection: Connection, whose: Collection[str]) -> list[Open]:
        query = select(*(outbox.c[name] for name in _COLUMNS)).where(
            outbox.c.store == self.key, outbox.c.customer.in_(whose), IS_DUE
        )
        rows = [Open(**row) for row in connection.execute(query).mappings()]
        return sorted(rows, key=attrgetter("customer"))

    def _meant(
        self, connection: Connection, adapter: str, rows: Sequence[Open], now: int
    ) -> dict[tuple[str, int], Meant]:
        """What is to be done for the rows that could be this adapter's, and by whom."""
        mine = [row for row in rows if row.can_go(now) and self._may_be(row, adapter)]
        done = carried_out(connection, self.key, {row.key for row in mine if row.round})
        known = around(connection, self.key, {row.customer for row in mine if row.status in TO_UNDO})
        found: dict[tuple[str, int], Meant] = {}
        for row in mine:
            before = any(one < row.round for one in done.get(row.key, ()))
            action = self._action(row, known.get(row.customer, NOTHING_AROUND), before=before)
            found[place(row)] = Meant(action, NOBODY if action is None else self._route(row, action))
        return found

    def _may_be(self, row: Open, adapter: str) -> bool:
        if row.adapter:
            return row.adapter == adapter or (adapter == NOBODY and row.adapter not in self.routes.adapters)
        known = row.kind in (self.routes.every_kind if adapter == NOBODY else self.routes.kinds(adapter))
        return known != (adapter == NOBODY)

    def _action(self, row: Open, known: Around, *, before: bool) -> Action | None:
        granted, key = converter.structure(loads(row.body), Action), platform_key(row.key, row.round, undoes=False)
        if row.status not in TO_UNDO:
            kept = granted.undo(key) is NoInverse.BOOKED and self.routes.of(granted) is None
            return None if kept else to_do(granted, key, whom=row.customer, before=before)
        if known.is_settled(granted):
            return None
        return to_undo(granted, key, whom=row.customer, told=self.told, sure=bool(row.receipt))

    def _route(self, row: Open, action: Action) -> str | None:
        found = self.routes.of(action, row.adapter)
        # where one has tried it, no other knows the key
        return None if row.status in TRIED and row.adapter and found != row.adapter else found

    def _is_mine(self, row: Open, meant: Mapping[tuple[str, int], Meant], adapter: str) -> bool:
        found = meant.get(place(row))
        if found is None:
            return bool(row.adapter) and row.adapter == adapter
        return found.action is None or found.adapter == adapter

    def _send_on(
        self,
        connection: Connection,
        adapter: str,
        rows: Sequence[Open],
        meant: Mapping[tuple[str, int], Meant],
        now: int,
    ) -> None:
        """Hand on what another adapter does, and lay aside what none can."""
        others = [(row, found) for row in rows if (found := meant.get(place(row))) and found.action is not None]
        for name, group in groupby(sorted(others, key=_name), key=_name):
            if name == adapter and adapter != NOBODY:
                continue
            if name:
                changed: dict[str, Any] = {"adapter": name}
                _set(connection, self.key, [row for row, _ in group], changed)
                continue
            for row, found in group:
                reason = _cannot(row, found.action)
                _set(connection, self.key, [row], {"next_at": now + self.rest, "code": CANNOT, "error": reason})

    def _defer(self, connection: Connection, later: Iterable[tuple[Open, int]]) -> None:
        for row, until in later:
            _set(connection, self.key, [row], {"next_at": until})

    def _take(self, connection: Connection, adapter: str, taken: Sequence[Open], now: int) -> None:
        statement = text(_CLAIM).bindparams(bindparam("keys", expanding=True))
        values = {"store": self.key, "until": now + self.lease, "now": now, "adapter": adapter}
        by_round = attrgetter("round")
        for number, rows in groupby(sorted(taken, key=by_round), key=by_round):
            connection.execute(statement, {**values, "round": number, "keys": [row.key for row in rows]})

    def _claims(
        self,
        connection: Connection,
        adapter: str,
        taken: Sequence[Open],
        meant: Mapping[tuple[str, int], Meant],
        whose: Mapping[str, str],
        now: int,
    ) -> list[Claim]:
        beside = _beside(connection, self.key, taken) if adapter != NOBODY else {}
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
                granted=converter.structure(loads(row.body), Action),
                action=meant[place(row)].action,
                adapter=adapter,
                tries=row.tries if row.status in TRIED else 0,
                first_at=from_micros(row.first_at) if row.first_at is not None and row.status in TRIED else None,
                leased_until=now + self.lease,
                receipt=from_text(row.receipt),
                whom=recipients[row.customer],
                beside=beside.get((row.customer, row.turn), ()),
            )
            for row in taken
        ]


def place(row: Open) -> tuple[str, int]:
    """What tells a row of the outbox from all others."""
    return row.key, row.round


def _cannot(row: Open, action: Action | None) -> str:
    kind = "" if action is None else action.kind
    if row.status in TRIED and row.adapter:
        return f"{row.adapter} has tried this {kind}, and is not there or cannot do it any more; no other knows its key"
    return f"no adapter carries out {kind}; configure one that does, or give it up"


def _name(pair: tuple[Open, Meant]) -> str:
    return pair[1].adapter or ""


def _set(connection: Connection, store: str, rows: Sequence[Open], values: Mapping[str, Any]) -> None:
    by_round = attrgetter("round")
    for number, some in groupby(sorted(rows, key=by_round), key=by_round):
        which = (outbox.c.store == store) & (outbox.c.round == number) & outbox.c.key.in_([row.key for row in some])
        connection.execute(update(outbox).where(which).values(values))


def _recipient(customer: str, standing: str) -> Recipient | None:
    """Whom something is for, as of now; None where they are forgotten."""
    if not standing:
        return None
    return Recipient(customer, converter.structure(loads(standing).get("profile", {}), Profile))


def _beside(connection: Connection, store: str, taken: Sequence[Open]) -> dict[tuple[str, int], tuple[Made, ...]]:
    """What was carried out for the same events, in the order of keys."""
    turns = {(row.customer, row.turn) for row in taken if row.status not in TO_UNDO}
    if not turns:
        return {}
    query = select(outbox.c.customer, outbox.c.turn, outbox.c.body, outbox.c.receipt).where(
        outbox.c.store == store,
        outbox.c.customer.in_({customer for customer, _ in turns}),
        outbox.c.turn.in_({number for _, number in turns}),
        outbox.c.status == DONE,
        outbox.c.receipt != "",
        outbox.c.adapter != "",
    )
    found: dict[tuple[str, int], tuple[Made, ...]] = {}
    for row in connection.execute(query.order_by(outbox.c.key)):
        if (row.customer, row.turn) in turns and (receipt := from_text(row.receipt)) is not None:
            made = Made(converter.structure(loads(row.body), Action), receipt)
            found[row.customer, row.turn] = (*found.get((row.customer, row.turn), ()), made)
    return found
