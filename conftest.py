"""Runs the code blocks of README.md and docs/.

A document is one story: its blocks share names and a fresh working folder.

- `python` blocks are run; those with `>>>` are compared with their output.
- A `python` or `text` block whose first line is the name of a file is that file: one below `examples/` must have it,
  part by part where `...` stands between them; any other is saved.
- `toml` blocks must parse; one with a `[store]` table is a whole file, saved as `retention.toml`, or under the name in
  its first line.
- `console` blocks: each `$ retention ...` line is run and must succeed, or end with the code in a last line `(exit
  code 1)`; what stands below it, if anything, must be its output (`...` stands for any text). So are `$ pytest ...` and
  `$ pip install ./FOLDER`; other `$` lines are for the reader.
- `ini` blocks are units of systemd, which it must take; what they start, as in `sh` blocks, must be commands of ours.
- The page of Postgres has one, and its address in `RETENTION_DATABASE`; its `sql` blocks are run there.

A `<!-- skip: next, if(False, reason="...") -->` before a block and `<!-- invisible-code-block: python ... -->`
work as in Sybil.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import tomllib
from doctest import ELLIPSIS
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

from tests.docs.console import run_console
from tests.docs.extracts import keep_file, named_file
from tests.docs.units import hold_shell, hold_unit
from tests.postgres import postgres

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sybil import Document, Example, Region


def save_settings(example: Example) -> None:
    """Parses a `toml` block, and saves it where a program of the same document looks for it."""
    if named := named_file(example.parsed):
        Path(named).write_text(example.parsed, encoding="utf-8")
    elif "store" in tomllib.loads(example.parsed):
        Path("retention.toml").write_text(example.parsed, encoding="utf-8")


class Python(PythonCodeBlockParser):
    """Blocks of Python are run, but for those that are files."""

    def __call__(self, document: Document) -> Iterable[Region]:
        """The blocks of a page."""
        for region in super().__call__(document):
            if named_file(str(region.parsed)):
                region.evaluator = keep_file
            yield region


def run_sql(example: Example) -> None:
    """Runs an `sql` block in the page's Postgres."""
    import psycopg

    with psycopg.connect(os.environ["RETENTION_DATABASE"]) as connection:
        connection.execute(example.parsed)


def enter_folder(namespace: dict[str, Any]) -> None:
    """Gives a document a fresh working folder, to import from; the examples' folder is another."""
    stack = contextlib.ExitStack()
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="docs-"))
    stack.callback(os.chdir, Path.cwd())
    os.chdir(folder)
    patch = stack.enter_context(pytest.MonkeyPatch.context())
    patch.syspath_prepend(Path(__file__).with_name("examples"))
    patch.syspath_prepend(folder)
    stack.callback(forget_modules, folder)
    namespace["_folder"] = stack


def forget_modules(folder: str) -> None:
    """Forgets what a document has imported from its folder: another one may have files of the same names."""
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(folder):
            del sys.modules[name]


def leave_folder(namespace: dict[str, Any]) -> None:
    """Goes back, and removes the document's folder."""
    namespace.pop("_folder").close()


@pytest.fixture(scope="module")
def page_postgres() -> Iterator[str]:
    """The URL of a Postgres for the page that needs one; its commands find it in the environment."""
    with postgres() as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("RETENTION_DATABASE", server.get_uri())
        yield server.get_uri()


def sybil(patterns: Sequence[str], excludes: Sequence[str] = (), fixtures: Sequence[str] = ()) -> Sybil:
    """What runs the blocks of some pages."""
    return Sybil(
        parsers=[
            Python(doctest_optionflags=ELLIPSIS),
            CodeBlockParser(language="toml", evaluator=save_settings),
            CodeBlockParser(language="console", evaluator=run_console),
            CodeBlockParser(language="ini", evaluator=hold_unit),
            CodeBlockParser(language="sh", evaluator=hold_shell),
            CodeBlockParser(language="sql", evaluator=run_sql),
            CodeBlockParser(language="text", evaluator=lambda one: keep_file(one) if named_file(one.parsed) else None),
            SkipParser(),
        ],
        patterns=patterns,
        excludes=excludes,
        setup=enter_folder,
        teardown=leave_folder,
        fixtures=fixtures,
    )


_POSTGRES = "howto/postgres.md"
pytest_collect_file = (sybil(["*.md"], excludes=[_POSTGRES]) + sybil([_POSTGRES], fixtures=["page_postgres"])).pytest()
