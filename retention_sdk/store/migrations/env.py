"""Alembic's environment: run by `retention_sdk.store.upgrading`, which hands in the engine."""

from alembic import context
from sqlalchemy import text

from retention_sdk.store.schema import metadata
from retention_sdk.store.upgrading import VERSION_TABLE

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection, target_metadata=metadata, transactional_ddl=True, version_table=VERSION_TABLE
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":  # on SQLite the store holds its file's lock
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('retention_sdk upgrade'))"))
        context.run_migrations()
    connection.commit()
