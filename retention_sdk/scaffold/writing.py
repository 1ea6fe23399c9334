"""A package is written: whole, or not at all."""

import ast
import builtins
import json
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from retention_sdk.assembly import RESERVED
from retention_sdk.checks import storable
from retention_sdk.errors import BadValue
from retention_sdk.registry import ADAPTERS, PLUGINS, installed
from retention_sdk.scaffold.names import Names

KINDS: Final = {"plugin": PLUGINS, "guard": PLUGINS, "adapter": ADAPTERS}
"""What can be written, with the group of entry points that it is found in."""

_AUTHOR = '"Some Author"'
_CACHE = "__pycache__"


def write(kind: str, names: Names, folder: Path, author: str | None = None) -> Path:
    """Write a package.

    Args:
        kind: one of `KINDS`.
        names: what it is called.
        folder: the folder that it is written into, in one of its own.
        author: who writes it; where nobody says, the package does not either.

    Returns:
        Its folder.

    Raises:
        BadValue: its name or its folder is taken, or no file can keep the author's name; nothing was written.
    """
    if author is not None and not storable(author):
        raise BadValue("the author's name has half a character in it, or a NUL; write it anew, or leave --author out")
    target, texts = folder / names.distribution, _texts(kind)
    refuse_taken(kind, names, texts)
    if target.exists():
        raise BadValue(f"{target} is there already, and is left as it is; name another folder with --folder")
    with TemporaryDirectory(prefix=f".{names.distribution}-", dir=folder) as beside:
        whole = Path(beside) / target.name
        for place, text in texts.items():
            file = whole / names.put(place)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(names.put(_authored(text, author)), encoding="utf-8")
        whole.rename(target)
    return target


def refuse_taken(kind: str, names: Names, texts: dict[str, str]) -> None:
    """See that nothing else has one of these names.

    Args:
        kind: one of `KINDS`.
        names: what a package shall be called.
        texts: its files.

    Raises:
        BadValue: something has; the sentence says what.
    """
    taken = ""
    if (other := installed(KINDS[kind]).get(names.plugin)) is not None:
        taken = f"{other.origin} offers {names.plugin!r} already"
    elif names.plugin in RESERVED:
        taken = f"the engine itself is called {names.plugin!r}"
    elif find_spec(names.package) is not None:
        taken = f"a package {names.package} is installed already"
    elif names.cls in _used(texts) | set(dir(builtins)):
        taken = f"the package uses another {names.cls} itself"
    if taken:
        raise BadValue(f"{taken}; name yours otherwise")


def _texts(kind: str) -> dict[str, str]:
    """The files of a kind: those that every package has, and its own."""
    templates = files("retention_sdk.scaffold").joinpath("templates")
    return dict([*_read(templates / "every"), *_read(templates / kind)])


def _read(folder: Traversable, at: str = "") -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_file():
            yield at + entry.name, entry.read_text(encoding="utf-8")
        elif entry.name != _CACHE:  # pip compiles whatever is Python
            yield from _read(entry, f"{at}{entry.name}/")


def _used(texts: dict[str, str]) -> set[str]:
    """The names that the code of a package uses."""
    code = [ast.parse(text) for place, text in texts.items() if place.endswith(".py")]
    nodes = [node for tree in code for node in ast.walk(tree)]
    imported = {node.asname or node.name for node in nodes if isinstance(node, ast.alias)}
    return imported | {node.id for node in nodes if isinstance(node, ast.Name)}


def _authored(text: str, author: str | None) -> str:
    if author is not None:
        return text.replace(_AUTHOR, json.dumps(author, ensure_ascii=False))
    return "".join(line for line in text.splitlines(keepends=True) if _AUTHOR not in line)
