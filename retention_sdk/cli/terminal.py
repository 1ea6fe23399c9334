"""What the commands print with."""

import sys
from collections.abc import Iterable
from textwrap import wrap

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

PIPED_WIDTH = 120
"""Columns where nobody says how many there are."""


INDENT = "   "


def console(*, stderr: bool = False) -> Console:
    """A console that prints text as it is: no markup, no colours of its own."""
    made = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not made.is_terminal:
        made = Console(stderr=stderr, highlight=False, markup=False, emoji=False, width=PIPED_WIDTH)
    return made


def say(*lines: str, style: str = "") -> None:
    """Print lines, never broken."""
    out = console()
    for line in lines:
        out.print(Text(line, style), soft_wrap=True)


def heading(text: str) -> None:
    """Print a heading, with a blank line above it."""
    say("")
    say(text, style="bold")


def complain(lines: Iterable[str]) -> None:
    """Print lines on the standard error."""
    err = console(stderr=True)
    for line in lines:
        err.print(Text(line), soft_wrap=True)


def print_json(data: object) -> None:
    """Print data as JSON."""
    sys.stdout.write(orjson.dumps(data, default=str, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode())


def table(*columns: str, numbers: Iterable[str] = ()) -> Table:
    """A plain table.

    Args:
        columns: their headers.
        numbers: those of them that hold numbers.

    Returns:
        The table, without rows.
    """
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    right = set(numbers)
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return made


def paragraph(text: str, *, style: str = "") -> None:
    """Print a text below a heading; long lines are broken, and all of them stand in, an item's still further."""
    width, item = console().width - len(INDENT), "  " if text.startswith("- ") else ""
    lines = wrap(text, width, subsequent_indent=item, break_long_words=False, break_on_hyphens=False)
    say(*(INDENT + line for line in lines), style=style)


def story(text: str) -> None:
    """Print a decision's story."""
    for line in text.splitlines():
        paragraph(line)
