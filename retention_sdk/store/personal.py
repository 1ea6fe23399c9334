"""Cold queries about one person: every row that is theirs."""

from typing import Any

from sqlalchemy import Connection, Table, select, text

from retention_sdk.events import STORE
from retention_sdk.store.base import Store
from retention_sdk.store.rows import MERGED
from retention_sdk.store.schema import customers, metadata
from retention_sdk.wire import loads

PERSONAL: tuple[Table, ...] = tuple(table for table in metadata.sorted_tables if "customer" in table.columns)
"""The tables whose rows are each a customer's."""


def survivor(connection: Connection, key: str, customer: str) -> str:
    """The id that an id leads to: its own, or that of whoever its customer was merged into."""
    query = select(customers.c.latest).where(
        customers.c.store == key, customers.c.customer == customer, customers.c.turn == MERGED
    )
    latest = connection.execute(query).scalar_one_or_none()
    return customer if latest is None else str(loads(latest))


def rows_of_person(store: Store, key: str, customer: str) -> tuple[str, dict[str, list[dict[str, Any]]]]:
    """All rows of a customer, as of one moment.

    Args:
        store: the database.
        key: the store's key.
        customer: an id of theirs.

    Returns:
        The id that it leads to, and by table the rows by column, in the order of their keys.
    """
    with store.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        id = survivor(connection, key, customer)
        found = {table.name: _rows(connection, table, key, id) for table in PERSONAL}
    return id, found


def customers_of(store: Store, key: str) -> list[str]:
    """The ids of all customers of a store who are not somebody else by now."""
    known = (customers.c.turn > 0) & (customers.c.latest != "") & (customers.c.customer != STORE)
    query = select(customers.c.customer).where(customers.c.store == key, known)
    with store.engine.connect() as connection:
        return list(connection.execute(query.order_by(customers.c.customer)).scalars())


def _rows(connection: Connection, table: Table, key: str, customer: str) -> list[dict[str, Any]]:
    order = [table.c[name] for name in ("turn", "place") if name in table.c] or list(table.primary_key)
    query = select(table).where(table.c.store == key, table.c.customer == customer).order_by(*order)
    return [{str(name): value for name, value in row.items()} for row in connection.execute(query).mappings()]
