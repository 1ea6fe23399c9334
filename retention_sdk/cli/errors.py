"""Errors that a person can do something about, as sentences."""

import sqlite3
from typing import cast

from sqlalchemy.exc import DBAPIError

from retention_sdk.errors import BadConfig, RetentionError


def sentences(error: BaseException) -> list[str]:
    """What an error says to a person.

    Args:
        error: any error.

    Returns:
        A sentence or more; none where the error is a mistake in the program, which wants its traceback.
    """
    if isinstance(error, ExceptionGroup):
        group = cast("ExceptionGroup[Exception]", error)
        told = [sentences(one) for one in group.exceptions]
        return [sentence for each in told for sentence in each] if all(told) else []
    lines = _text(error).splitlines()
    if isinstance(error, BadConfig) and len(lines) > 1:
        lines.append(f"{len(lines)} problems; nothing was done")
    return lines


def _text(error: BaseException) -> str:
    match error:
        case RetentionError():
            text = str(error)
        case DBAPIError(orig=BaseException() as original):
            text = _database(original)
        case ModuleNotFoundError(name="psycopg"):
            text = "Postgres needs its driver; run `pip install 'retention-sdk[postgres]'`"
        case OSError():
            text = ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)
        case _ if isinstance(error, sqlite3.Error) or type(error).__module__.startswith("psycopg"):
            text = _database(error)
        case _:
            text = ""
    return text


def _database(error: BaseException) -> str:
    lines = str(error).splitlines() or [type(error).__name__]
    return f"the database cannot be used: {lines[0]}"
