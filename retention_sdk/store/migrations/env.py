"""Alembic's environment: run by `retention_sdk.store.upgrading`, which hands in the engine."""

from alembic import context

from retention_sdk.store.schema import metadata

with context.config.attributes["engine"].connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
