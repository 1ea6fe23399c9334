"""Keeps secrets out of errors and logs."""

import logging
import re
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import quote, quote_plus

from retention_sdk.settings import Secret

HIDDEN = "***"

LONGEST = 300
"""The most letters of a platform's own words that are kept."""

_ADDRESS = re.compile(r"[^\s\"'<>]+@[^\s\"'<>]+")
LOGGERS = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.proxy")
"""They write whole addresses and headers: signatures, e-mail addresses and keys are in them."""

_silent: ContextVar[bool] = ContextVar("_silent", default=False)


def redacted(text: str, secrets: Iterable[Secret]) -> str:
    """A text without the secrets that stand in it, as they are or escaped as in an address.

    Args:
        text: what is to be shown.
        secrets: what must not be.

    Returns:
        The text with `***` for each.
    """
    for secret in secrets:
        if plain := secret.reveal():
            for form in (plain, quote(plain, safe=""), quote_plus(plain)):
                text = text.replace(form, HIDDEN)
    return text


def spoken(words: str, secrets: Iterable[Secret]) -> str:
    """A platform's own words as anybody may read them.

    Args:
        words: what it said. It may name whom it was asked about, and show what it was asked with.
        secrets: what must not be shown.

    Returns:
        The words on one line, without e-mail addresses and secrets, and not more than 300 letters of them.
    """
    shown = _ADDRESS.sub("(an address)", redacted(words, secrets))
    return "".join(letter if letter.isprintable() else " " for letter in shown).strip()[:LONGEST]


@contextmanager
def quiet() -> Generator[None]:
    """Within it the client's own loggers say nothing, whatever level the application gave them."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def _is_heard(_record: logging.LogRecord) -> bool:
    return not _silent.get()


for _name in LOGGERS:
    logging.getLogger(_name).addFilter(_is_heard)
