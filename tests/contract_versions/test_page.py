"""The pages tell of the contract what the code does."""

from __future__ import annotations

import re
import tomllib

from retention_sdk.contract import CURRENT, GROUP, LINES, VERSIONS, WORDS
from tests.conftest import ROOT
from tests.contract_versions.golden import FILE
from tests.docs.pages import page, path_of, section, table

PAGE = page("contract-versions")


def test_each_version_has_its_section_with_its_changes() -> None:
    """A row a hook, with what to write, in the words of the warning; the newest version first."""
    titles = re.findall(r"^### Contract (\d+)$", PAGE, re.MULTILINE)
    assert titles == [str(one.number) for one in reversed(VERSIONS)]
    for one in VERSIONS:
        rows = table(section(PAGE, f"Contract {one.number}"), "hook")
        assert [(row[0], row[-1]) for row in rows] == [(change.hook, change.mend) for change in one.changes]


def test_what_a_plugin_says() -> None:
    """The lines are those that errors and warnings name, on each page and in the example."""
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert " ".join(block.split()) == LINES
    stated = {GROUP: {"built_for": f"{GROUP}:V{CURRENT}"}}
    (published,) = re.findall(r"```toml\n(\[project\].*?)```", page("writing"), re.DOTALL)
    example = (ROOT / "examples" / "plugin-double-stamps" / "pyproject.toml").read_text(encoding="utf-8")
    for text in (block, published, example):
        assert stated.items() <= tomllib.loads(text)["project"]["entry-points"].items()
    assert f"This SDK has contract {CURRENT}." in PAGE


def test_what_a_strategy_says_of_itself() -> None:
    """Each word has its row, with the form that the error names."""
    rows = table(section(page("hooks"), "What a strategy says of itself"), "word")
    assert [(word, form) for word, form, _ in rows] == [(name, word.form) for name, word in WORDS.items()]


def test_where_the_promises_are() -> None:
    """Whoever changes the contract is led to the file, and by it to the page."""
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert str(FILE.relative_to(ROOT)) in contributing
    assert str(path_of("contract-versions").relative_to(ROOT)) in contributing
