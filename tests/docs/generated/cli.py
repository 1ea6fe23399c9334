"""docs/reference/cli.md: the help of each command, as it prints it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console

from retention_sdk.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cyclopts import App

WIDTH = 96
HEAD = """\
# Commands

What `retention` can be told, as it says itself. This page is made of the code by
`python -m tests.docs.generated --write`; [Running a shop](../guides/shop.md#the-commands) tells what they are for, and
[Errors](errors.md#exit-codes) what an exit code means.
"""


def page() -> str:
    """The page."""
    parts = [HEAD, *(_section(words) for words in commands(app))]
    return "\n".join(parts)


def commands(of: App, *words: str) -> Iterator[tuple[str, ...]]:
    """Each command, as the words after `retention`: a group before what is in it."""
    yield words
    for name in of:
        if not name.startswith("-"):
            yield from commands(of[name], *words, name)


def _section(words: tuple[str, ...]) -> str:
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    app.help_print(list(words), console=console)
    lines = [line.rstrip() for line in out.getvalue().strip().splitlines()]
    return "\n".join(
        [f"{'##' if len(words) < 2 else '###'} {' '.join(['retention', *words])}", "", "```text", *lines, "```", ""]
    )
