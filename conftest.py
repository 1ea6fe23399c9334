"""Runs the code blocks of README.md and docs/.

A document is one story: its blocks share names and a fresh working folder.

- `python` blocks are run; those with `>>>` are compared with their output.
- `toml` blocks must parse; one with a `[store]` table is a whole file, saved as `retention.toml`.
- `console` blocks: each `$ retention ...` line is run and must succeed, and what stands below it, if anything,
  must be its output (`...` stands for any text). Other `$` lines are for the reader.

A `<!-- skip: next, if(False, reason="...") -->` before a block and `<!-- invisible-code-block: python ... -->`
work as in Sybil.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import tempfile
import tomllib
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sybil import Example

RETENTION = Path(sys.executable).with_name("retention")


def save_settings(example: Example) -> None:
    """Parses a `toml` block, and saves it where a program of the same document looks for it."""
    if "store" in tomllib.loads(example.parsed):
        Path("retention.toml").write_text(example.parsed, encoding="utf-8")


def run_console(example: Example) -> str | None:
    """Runs the `retention` lines of a `console` block.

    Args:
        example: The block.

    Returns:
        What went wrong, or None.
    """
    for command, expected in read_console(example.parsed):
        program, *arguments = shlex.split(command)
        if program != "retention":
            continue
        # the docs' own commands, not a stranger's
        done = subprocess.run([RETENTION, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            return f"$ {command}\nexit code {done.returncode}\n{done.stdout}{done.stderr}"
        if expected and not OutputChecker().check_output(expected, done.stdout, ELLIPSIS | NORMALIZE_WHITESPACE):
            return f"$ {command}\nexpected:\n{expected}\ngot:\n{done.stdout}"
    return None


def read_console(text: str) -> Iterator[tuple[str, str]]:
    """Splits a `console` block into its commands, each with the output written below it."""
    for part in ("\n" + text).split("\n$ ")[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected.strip()


def enter_folder(namespace: dict[str, Any]) -> None:
    """Gives a document a fresh working folder."""
    stack = contextlib.ExitStack()
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="docs-"))
    stack.callback(os.chdir, Path.cwd())
    os.chdir(folder)
    namespace["_folder"] = stack


def leave_folder(namespace: dict[str, Any]) -> None:
    """Goes back, and removes the document's folder."""
    namespace.pop("_folder").close()


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
        CodeBlockParser(language="toml", evaluator=save_settings),
        CodeBlockParser(language="console", evaluator=run_console),
        SkipParser(),
    ],
    patterns=["*.md"],
    setup=enter_folder,
    teardown=leave_folder,
).pytest()
