"""What the tests of the settings share."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from pathlib import Path


class Write(Protocol):
    """Writes a `retention.toml`."""

    def __call__(self, text: str) -> Path:
        """Writes the text, without its indentation, and answers the path."""
        ...


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a `retention.toml` into an empty folder."""

    def written(text: str) -> Path:
        path = tmp_path / "retention.toml"
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return written
