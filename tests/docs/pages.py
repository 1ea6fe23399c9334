"""The pages of the documentation, taken apart: sections, tables, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCS = ROOT / "docs"

Row = tuple[str, ...]


def page(name: str) -> str:
    """The text of a page of docs/, in whatever folder it is."""
    return path_of(name).read_text(encoding="utf-8")


def path_of(name: str) -> Path:
    """Where a page is: by its path below docs/, or by its name alone, which must be the only one of that name."""
    exact = DOCS / f"{name}.md"
    found = [exact] if exact.exists() else sorted(DOCS.rglob(f"{name}.md"))
    assert len(found) == 1, f"{name}.md: {len(found)} pages"
    return found[0]


def pages() -> list[Path]:
    """Every page, README.md too."""
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def section(text: str, title: str) -> str:
    """What stands below a heading, up to the next heading; blocks of code are left out."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", prose, re.DOTALL | re.MULTILINE)
    assert found, f"there is no section {title!r}"
    return found[1]


def table(text: str, head: str) -> list[Row]:
    """The rows of the table whose first header is `head`, backticks dropped; none where there is no such table."""
    return [row for first, *rows in _tables(text) if first[0] == head for row in rows]


def first_column(text: str, head: str) -> list[str]:
    """What stands first in the rows of such a table."""
    return [row[0] for row in table(text, head)]


def _tables(text: str) -> Iterator[list[Row]]:
    for lines in re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE):
        rows = [re.split(r"(?<!\\)\|", line.strip()[1:-1]) for line in lines.splitlines()]
        yield [tuple(cell.replace("`", "").strip() for cell in row) for row in rows if set("".join(row)) - set("- ")]
