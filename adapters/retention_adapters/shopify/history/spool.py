"""Puts the lines of a bulk operation's result together.

Children may stand anywhere behind their parent, behind all parents too. So the lines wait in a temporary database on
disk: memory stays what it is, however many orders there are.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

Node = Mapping[str, Any]


def families(lines: Iterable[str]) -> Iterator[tuple[Node, list[Node]]]:
    """Each object that has no parent, with its children.

    Args:
        lines: JSON, one object a line; children name their parent in `__parentId`.

    Yields:
        The parent and its children, both in the order of their lines.
    """
    shelf = sqlite3.connect("")  # a file of its own, gone when it is closed
    try:
        shelf.execute("CREATE TABLE line (id TEXT, parent TEXT, body TEXT)")
        shelf.executemany("INSERT INTO line VALUES (?, ?, ?)", _rows(lines))
        shelf.execute("CREATE INDEX by_parent ON line (parent)")
        for id, body in shelf.execute("SELECT id, body FROM line WHERE parent IS NULL ORDER BY rowid"):
            children = shelf.execute("SELECT body FROM line WHERE parent = ? ORDER BY rowid", (id,))
            yield _read(body), [_read(child) for (child,) in children]
    finally:
        shelf.close()


def _rows(lines: Iterable[str]) -> Iterator[tuple[str | None, str | None, str]]:
    for line in lines:
        if line.strip():
            node = _read(line)
            yield node.get("id"), node.get("__parentId"), line


def _read(line: str) -> Node:
    node: Node = json.loads(line, parse_float=Decimal)
    return node
