"""What is in the outbox, for a person: shown, tried again, given up."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, delete, func, select, update

from retention_sdk.actions import Action
from retention_sdk.delivery.receipts import from_text
from retention_sdk.delivery.saves import tell_sessions
from retention_sdk.errors import BadValue
from retention_sdk.guards import Counters, Gift
from retention_sdk.platforms import Receipt
from retention_sdk.store import Store, Writes
from retention_sdk.store import outbox as states
from retention_sdk.store.schema import counters, customers, outbox, pauses
from retention_sdk.times import from_micros, to_micros
from retention_sdk.wire import converter, loads

WORDS: Mapping[int, str] = {
    states.WAITING: "waiting",
    states.TRYING: "trying",
    states.DONE: "done",
    states.BOOKED: "done",
    states.FAILED: "failed",
    states.LOST: "unknown",
    states.WITHDRAWN: "withdrawn",
    states.UNBOOKED: "withdrawn",
    states.UNDOING: "undoing",
    states.RECALLED: "undoing",
    states.REVERTING: "undoing",
    states.UNDONE: "undone",
    states.STUCK: "stuck",
    states.LOOSE: "stuck",
    states.GIVEN_UP: "given_up",
    states.FORGOTTEN: "forgotten",
}
"""The states in words."""

OPEN = ("waiting", "trying", "undoing", "failed", "unknown", "stuck")
"""The states of what is not over: it is still tried, or a person has to look at it."""


@frozen(kw_only=True)
class Parcel:
    """Something in the outbox.

    Args:
        key: the idempotency key that a platform sees, or would see.
        state: one of `WORDS`.
        customer: whose it is.
        plugin: the strategy that gave it.
        kind: the kind of what was granted.
        action: what was granted; None where its customer is forgotten.
        adapter: who carries it out; "" where nobody has looked yet.
        granted_at: when the event happened that it was granted for.
        next_at: when it is tried next; of what somebody tries now, when they have to be done with it.
        tries: how often it was tried since it began to wait.
        first_at: when it was tried first; None where it was not.
        code: why it was not carried out; "" where there is nothing to say.
        error: the same in a sentence.
        receipt: what the platform said; None where it did not.
    """

    key: str
    state: str
    customer: str
    plugin: str
    kind: str
    action: Action | None
    adapter: str
    granted_at: datetime
    next_at: datetime
    tries: int
    first_at: datetime | None
    code: str
    error: str
    receipt: Receipt | None


@frozen
class Rest:
    """An adapter that rests, since its platform does not let us in.

    Args:
        adapter: its name.
        reason: why, in a sentence.
        since: since when.
        until: when it is tried again.
    """

    adapter: str
    reason: str
    since: datetime
    until: datetime


@frozen
class Outbox:
    """What a person can ask of an outbox, and do to it.

    Args:
        store: the database.
        key: the store's key.
        counters: what gets back what is given up.
    """

    store: Store
    key: str
    counters: Counters

    def find(
        self,
        state: Collection[str] = OPEN,
        *,
        customer: str | None = None,
        kind: str | None = None,
        adapter: str | None = None,
        most: int = 100,
    ) -> list[Parcel]:
        """What is in it, what is due first comes first.

        Args:
            state: in which states.
            customer: only this customer's.
            kind: only actions of this kind.
            adapter: only what this adapter carries out.
            most: how much at most.

        Returns:
            What there is.

        Raises:
            BadValue: there is no such state.
        """
        wanted = _numbers(state)
        query = select(outbox).where(outbox.c.store == self.key, outbox.c.status.in_(wanted))
        told = {"customer": customer, "kind": kind, "adapter": adapter}
        for name, value in told.items():
            query = query if value is None else query.where(outbox.c[name] == value)
        with self.store.engine.connect() as connection:
            rows = connection.execute(query.order_by(outbox.c.next_at, outbox.c.key, outbox.c.round).limit(most))
            return [_parcel(row) for row in rows]

    def counts(self) -> dict[str, int]:
        """How much is in each state."""
        query = select(outbox.c.status, func.count()).where(outbox.c.store == self.key).group_by(outbox.c.status)
        found: dict[str, int] = {}
        with self.store.engine.connect() as connection:
            for status, number in connection.execute(query):
                found[WORDS[status]] = found.get(WORDS[status], 0) + number
        return {word: found[word] for word in dict.fromkeys(WORDS.values()) if word in found}

    def of(self, key: str) -> Parcel:
        """One of it.

        Args:
            key: the key that a platform sees.

        Raises:
            BadValue: there is none of this key.
        """
        with self.store.engine.connect() as connection:
            return _parcel(self._row(connection, key))

    def retry(self, key: str) -> Parcel:
        """Let something be tried again that is left to a person, or is not due yet.

        Args:
            key: the key that a platform sees.

        Returns:
            It, as it is now.

        Raises:
            BadValue: there is none of this key, or nothing is to be done for it.
        """
        return self._change(key, {**states.RETRIED, **{one: one for one in states.DUE}}, "is tried again")

    def give_up(self, key: str) -> Parcel:
        """Let nobody try something any more, and give budgets back what it was to cost.

        Args:
            key: the key that a platform sees.

        Returns:
            It, as it is now.

        Raises:
            BadValue: there is none of this key, or it cannot be given up: it may be under way, or is over.
        """
        return self._change(key, states.DROPPED, "can be given up")

    def rests(self) -> list[Rest]:
        """The adapters that rest, since their platforms do not let us in."""
        query = select(pauses).where(pauses.c.store == self.key).order_by(pauses.c.adapter)
        with self.store.engine.connect() as connection:
            return [
                Rest(row.adapter, row.reason, from_micros(row.since), from_micros(row.until))
                for row in connection.execute(query)
            ]

    def resume(self, adapter: str) -> bool:
        """Let an adapter be tried at once that rests.

        Args:
            adapter: its name.

        Returns:
            Whether it did.
        """
        with self.store.cold_write() as connection:
            mine = (pauses.c.store == self.key) & (pauses.c.adapter == adapter)
            return bool(connection.execute(delete(pauses).where(mine)).rowcount)

    def _change(self, key: str, moves: Mapping[int, int], what: str) -> Parcel:
        now = to_micros(datetime.now(UTC))
        with self.store.cold_write() as connection:
            found = self._row(connection, key)
            held = select(customers.c.customer).where(
                customers.c.store == self.key, customers.c.customer == found.customer
            )
            connection.execute(held.with_for_update()).all()
            row = self._row(connection, key)
            if row.status not in moves:
                raise BadValue(f"{key} is {WORDS[row.status]}, and nothing of that state {what}")
            mine = (outbox.c.store == self.key) & (outbox.c.key == row.key) & (outbox.c.round == row.round)
            free = {} if row.leased_until is not None and row.leased_until > now else {"next_at": now, "tries": 0}
            connection.execute(update(outbox).where(mine).values(status=moves[row.status], **free))
            if row.status in states.COUNTED and moves[row.status] not in states.COUNTED:
                self._give_back(connection, row)
            tell_sessions(connection, self.key, {row.key}, now)
            return _parcel(self._row(connection, key))

    def _give_back(self, connection: Connection, row: Any) -> None:
        writes = Writes()
        gift = Gift(row.plugin, row.under, int(row.cost))
        writes.count(self.counters.count(from_micros(row.at), gift), -1)
        for name, period, amount, _ in writes.counted():
            which = (counters.c.store == self.key) & (counters.c.name == name) & (counters.c.period == period)
            connection.execute(update(counters).where(which).values(amount=counters.c.amount + amount))

    def _row(self, connection: Connection, key: str) -> Any:
        """The row that a platform's key is of."""
        base = key.removesuffix("-undo")
        first, _, number = base.rpartition("-")
        places = [(base, 0), *([(first, int(number))] if number.isdecimal() else [])]
        for name, turn in places:
            mine = (outbox.c.store == self.key) & (outbox.c.key == name) & (outbox.c.round == turn)
            if row := connection.execute(select(outbox).where(mine)).first():
                return row
        raise BadValue(f"the outbox has nothing of the key {key!r}; `retention outbox` lists what there is")


def _numbers(names: Iterable[str]) -> list[int]:
    known = set(WORDS.values())
    if unknown := sorted({*names} - known):
        raise BadValue(f"{unknown[0]!r} is no state of the outbox; there are {', '.join(sorted(known))}")
    return [number for number, word in WORDS.items() if word in names]


def _parcel(row: Any) -> Parcel:
    return Parcel(
        key=states.platform_key(row.key, row.round, undoes=row.status in (*states.TO_UNDO, states.STUCK, states.LOOSE)),
        state=WORDS[row.status],
        customer=row.customer,
        plugin=row.plugin,
        kind=row.kind,
        action=converter.structure(loads(row.body), Action) if row.body else None,
        adapter=row.adapter,
        granted_at=from_micros(row.at),
        next_at=from_micros(row.next_at),
        tries=row.tries,
        first_at=None if row.first_at is None else from_micros(row.first_at),
        code=row.code,
        error=row.error,
        receipt=from_text(row.receipt),
    )
