"""What is due: claimed in the database, so that any number of workers share it and none of them leads.

A claim is a time: whoever claims a row moves it ahead by a lease, and whoever deals with it takes it away or sets its
next time. What was claimed by somebody who was killed is due again when the lease is over.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress

from attrs import frozen
from sqlalchemy import BigInteger, Connection, Select, String, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from retention_sdk.customer import Wallet
from retention_sdk.events import STORE
from retention_sdk.store.base import Store
from retention_sdk.store.rows import wallet_of
from retention_sdk.store.schema import clock, customers, schedule, wallets

_WALLET = [column for column in wallets.columns if column.name != "store"]

SOME = 1_000
"""How many customers are changed in a transaction."""


_OF, _BY = bindparam("of", type_=String()), bindparam("by", type_=BigInteger())
_SCHEDULED = select(schedule.c.key).where(schedule.c.store == _OF, schedule.c.due_at <= _BY)
_WAKING = select(customers.c.customer).where(customers.c.store == _OF, customers.c.wakes_at <= _BY)
_DUE = _SCHEDULED.order_by(schedule.c.due_at).limit(1)
_AWAKE = _WAKING.order_by(customers.c.wakes_at).limit(1)
"""Whether anything is due: what most ticks ask, so it is put together once."""


@frozen
class Woken:
    """A customer whom the clock has to look at.

    Args:
        customer: the customer's id.
        turn: their latest turn.
        standing: what is known of them, in its stored form.
        wallets: their wallets, by unit.
    """

    customer: str
    turn: int
    standing: str
    wallets: Mapping[str, Wallet]


@frozen
class Claims:
    """The claims of one tick.

    Args:
        store: the database.
        key: the store's key.
        now: what is due by then is claimed, in microseconds.
        until: when a claim is over.
    """

    store: Store
    key: str
    now: int
    until: int

    def of_store(self) -> str:
        """What is known of the store itself, in its stored form; nothing where it has had no day."""
        own = (customers.c.store == self.key) & (customers.c.customer == STORE)
        with self.store.engine.connect() as connection:
            return connection.execute(select(customers.c.standing).where(own)).scalar_one_or_none() or ""

    def scheduled(self, most: int) -> list[tuple[str, str]]:
        """Claim what is scheduled, what is due first before the rest.

        Args:
            most: how much.

        Returns:
            The key and the event, in its stored form.
        """
        if not self._is_any(_DUE):
            return []
        due = (schedule.c.store == self.key) & (schedule.c.due_at <= self.now)
        first = select(schedule.c.key).where(due).order_by(schedule.c.due_at).limit(most)
        picked = select(first.with_for_update(skip_locked=True).cte("picked"))
        claim = update(schedule).where(schedule.c.store == self.key, schedule.c.key.in_(picked))
        with self.store.cold_write() as connection:
            claimed = claim.values(due_at=self.until).returning(schedule.c.key, schedule.c.event)
            return [(str(key), str(event)) for key, event in connection.execute(claimed)]

    def woken(self, most: int) -> list[Woken]:
        """Claim customers whom the clock has to look at, the longest due before the rest."""
        if not self._is_any(_AWAKE):
            return []
        due = (customers.c.store == self.key) & (customers.c.wakes_at <= self.now)
        first = select(customers.c.customer).where(due).order_by(customers.c.wakes_at).limit(most)
        picked = select(first.with_for_update(skip_locked=True).cte("picked"))
        claim = update(customers).where(customers.c.store == self.key, customers.c.customer.in_(picked))
        columns = (customers.c.customer, customers.c.turn, customers.c.standing)
        with self.store.cold_write() as connection:
            rows = connection.execute(claim.values(wakes_at=self.until).returning(*columns)).all()
            found = self._wallets(connection, [row.customer for row in rows])
        return [Woken(row.customer, row.turn, row.standing, found.get(row.customer, {})) for row in rows]

    def _is_any(self, search: Select[tuple[str]]) -> bool:
        with self.store.engine.connect() as connection:
            return connection.execute(search, {"of": self.key, "by": self.now}).first() is not None

    def _wallets(self, connection: Connection, ids: Collection[str]) -> Mapping[str, Mapping[str, Wallet]]:
        mine = (wallets.c.store == self.key) & wallets.c.customer.in_(ids)
        found: dict[str, dict[str, Wallet]] = {}
        for row in connection.execute(select(*_WALLET).where(mine)):
            found.setdefault(row.customer, {})[row.unit] = wallet_of(tuple(row))
        return found

    def set_aside(self, woken: Collection[Woken], next_time: Callable[[Woken], int | None]) -> None:
        """Set when the clock looks next at customers whom it found nothing for.

        One with whom something happened meanwhile has a time of their own already.

        Args:
            woken: customers as they were claimed.
            next_time: when, in microseconds; None is never.
        """
        claimed = (customers.c.store == self.key) & (customers.c.wakes_at == self.until)
        with self.store.engine.connect() as connection:
            left = set(connection.execute(select(customers.c.customer).where(claimed)).scalars())
        if not (aside := sorted((one for one in woken if one.customer in left), key=lambda one: one.customer)):
            return
        same = (customers.c.customer == bindparam("whose")) & (customers.c.turn == bindparam("as_of"))
        change = update(customers).where(claimed, same).values(wakes_at=bindparam("at"))
        times = [{"whose": one.customer, "as_of": one.turn, "at": next_time(one)} for one in aside]
        with self.store.cold_write() as connection:
            connection.execute(change, times)


def look_again(store: Store, key: str, mark: str) -> None:
    """Have the clock look at every customer, where the timetable is not the one that it has looked with last.

    Args:
        store: the database.
        key: the store's key.
        mark: the timetable's.
    """
    mine = clock.c.store == key
    with store.engine.connect() as connection:
        if connection.execute(select(clock.c.mark).where(mine)).scalar_one_or_none() == mark:
            return
    last: str | None = ""
    while last is not None:
        last = _wake_more(store, key, last)
    with suppress(IntegrityError), store.cold_write() as connection:  # another worker may note it down at this moment
        if not connection.execute(update(clock).where(mine).values(mark=mark)).rowcount:
            connection.execute(insert(clock).values(store=key, mark=mark))


def _wake_more(store: Store, key: str, last: str) -> str | None:
    """Have the clock look at the next customers behind one; the last of them, None where there are no more."""
    behind = (customers.c.store == key) & (customers.c.customer > last) & (customers.c.turn > 0)
    behind &= customers.c.customer != STORE  # its days are looked at without being asked for
    # in the order in which batches lock them, and not for long
    some = select(customers.c.customer).where(behind).order_by(customers.c.customer).limit(SOME).with_for_update()
    with store.cold_write() as connection:
        ids = connection.execute(some).scalars().all()
        them = (customers.c.store == key) & customers.c.customer.in_(ids)
        connection.execute(update(customers).where(them).values(wakes_at=0))
    return ids[-1] if ids else None
