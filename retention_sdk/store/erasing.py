"""Forgetting a person: the sums of the ledger stay, and nothing says whose they were."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

from attrs import field, frozen
from sqlalchemy import Connection, delete, func, insert, select, update

from retention_sdk.language import said
from retention_sdk.ledger.journal import AVAILABLE, FORFEITED, HELD, PENDING
from retention_sdk.ledger.lots import OF_HOLD
from retention_sdk.store.base import Store
from retention_sdk.store.erasing_others import forget_names
from retention_sdk.store.inbox_shelf import forget_person
from retention_sdk.store.left_open import leave_open
from retention_sdk.store.outbox import FAILED, FORGOTTEN, LOST, TO_DO
from retention_sdk.store.personal import survivor
from retention_sdk.store.rows import MERGED
from retention_sdk.store.schema import customers, events, failures, lots, movements, outbox, schedule, wallets
from retention_sdk.wire import VERSION, dumps, loads

TOLD = ("erased", said("Whoever this was about is forgotten; nothing is done with it any more."))
"""The note that an event of somebody who was erased answers."""

_DECISION = dumps({"v": VERSION, "notes": [TOLD]})


@frozen
class Erasure:
    """What forgetting somebody came to.

    Args:
        events: facts that say nothing any more.
        withdrawn: actions that waited in the outbox, and are not carried out.
        unscheduled: events that were to happen, and do not.
        forfeited: units that were left in wallets, by unit; below zero is a debt that nobody pays.
        given_up: actions that were carried out and taken back, and that nobody undoes any more.
    """

    events: int = 0
    withdrawn: int = 0
    unscheduled: int = 0
    forfeited: Mapping[str, int] = field(factory=dict[str, int], hash=False)
    given_up: int = 0


@frozen
class Person:
    """Who is forgotten.

    Args:
        id: the customer's id.
        ids: that and all ids that lead to it.
        turn: the customer's latest turn.
        bodies: what is told of them, in the stored form of their events.
        gave: the strategies that had given something.
    """

    id: str
    ids: Collection[str]
    turn: int
    bodies: Sequence[str]
    gave: Collection[str] = ()

    @property
    def emails(self) -> set[str]:
        """All addresses that they ever had."""
        return set(self._told("email"))

    @property
    def words(self) -> set[str]:
        """What they can be recognised by in a text."""
        return {*self.ids, *self.emails, *self._told("name")}

    @property
    def names(self) -> re.Pattern[str]:
        """Finds any of these words in a text."""
        return _any_of(self.words)

    @property
    def surely(self) -> re.Pattern[str]:
        """Finds what is theirs alone: another may have such a name, and anything may have such a number."""
        return _any_of({*self.emails, *(id for id in self.ids if not id.isdecimal())})

    def _told(self, name: str) -> Iterator[str]:
        for body in self.bodies:
            profile: dict[str, Any] = loads(body).get("profile") or {}
            if profile.get(name):
                yield str(profile[name])


def _any_of(words: Collection[str]) -> re.Pattern[str]:
    each = (rf"(?<![^\W_]){re.escape(word)}(?![^\W_])" for word in sorted(words))
    return re.compile("|".join(each) or r"(?!)", re.IGNORECASE)


Remember = Callable[[Connection, Person], None]
"""What is to be kept of a person, in the transaction that forgets them."""


def erase(store: Store, key: str, customer: str, at: int, remember: Remember | None) -> Erasure:
    """Forget a person, in one transaction.

    Args:
        store: the database.
        key: the store's key.
        customer: an id of theirs.
        at: when, in microseconds.
        remember: writes what is to be kept; None keeps nothing.

    Returns:
        What it came to; nothing of somebody who is not known.
    """
    with store.cold_write() as connection:
        person = _locked(connection, key, customer)
        if person is None:
            return Erasure()
        if remember is not None:
            remember(connection, person)
        name = f"erased-{uuid4().hex}"
        forfeited = _forfeited(connection, key, person, at)
        withdrawn, given_up = _outbox(connection, key, person)
        _events(connection, key, person)
        others = forget_names(connection, key, dict.fromkeys(person.ids, name))
        forget_person(connection, key, person.ids, person.names, person.surely)
        unscheduled = _dropped(connection, key, person)
        _renamed(connection, key, person, name)
    return Erasure(len(person.bodies), withdrawn, unscheduled + others, forfeited, given_up)


def _locked(connection: Connection, key: str, customer: str) -> Person | None:
    """The person, whom nobody else changes until the end of the transaction."""
    while True:
        id, ids = _ids(connection, key, customer)
        lock = select(customers).where(customers.c.store == key, customers.c.customer.in_(ids))
        rows = connection.execute(lock.order_by(customers.c.customer).with_for_update()).all()
        if (id, ids) != _ids(connection, key, customer):
            continue  # somebody was merged meanwhile
        turn = next((row.turn for row in rows if row.customer == id), 0)
        if not turn:
            return None
        told = select(events.c.body).where(events.c.store == key, events.c.customer == id)
        gave = select(movements.c.plugin).where(movements.c.store == key, movements.c.customer == id)
        given = select(outbox.c.plugin).where(outbox.c.store == key, outbox.c.customer == id)
        plugins = {plugin for query in (gave, given) for plugin in connection.execute(query.distinct()).scalars()}
        return Person(id, ids, turn, connection.execute(told).scalars().all(), plugins - {""})


def _ids(connection: Connection, key: str, customer: str) -> tuple[str, list[str]]:
    id = survivor(connection, key, customer)
    merged = select(customers.c.customer).where(
        customers.c.store == key, customers.c.turn == MERGED, customers.c.latest == dumps(id)
    )
    return id, sorted({id, *connection.execute(merged).scalars()})


def _forfeited(connection: Connection, key: str, person: Person, at: int) -> dict[str, int]:
    """Take what is left out of all lots, and forgive what they owe: each with a movement."""
    mine = (lots.c.store == key) & (lots.c.customer == person.id)
    left = connection.execute(select(lots).where(mine, lots.c.remaining != 0).order_by(lots.c.key)).all()
    newest = select(func.max(events.c.turn)).where(events.c.store == key, events.c.customer == person.id)
    cause, units, moved = connection.execute(newest).scalar_one(), Counter[str](), list[dict[str, Any]]()
    for place, lot in enumerate(left):
        waits = HELD if OF_HOLD in lot.key else PENDING
        account = waits if lot.pending else AVAILABLE
        source, target = (account, FORFEITED) if lot.remaining > 0 else (FORFEITED, account)
        units[lot.unit] += lot.remaining
        row = {"store": key, "customer": person.id, "turn": person.turn + 1, "place": place, "unit": lot.unit}
        row |= {"lot": lot.key, "amount": abs(lot.remaining), "source": source, "target": target}
        moved.append({**row, "at": at, "cause": cause, "plugin": "", "key": ""})
    if moved:
        connection.execute(insert(movements), moved)
        connection.execute(update(lots).where(mine).values(remaining=0, pending=False))
    of_person = (wallets.c.store == key) & (wallets.c.customer == person.id)
    connection.execute(
        update(wallets).where(of_person).values(available=0, pending=0, changes_at=None, expires_at=None)
    )
    return dict(units)


def _outbox(connection: Connection, key: str, person: Person) -> tuple[int, int]:
    mine = (outbox.c.store == key) & (outbox.c.customer == person.id)
    open_still = outbox.c.status.in_((*TO_DO, FAILED, LOST))
    withdrawn = connection.execute(update(outbox).where(mine, open_still).values(status=FORGOTTEN))
    return withdrawn.rowcount, leave_open(connection, mine, person.names.search)


def _events(connection: Connection, key: str, person: Person) -> None:
    """Empty the events. Their ids stay, so that a redelivery is known; one that names the person does not."""
    mine = (events.c.store == key) & (events.c.customer == person.id)
    names = person.names
    for source, id in connection.execute(select(events.c.source, events.c.id).where(mine)).all():
        if names.search(id):
            one = (events.c.store == key) & (events.c.source == source) & (events.c.id == id)
            connection.execute(update(events).where(one).values(id=f"erased-{uuid4().hex}"))
    empty = {"fingerprint": "", "body": "", "view": "", "decision": _DECISION, "revised": None, "kept": None}
    connection.execute(update(events).where(mine).values(empty))


def _dropped(connection: Connection, key: str, person: Person) -> int:
    for table in (failures, customers):
        connection.execute(delete(table).where(table.c.store == key, table.c.customer.in_(person.ids)))
    later = delete(schedule).where(schedule.c.store == key, schedule.c.customer.in_(person.ids))
    return connection.execute(later).rowcount


def _renamed(connection: Connection, key: str, person: Person, name: str) -> None:
    for table in (events, wallets, movements, lots, outbox):
        mine = (table.c.store == key) & (table.c.customer == person.id)
        connection.execute(update(table).where(mine).values(customer=name))
    row = {"store": key, "customer": name, "turn": person.turn + 1, "standing": "", "latest": ""}
    connection.execute(insert(customers).values(row))
