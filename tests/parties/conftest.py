"""These tests get databases that have their tables."""

from tests.ready import database_url, postgres_url, postgres_with_tables, sqlite_template, sqlite_url

__all__ = ["database_url", "postgres_url", "postgres_with_tables", "sqlite_template", "sqlite_url"]
