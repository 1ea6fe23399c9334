"""Blocks of a page that are files: a part of an example, or a file that the page's own programs import."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sybil import Example

_ROOT = Path(__file__).parents[2]
_NAMED = re.compile(r"# ([\w./-]+\.\w+)\n+")
_EXAMPLES = "examples/"


def named_file(text: str) -> str | None:
    """The name of a file, where a block's first line is nothing else."""
    named = _NAMED.match(text)
    return named and named[1]


def keep_file(example: Example) -> str | None:
    """See that a part of an example is still a part of it; save any other file where the page works.

    Args:
        example: the block.

    Returns:
        What went wrong, or None.
    """
    named = _NAMED.match(example.parsed)
    assert named
    name, text = named[1], example.parsed[named.end() :]
    if not name.startswith(_EXAMPLES):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return None
    whole = (_ROOT / name).read_text(encoding="utf-8")
    missing = [part for part in re.split(r"\n\.\.\.\n", text) if part.strip() not in whole]
    return f"this is not in {name} any more:\n{missing[0]}" if missing else None
