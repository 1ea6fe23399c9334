"""The first tables.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "clock",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("store"),
        comment="The timetable that the clock has last looked at every customer with.",
    )
    op.create_table(
        "counters",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("store", "name", "period"),
        comment="What was given in a period under each name that a limit is kept for.",
    )
    op.create_table(
        "customers",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("turn", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("latest", sa.Text(), nullable=False),
        sa.Column("wakes_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("store", "customer"),
        comment="What is known of each customer, as of their latest turn.",
        sqlite_with_rowid=False,
    )
    op.create_index(
        "customers_waking",
        "customers",
        ["store", "wakes_at"],
        unique=False,
        sqlite_where=sa.text("wakes_at IS NOT NULL"),
        postgresql_where=sa.text("wakes_at IS NOT NULL"),
    )
    op.create_table(
        "erased",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("strategies", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("store", "mark"),
        comment="Keyed hashes of those who were forgotten, to recognise them, with the strategies that had given.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "events",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("turn", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("handled_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("settings", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("revised", sa.Text(), nullable=True),
        sa.Column("kept", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("store", "source", "id"),
        comment="Each event with its decision and the standing that it was decided on, as later facts revised it.",
    )
    op.create_index("events_of_customer", "events", ["store", "customer", "turn"], unique=True)
    op.create_table(
        "failures",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("plugin", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("hook", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("failed_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("store", "source", "id", "plugin"),
        comment="Strategies that could not answer an event and are asked again.",
    )
    op.create_table(
        "inbox",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("adapter", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("times", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("next_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("store", "id"),
        comment="Webhooks as they came in, each once, and what became of them.",
    )
    op.create_index(
        "inbox_due",
        "inbox",
        ["store", "next_at"],
        unique=False,
        sqlite_where=sa.text("status = 0"),
        postgresql_where=sa.text("status = 0"),
    )
    op.create_index("inbox_of_status", "inbox", ["store", "status", "received_at"], unique=False)
    op.create_table(
        "item_counts",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("store", "batch"),
        comment="What each batch told of items, until the store's day has counted it.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lots",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("remaining", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("available_from", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("waits_for", sa.Text(), nullable=False),
        sa.Column("delay", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("store", "customer", "key"),
        comment="What each credit put into a wallet, and what is left of it.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "movements",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("turn", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cause", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("plugin", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("store", "customer", "turn", "place"),
        comment="The ledger: append-only transfers within a lot, from one account to another.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("round", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("turn", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("plugin", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("cost", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("under", sa.Text(), nullable=False),
        sa.Column("adapter", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("tries", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=True),
        sa.Column("leased_until", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("error", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("receipt", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("store", "key", "round"),
        comment="Actions that leave the house, and so all that was given; a row for each time that one is to be done.",
    )
    op.create_index(
        "outbox_due",
        "outbox",
        ["store", "next_at"],
        unique=False,
        sqlite_where=sa.text("status IN (0, 8, 3, 9, 10)"),
        postgresql_where=sa.text("status IN (0, 8, 3, 9, 10)"),
    )
    op.create_index("outbox_of_customer", "outbox", ["store", "customer", "at"], unique=False)
    op.create_table(
        "pauses",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("adapter", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("store", "adapter"),
        comment="Adapters whose platform does not know us any more: what they carry out waits.",
    )
    op.create_table(
        "asked",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("adapter", sa.Text(), nullable=False),
        sa.Column("through", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("next_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("store", "adapter"),
        comment="Until when each platform was asked what happened there, and when it is asked again.",
    )
    op.create_table(
        "salts",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("store"),
        comment="What makes the numbers of cards and codes unguessable; it stays for ever.",
    )
    op.create_table(
        "schedule",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("store", "key"),
        comment="Events that are to happen later.",
    )
    op.create_index("schedule_due", "schedule", ["store", "due_at"], unique=False)
    op.create_table(
        "settings",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("store", "version"),
        comment="Every version of the settings that events were decided with.",
    )
    op.create_table(
        "wallets",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("available", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pending", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lifetime", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("changes_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("expires_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("store", "customer", "unit"),
        comment="Totals of the movements, which the hot path reads.",
        sqlite_with_rowid=False,
    )
