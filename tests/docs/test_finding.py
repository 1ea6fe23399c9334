"""Whoever looks for a page finds it."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import DOCS

FOLDERS = sorted(path.parent.name for path in DOCS.glob("*/*.md") if path.name == "index.md")


def linked(page: str) -> set[str]:
    """What a page of docs/ links to, as it is written."""
    return set(re.findall(r"\]\(([^)#:\s]+)", (DOCS / page).read_text(encoding="utf-8")))


def test_every_kind_is_on_the_first_page() -> None:
    """Each folder of pages has an index, and the first page leads to it."""
    assert {path.parent.name for path in DOCS.glob("*/*.md")} == {*FOLDERS}
    assert {f"{folder}/index.md" for folder in FOLDERS} <= linked("index.md")


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_page_is_listed(folder: str) -> None:
    """The index of a folder lists each of its pages."""
    there = {path.name for path in (DOCS / folder).glob("*.md")} - {"index.md"}
    assert there <= linked(f"{folder}/index.md")
