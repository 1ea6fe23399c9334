"""Blocks of a console: what is typed at a prompt is run, and what stands below it is what it says."""

from __future__ import annotations

import contextlib
import shlex
import subprocess
import sys
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from retention_sdk.cli import main
from tests.docs.installing import install

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sybil import Example

CODE = "(exit code "
"""How the last line of an output begins that does not end with 0."""


@frozen
class Ended:
    """What came of a command.

    Args:
        code: its exit code.
        out: what it wrote to the standard output.
        err: what it wrote to the standard error.
    """

    code: int
    out: str = ""
    err: str = ""


def run_console(example: Example) -> str | None:
    """Run the lines of a `console` block that are commands of ours, `pytest`, or `pip install ./FOLDER`.

    Args:
        example: the block.

    Returns:
        What went wrong, or None.
    """
    for command, expected in _commands(example.parsed):
        ended = _run(shlex.split(command))
        told, _, code = expected.partition(CODE)
        if ended and ended.code != int(code.rstrip(")") or 0):
            return f"$ {command}\nexit code {ended.code}\n{ended.out}{ended.err}"
        shown = ended.out + ended.err * bool(code) if ended else told
        if told and not OutputChecker().check_output(told, shown, ELLIPSIS | NORMALIZE_WHITESPACE):
            return f"$ {command}\nexpected:\n{told}\ngot:\n{shown}"
    return None


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with the output written below it."""
    for part in ("\n" + text).split("\n$ ")[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected.strip()


def _run(words: Sequence[str]) -> Ended | None:
    """Run a command; None where it is one for the reader."""
    match words:
        case ["retention", *arguments, ">", file]:
            ended = _ours(arguments)
            Path(file).write_text(ended.out, encoding="utf-8")
            return ended
        case ["retention", *arguments]:
            return _ours(arguments)
        case ["pip", "install", folder] if folder.startswith("./"):
            install(Path(folder))
            return Ended(0)
        case ["pytest", *arguments]:
            return _pytest(arguments)
        case _:
            return None


def _ours(arguments: Sequence[str]) -> Ended:
    """Run it in this process: a new one would take longer to start than all else."""
    out, err = StringIO(), StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    return Ended(code, out.getvalue(), err.getvalue())


def _pytest(arguments: Sequence[str]) -> Ended:
    paths = ":".join(sys.path)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        env={"PYTHONPATH": paths, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
