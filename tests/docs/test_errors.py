"""Every error, code and state is told, each with what to do."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import retention_sdk
from retention_sdk import RetentionError, errors, platforms
from retention_sdk.cli.options import FINE, FOUND, INTERRUPTED, UNUSABLE
from retention_sdk.delivery import WORDS
from retention_sdk.store.webhooks import Status
from tests.docs.pages import page, section, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.docs.pages import Row

PAGE = page("errors")
TABLES = (
    *((PAGE, head) for head in ("error", "error of an adapter", "it says", "code", "what failed", "exit code")),
    (page("delivery"), "state"),
    (page("service"), "status"),
)
ROOM = Path(retention_sdk.__file__).parent
SOURCE = {file: file.read_text(encoding="utf-8") for file in ROOM.rglob("*.py")}
SAID = r'(?:(?:said|counted)\(\s*"|Said\(|sentence\b|_of_both\(|f?"[A-Z{]|why\b)'
"""What follows the code of a refusal: its sentence."""

CALLED = r"\b(?:Note|CaseRefusal|TokenRefused|Refusal|Obstacle|Difference|Finding|Never)\(\s*(?:claim, )?"
"""What is made of a code and a sentence."""

CODES = re.compile(rf'{CALLED}"([a-z_]+)"|(?:return |= |=\()\(?"([a-z]+_[a-z_]+)",\s*{SAID}|"([a-z_]+)",\s*{SAID}')
ELSEWHERE = ("cli", "demo", "explain", "language", "scaffold", "settings", "testing", "web")
"""The rooms that give no codes."""

NO_CODES = {"direct_cancel", "offer_screens", "id"}
"""What looks like a code and is none: keys of `[cancelling]`, and a field."""


def codes() -> Iterator[str]:
    """The codes that the source gives."""
    for file, text in SOURCE.items():
        if file.relative_to(ROOM).parts[0] not in ELSEWHERE:
            for found in CODES.findall(text):
                yield next(filter(None, found))


def public(*modules: object) -> set[str]:
    """The names of the errors that can be imported from modules."""
    members = {name: one for module in modules for name, one in inspect.getmembers(module, inspect.isclass)}
    return {name for name, one in members.items() if issubclass(one, RetentionError)}


def rows(head: str) -> list[Row]:
    """The rows of the page's tables with this head."""
    return table(PAGE, head)


def test_every_error() -> None:
    """The errors of the tables are the public ones, and there is no other."""
    of_adapters = {row[0] for row in rows("error of an adapter")}
    assert of_adapters == public(platforms)
    assert {row[0] for row in rows("error")} == public(retention_sdk)
    assert public(errors) <= of_adapters | public(retention_sdk)


def test_every_code() -> None:
    """Each code that the source gives has a row, and each row a code that the source knows."""
    told = [row[0] for row in rows("code")]
    assert set(codes()) - NO_CODES <= {*told}, set(codes()) - {*told}
    literals = set(re.findall(r'"([a-z_]+)"', " ".join(SOURCE.values())))
    assert {*told} <= literals, {*told} - literals
    assert len(told) == len({*told}), "a code is told once"


def test_every_state() -> None:
    """Each state of the outbox and of the inbox, and each exit code."""
    assert {row[0] for row in table(page("delivery"), "state")} == set(WORDS.values())
    assert {row[0] for row in table(page("service"), "status")} == {status.word for status in Status}
    assert [int(row[0]) for row in rows("exit code")] == [FINE, FOUND, UNUSABLE, INTERRUPTED]


@pytest.mark.parametrize(("text", "head"), TABLES, ids=[head for _, head in TABLES])
def test_each_says_what_to_do(text: str, head: str) -> None:
    """No row leaves the reader alone: its last cell says what to do, be it nothing."""
    there = table(text, head)
    assert there
    assert [row for row in there if len(row[-1]) < 5] == []


def test_the_words_are_those_of_the_source() -> None:
    """What a row says that a message says, some message says."""
    source = " ".join(SOURCE.values())
    quoted = re.findall(
        r"^\| (`.*?) \|",
        section(PAGE, "A file that is refused") + section(PAGE, "A plugin that is refused"),
        re.MULTILINE,
    )
    pieces = [piece.strip() for row in quoted for text in re.findall(r"`([^`]+)`", row) for piece in text.split("...")]
    assert len(pieces) > 40
    assert [piece for piece in pieces if piece not in source] == []
