"""Errors that a person can do something about, as sentences."""

import sqlite3

from sqlalchemy.exc import DBAPIError

from retention_sdk.errors import BadConfig, RetentionError


def sentences(error: BaseException) -> list[str]:
    """What an error says to a person.

    Args:
        error: any error.

    Returns:
        A sentence or more; none where the error is a mistake in the program, which wants its traceback.
    """
    match error:
        case BadConfig(problems=problems):
            return [*problems, f"{len(problems)} problems; nothing was done"] if len(problems) > 1 else [*problems]
        case RetentionError():
            return str(error).splitlines()
        case BaseExceptionGroup(exceptions=errors):
            told = [sentences(one) for one in errors]
            return sum(told, []) if all(told) else []
        case DBAPIError(orig=BaseException() as original):
            return [_database(original)]
        case sqlite3.Error():
            return [_database(error)]
        case ModuleNotFoundError(name="psycopg"):
            return ["Postgres needs its driver; run `pip install 'retention-sdk[postgres]'`"]
        case OSError():
            return [": ".join(str(part) for part in (error.filename, error.strerror or error) if part)]
        case _ if type(error).__module__.startswith("psycopg"):
            return [_database(error)]
        case _:
            return []


def _database(error: BaseException) -> str:
    return f"the database cannot be used: {str(error).partition(chr(10))[0] or type(error).__name__}"
