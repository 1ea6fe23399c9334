"""The raw floor: the least work that one purchase event can cost, done by hand.

For each event: dedupe on its id, read the customer's row, decide one points rule in plain Python, write two ledger
legs, the customer's new row and one outbox row, in one transaction. No validation, no plugins, no reasons, no lots.
"""

from __future__ import annotations

import json
import random
import uuid
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

CUSTOMERS = 1_000
SCHEMA = """
CREATE TABLE floor_inbox (event_id TEXT PRIMARY KEY, customer INTEGER NOT NULL, payload TEXT NOT NULL);
CREATE TABLE floor_customer
    (id INTEGER PRIMARY KEY, balance BIGINT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL);
CREATE TABLE floor_ledger
    (id {serial}, event_id TEXT NOT NULL, account INTEGER NOT NULL, unit TEXT NOT NULL, amount BIGINT NOT NULL);
CREATE INDEX floor_ledger_account ON floor_ledger (account);
CREATE TABLE floor_outbox
    (id {serial}, key TEXT NOT NULL, payload TEXT NOT NULL, status SMALLINT NOT NULL DEFAULT 0,
     next_at BIGINT NOT NULL DEFAULT 0);
CREATE INDEX floor_outbox_due ON floor_outbox (next_at) WHERE status = 0;
"""

Event = tuple[str, int, str]
"""An event's id, its customer, and its JSON."""
Row = tuple[Any, ...]


class Floor(Protocol):
    """The floor on one database."""

    def commit(self, batch: Sequence[Event]) -> None:
        """Handle events in one transaction."""
        ...

    def run(self, statement: str) -> None:
        """Run a statement by itself."""
        ...

    def query(self, statement: str) -> list[Row]:
        """The rows of a query."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


@frozen
class Folded:
    """What a batch writes."""

    inbox: list[Event]
    legs: list[Row]
    outbox: list[Row]


def purchases(count: int, seed: int = 7, duplicates: float = 0.01, customers: int = CUSTOMERS) -> list[Event]:
    """Purchases of three lines, about 300 bytes each, one in a hundred delivered twice."""
    rng, events = random.Random(seed), list[Event]()
    for n in range(count):
        if events and rng.random() < duplicates:
            events.append(rng.choice(events[-500:]))
            continue
        customer = rng.randint(1, customers)
        lines = [
            {"sku": f"SKU{rng.randrange(9999):04d}", "quantity": rng.randint(1, 3), "price": rng.randrange(100, 9000)}
            for _ in range(3)
        ]
        body = {"order": f"ORD-{n:08d}", "customer": customer, "currency": "EUR"}
        body |= {"total": rng.randrange(500, 25000), "at": 1_760_000_000 + n, "lines": lines}
        events.append((str(uuid.UUID(int=rng.getrandbits(128), version=4)), customer, json.dumps(body)))
    return events


def points(event: Event) -> int:
    """One point for each whole euro."""
    return int(json.loads(event[2])["total"]) // 100


def decide(event: Event, balance: int, state: str) -> tuple[int, str, list[Row], Row]:
    """One point for each whole euro: (new balance, new state, ledger legs, outbox row)."""
    event_id, customer, payload = event
    order, facts = json.loads(payload), json.loads(state)
    points = order["total"] // 100
    facts["orders"] = facts.get("orders", 0) + 1
    facts["spent"] = facts.get("spent", 0) + order["total"]
    legs: list[Row] = [(event_id, customer, "points", points), (event_id, 0, "points", -points)]
    message = (f"{event_id}:earned", json.dumps({"points": points, "customer": customer}))
    return balance + points, json.dumps(facts), legs, message


def fold(batch: Sequence[Event], seen: set[str], rows: dict[int, Row]) -> Folded:
    """Decide a batch in memory, in order; `rows` is left holding each customer's new row."""
    inbox, legs, outbox = list[Event](), list[Row](), list[Row]()
    for event in batch:
        if event[0] in seen:
            continue
        seen.add(event[0])
        balance, version, state = rows[event[1]]
        balance, state, entries, message = decide(event, balance, state)
        rows[event[1]] = (balance, version + 1, state)
        inbox.append(event)
        legs += entries
        outbox.append(message)
    return Folded(inbox, legs, outbox)


def batches(events: Iterable[Event], size: int) -> Iterator[list[Event]]:
    """Events in batches of a size, the last one as large as what is left."""
    left = iter(events)
    while batch := list(islice(left, size)):
        yield batch


def expected(events: Iterable[Event]) -> Mapping[int, int]:
    """The points of each customer, every event counted once."""
    balances: dict[int, int] = {}
    for event in {event[0]: event for event in events}.values():
        balances[event[1]] = balances.get(event[1], 0) + points(event)
    return balances


def verify(floor: Floor, events: Sequence[Event]) -> None:
    """See that each event is in it once, its legs sum to zero, and balances are what the events come to.

    Raises:
        AssertionError: it is wrong, and so whatever was measured.
    """
    unique = len({event[0] for event in events})
    assert floor.query("SELECT count(*) FROM floor_inbox") == [(unique,)]
    assert floor.query("SELECT count(*) FROM floor_outbox") == [(unique,)]
    assert floor.query("SELECT count(*), sum(amount) FROM floor_ledger") == [(2 * unique, 0)]
    balances = floor.query("SELECT id, balance FROM floor_customer WHERE version > 0")
    assert dict(balances) == expected(events)
    legs = floor.query("SELECT account, sum(amount) FROM floor_ledger WHERE account > 0 GROUP BY account")
    assert {account: int(amount) for account, amount in legs} == dict(balances)
