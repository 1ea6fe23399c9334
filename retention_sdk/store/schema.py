"""The tables. Every key leads with the store, so that many stores share a database and it can be spread by store.

Instants are microseconds since 1970 in UTC, money is minor units, and a body is JSON text. A customer's `turn` counts
the commits that touched them, without a gap: events and movements are identified by customer and turn.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text, text

from retention_sdk.store.outbox import DUE
from retention_sdk.store.webhooks import Status

metadata = MetaData()


def _text(name: str, *, key: bool = False, null: bool = False) -> "Column[str]":
    return Column(name, Text, primary_key=key, nullable=null)


def _int(name: str, *, key: bool = False, null: bool = False) -> "Column[int]":
    return Column(name, BigInteger, primary_key=key, nullable=null, autoincrement=False)


DELIVERY = "delivery"
"""What marks a column that delivery keeps: a decision does not write it."""


def _noted(name: str) -> "Column[str]":
    return Column(name, Text, nullable=False, server_default=text("''"), info={DELIVERY: True})


def _noted_time(name: str) -> "Column[int]":
    return Column(name, BigInteger, nullable=True, info={DELIVERY: True})


events = Table(
    "events",
    metadata,
    _text("store", key=True),
    _text("source", key=True),
    _text("id", key=True),
    _text("customer"),
    _int("turn"),
    _text("kind"),
    _int("occurred_at"),
    _int("handled_at"),
    _int("settings"),
    _text("fingerprint"),
    _text("body"),
    _text("view"),
    _text("decision"),
    _text("revised", null=True),
    _text("kept", null=True),
    Index("events_of_customer", "store", "customer", "turn", unique=True),
    comment="Each event with its decision and the standing that it was decided on, as later facts revised it.",
)
customers = Table(
    "customers",
    metadata,
    _text("store", key=True),
    _text("customer", key=True),
    _int("turn"),
    _text("standing"),
    _text("latest"),
    _int("wakes_at", null=True),
    Index(
        "customers_waking",
        "store",
        "wakes_at",
        sqlite_where=text("wakes_at IS NOT NULL"),
        postgresql_where=text("wakes_at IS NOT NULL"),
    ),
    comment="What is known of each customer, as of their latest turn.",
    sqlite_with_rowid=False,
)
wallets = Table(
    "wallets",
    metadata,
    _text("store", key=True),
    _text("customer", key=True),
    _text("unit", key=True),
    _int("available"),
    _int("pending"),
    _int("lifetime"),
    _int("changes_at", null=True),
    _int("expires_at", null=True),
    comment="Totals of the movements, which the hot path reads.",
    sqlite_with_rowid=False,
)
movements = Table(
    "movements",
    metadata,
    _text("store", key=True),
    _text("customer", key=True),
    _int("turn", key=True),
    _int("place", key=True),
    _text("unit"),
    _text("lot"),
    _int("amount"),
    _text("source"),
    _text("target"),
    _int("at"),
    _int("cause"),
    _text("plugin"),
    _text("key"),
    comment="The ledger: append-only transfers within a lot, from one account to another.",
    sqlite_with_rowid=False,
)
lots = Table(
    "lots",
    metadata,
    _text("store", key=True),
    _text("customer", key=True),
    _text("key", key=True),
    _text("unit"),
    _int("amount"),
    _int("remaining"),
    _int("at"),
    _int("place"),
    _int("available_from"),
    _int("expires_at", null=True),
    Column("pending", Boolean, nullable=False),
    _text("waits_for"),
    _int("delay"),
    comment="What each credit put into a wallet, and what is left of it.",
    sqlite_with_rowid=False,
)
outbox = Table(
    "outbox",
    metadata,
    _text("store", key=True),
    _text("key", key=True),
    _int("round", key=True),
    _text("customer"),
    _int("turn"),
    _text("plugin"),
    _text("kind"),
    _text("body"),
    _int("cost"),
    _int("at"),
    Column("status", Integer, nullable=False),
    _int("next_at"),
    _text("under"),
    _noted("adapter"),
    Column("tries", BigInteger, nullable=False, server_default=text("0"), info={DELIVERY: True}),
    _noted_time("first_at"),
    _noted_time("leased_until"),
    _noted("code"),
    _noted("error"),
    _noted("receipt"),
    Index("outbox_of_customer", "store", "customer", "at"),
    comment="Actions that leave the house, and so all that was given; a row for each time that one is to be done.",
)
IS_DUE = text(f"status IN {DUE}")
"""The index of what is due is used where a query says the same, word for word."""

Index(
    "outbox_due",
    outbox.c.store,
    outbox.c.next_at,
    sqlite_where=IS_DUE,
    postgresql_where=IS_DUE,
)
pauses = Table(
    "pauses",
    metadata,
    _text("store", key=True),
    _text("adapter", key=True),
    _text("reason"),
    _int("since"),
    _int("until"),
    comment="Adapters whose platform does not know us any more: what they carry out waits.",
)
asked = Table(
    "asked",
    metadata,
    _text("store", key=True),
    _text("adapter", key=True),
    _int("through"),
    _int("next_at"),
    comment="Until when each platform was asked what happened there, and when it is asked again.",
)
schedule = Table(
    "schedule",
    metadata,
    _text("store", key=True),
    _text("key", key=True),
    _text("customer"),
    _int("due_at"),
    _text("event"),
    Index("schedule_due", "store", "due_at"),
    comment="Events that are to happen later.",
)
clock = Table(
    "clock",
    metadata,
    _text("store", key=True),
    _text("mark"),
    comment="The timetable that the clock has last looked at every customer with.",
)
salts = Table(
    "salts",
    metadata,
    _text("store", key=True),
    _text("salt"),
    comment="What makes the numbers of cards and codes unguessable; it stays for ever.",
)
failures = Table(
    "failures",
    metadata,
    _text("store", key=True),
    _text("source", key=True),
    _text("id", key=True),
    _text("plugin", key=True),
    _text("customer"),
    _text("hook"),
    _text("error"),
    _int("attempts"),
    _int("failed_at"),
    comment="Strategies that could not answer an event and are asked again.",
)
counters = Table(
    "counters",
    metadata,
    _text("store", key=True),
    _text("name", key=True),
    _text("period", key=True),
    _int("amount"),
    comment="What was given in a period under each name that a limit is kept for.",
)
item_counts = Table(
    "item_counts",
    metadata,
    _text("store", key=True),
    _text("batch", key=True),
    _text("counts"),
    comment="What each batch told of items, until the store's day has counted it.",
    sqlite_with_rowid=False,
)
erased = Table(
    "erased",
    metadata,
    _text("store", key=True),
    _text("mark", key=True),
    _int("at"),
    _text("strategies"),
    comment="Keyed hashes of those who were forgotten, to recognise them, with the strategies that had given.",
    sqlite_with_rowid=False,
)
inbox = Table(
    "inbox",
    metadata,
    _text("store", key=True),
    _text("id", key=True),
    _text("adapter"),
    _int("received_at"),
    _int("times"),
    _text("headers"),
    _text("query"),
    Column("body", LargeBinary, nullable=False),
    _int("size"),
    Column("status", Integer, nullable=False),
    _int("attempts"),
    _int("next_at"),
    _text("error"),
    _text("told"),
    Index("inbox_of_status", "store", "status", "received_at"),
    comment="Webhooks as they came in, each once, and what became of them.",
)
IS_WAITING = text(f"status = {Status.WAITING.value}")

Index(
    "inbox_due",
    inbox.c.store,
    inbox.c.next_at,
    sqlite_where=IS_WAITING,
    postgresql_where=IS_WAITING,
)
settings = Table(
    "settings",
    metadata,
    _text("store", key=True),
    _int("version", key=True),
    _text("fingerprint"),
    _text("body"),
    _text("written"),
    _int("since"),
    comment="Every version of the settings that events were decided with.",
)
