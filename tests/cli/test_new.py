"""`retention new`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention


@pytest.mark.parametrize("kind", ["plugin", "guard", "adapter"])
def test_it_says_what_comes_next(retention: Retention, folder: Path, kind: str) -> None:
    """It writes a folder here, and says the two commands that come next."""
    answer = retention("new", kind, "Happy Hour")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "Wrote ./retention-happy-hour: read its README.md.",
        "Next: pip install ./retention-happy-hour",
        "Then: retention enable happy_hour",
    ]
    assert [one.name for one in folder.iterdir()] == ["retention-happy-hour"]


def test_elsewhere(retention: Retention, folder: Path) -> None:
    """--folder is where its folder is made; --author stands in it."""
    (folder / "work").mkdir()
    answer = retention("new", "plugin", "happy-hour", "--folder", "work", "--author", "Ada Lovelace")
    assert answer.code == 0
    assert "pip install ./work/retention-happy-hour" in answer.out
    assert "Ada Lovelace" in (folder / "work" / "retention-happy-hour" / "pyproject.toml").read_text()


def test_a_refusal_is_a_sentence(retention: Retention, folder: Path) -> None:
    """A name that is taken or cannot be, and a folder that is there, are told; nothing is written."""
    for name, why in {"points": "offers 'points' already", "class": "a word of Python's own"}.items():
        answer = retention("new", "plugin", name)
        assert (answer.code, answer.out) == (2, "")
        assert why in answer.err
    assert [*folder.iterdir()] == []
    assert retention("new", "plugin", "happy-hour").code == 0
    again = retention("new", "guard", "happy-hour")
    assert again.code == 2
    assert "is there already, and is left as it is" in again.err
    assert "no_such" in retention("new", "plugin", "x", "--folder", "no_such").err
