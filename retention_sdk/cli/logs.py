"""The log while a command runs: each warning once, however many events it is about; or all of it, line by line."""

import json
import logging
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Literal

from retention_sdk.cli.terminal import complain

Form = Literal["text", "json"]
"""How a log's lines are written: for people, or for programs."""


class _FirstOfEach(logging.Handler):
    """Prints the first of all records that differ only in what comes after their subject."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._seen: set[object] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record's message on the standard error, unless the same was told of the same subject before."""
        subject = record.args[0] if isinstance(record.args, tuple) and record.args else None
        if (record.msg, subject) not in self._seen:
            self._seen.add((record.msg, subject))
            complain([record.getMessage()])


@contextmanager
def first_of_each() -> Generator[None]:
    """Print warnings of the engine on the standard error, a strategy that fails on each event once."""
    log, handler = logging.getLogger("retention_sdk"), _FirstOfEach()
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


class _Lines(logging.Formatter):
    """A line a record: when, how grave, where, what, and what it is about."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """A record as a line.

        Args:
            record: what is logged; its `about`, where it has one, is a mapping of what it is about.

        Returns:
            Text, or a JSON object, without a line break at its end.
        """
        about: Mapping[str, Any] = getattr(record, "about", {})
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if self._form == "json":
            return json.dumps({**told, **about}, ensure_ascii=False, default=str)
        pairs = "".join(f" {name}={json.dumps(value, default=str)}" for name, value in about.items())
        return " ".join((*told.values(),)) + pairs


@contextmanager
def all_lines(form: Form) -> Generator[None]:
    """Write all that the engine logs on the standard error, as lines that a program can read."""
    log, handler = logging.getLogger("retention_sdk"), logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(form))
    others, level = list(log.handlers), log.level
    log.handlers = [handler]
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.handlers = others
        log.setLevel(level)
