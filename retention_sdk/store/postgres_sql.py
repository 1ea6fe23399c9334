"""Postgres' two hot statements: one that reads a batch, one that writes it, each with a JSON parameter a table."""

from functools import cache

from retention_sdk.store.outbox import STANDING
from retention_sdk.store.sql import LOT_COLUMNS, insert_records

LOCK = b"""
INSERT INTO customers (store, customer, turn, standing, latest)
SELECT %(store)s, customer, 0, '', '' FROM json_array_elements_text(%(customers)s::json) customer ORDER BY customer
ON CONFLICT (store, customer) DO UPDATE SET turn = 0 WHERE false
"""
"""Locks customers in order, and makes those that nobody knew: the update changes nothing, but locks its row."""

UNLOCK = b"""
DELETE FROM customers WHERE store = %(store)s AND turn = 0
AND customer = ANY(ARRAY(SELECT json_array_elements_text(%(customers)s::json)))
"""
"""Takes back those that were made and then not needed."""


def _any(parameter: str) -> str:
    return f"ANY(ARRAY(SELECT json_array_elements_text(%({parameter})s::json)))"


_MINE = f"store = %(store)s AND customer = {_any('customers')}"
_DUE = f"SELECT customer FROM wallets WHERE {_MINE} AND changes_at <= %(newest)s"

OPEN_LOTS = f"SELECT {LOT_COLUMNS} FROM lots WHERE {_MINE} AND unit = %(unit)s AND remaining <> 0".encode()

SCHEDULED = f"SELECT key, event FROM schedule WHERE store = %(store)s AND key = {_any('keys')}".encode()

TAKE_ITEMS = b"DELETE FROM item_counts WHERE store = %(store)s RETURNING counts"
"""Takes what it sees, and nothing else: what another batch commits at this moment is told by the next day."""

ERASED = f"SELECT mark, at, strategies FROM erased WHERE store = %(store)s AND mark = {_any('marks')}".encode()

_READ = {
    "events": (
        "source, id, customer, turn, fingerprint, body, view, decision, revised, kept",
        f"events WHERE store = %(store)s AND source = {_any('sources')} AND id = {_any('ids')}",
    ),
    "customers": ("customer, turn, standing, latest", f"customers WHERE {_MINE}"),
    "wallets": ("customer, unit, available, pending, lifetime, changes_at, expires_at", f"wallets WHERE {_MINE}"),
    "lots": (
        LOT_COLUMNS,
        f"lots WHERE store = %(store)s AND remaining <> 0 AND customer = ANY(ARRAY({_DUE}))",
    ),
    "orders": (
        "customer, coalesce(kept, body)",
        f"events WHERE {_MINE} AND kind = 'purchase' AND occurred_at >= %(since)s AND coalesce(kept, body) <> ''",
    ),
    "rewards": (
        "customer, plugin, body, at, receipt",
        f"outbox WHERE {_MINE} AND at >= %(since)s AND status IN {STANDING}",
    ),
    "credits": (
        "customer, key, unit, amount, at",
        f"lots WHERE {_MINE} AND unit = {_any('units')} AND at >= %(since)s AND amount > 0",
    ),
    "counters": (
        "name, period, amount",
        f"counters WHERE store = %(store)s AND name = {_any('names')} AND period = {_any('periods')}",
    ),
}


@cache
def reading(tables: tuple[str, ...]) -> bytes:
    """A statement that reads tables, each into one JSON array of rows."""
    parts = (
        f"(SELECT json_agg(json_build_array({columns})) FROM {rows})::text"
        for columns, rows in (_READ[table] for table in tables)
    )
    return f"SELECT {', '.join(parts)}".encode()


_CUSTOMERS = """
rows AS (SELECT * FROM json_to_recordset(%(customers)s::json)
         r(customer text, turn bigint, standing text, latest text, wakes_at bigint, before bigint)),
made AS (INSERT INTO customers (store, customer, turn, standing, latest, wakes_at)
         SELECT %(store)s, customer, turn, standing, latest, wakes_at FROM rows
         WHERE before = 0 AND %(before)s::bigint IS NOT NULL
         ON CONFLICT DO NOTHING RETURNING 1),
changed AS (INSERT INTO customers (store, customer, turn, standing, latest, wakes_at)
            SELECT %(store)s, customer, turn, standing, latest, wakes_at FROM rows WHERE %(before)s::bigint IS NULL
            ON CONFLICT (store, customer) DO UPDATE SET turn = excluded.turn, standing = excluded.standing,
            latest = excluded.latest, wakes_at = excluded.wakes_at RETURNING 1),
lone AS (UPDATE customers c SET turn = r.turn, standing = r.standing, latest = r.latest, wakes_at = r.wakes_at
         FROM rows r
         WHERE %(before)s > 0 AND c.store = %(store)s AND c.turn = %(before)s AND c.customer = r.customer
         AND c.customer = (SELECT customer FROM rows LIMIT 1) RETURNING 1),
ok AS (SELECT 1 WHERE (SELECT count(*) FROM made) + (SELECT count(*) FROM changed) + (SELECT count(*) FROM lone)
       = %(expected)s)"""
"""A lone customer who is known is updated, never inserted: whoever is forgotten meanwhile must not come back."""

_OTHERS = {
    "counters": """counts AS (SELECT r.* FROM ok, json_to_recordset(%(counters)s::json)
         r(name text, period text, amount bigint, most bigint)),
counters AS (INSERT INTO counters AS c (store, name, period, amount)
         SELECT %(store)s, name, period, amount FROM counts
         ON CONFLICT (store, name, period) DO UPDATE SET amount = c.amount + excluded.amount
         WHERE excluded.amount < 0 OR c.amount + excluded.amount <=
         (SELECT most FROM counts WHERE counts.name = c.name AND counts.period = c.period) RETURNING 1)""",
    "decisions": """decisions AS (UPDATE events e SET decision = r.decision
         FROM ok, json_to_recordset(%(decisions)s::json) r(source text, id text, decision text)
         WHERE e.store = %(store)s AND e.source = r.source AND e.id = r.id
         AND e.source = ANY(ARRAY(SELECT d.source FROM json_to_recordset(%(decisions)s::json) d(source text)))
         AND e.id = ANY(ARRAY(SELECT d.id FROM json_to_recordset(%(decisions)s::json) d(id text))))""",
    "answered": """answered AS (DELETE FROM failures f
         USING ok, json_to_recordset(%(answered)s::json) r(source text, id text, plugin text)
         WHERE f.store = %(store)s AND f.source = r.source AND f.id = r.id AND f.plugin = r.plugin
         AND f.source = ANY(ARRAY(SELECT d.source FROM json_to_recordset(%(answered)s::json) d(source text)))
         AND f.id = ANY(ARRAY(SELECT d.id FROM json_to_recordset(%(answered)s::json) d(id text))))""",
}


@cache
def writing(tables: tuple[str, ...]) -> bytes:
    """A statement that writes customers and, only where each of them is as it was read, the other tables.

    It answers how many customers and how many rows of counters it wrote.
    """
    parts = [_OTHERS.get(table) or f"w_{table} AS ({insert_records(table, 'ok')})" for table in tables]
    counters = "(SELECT count(*) FROM counters)" if "counters" in tables else "0"
    customers = " + ".join(f"(SELECT count(*) FROM {way})" for way in ("made", "changed", "lone"))
    counts = f"{customers}, {counters}"
    return f"WITH {', '.join([_CUSTOMERS, *parts])} SELECT {counts}".encode()
