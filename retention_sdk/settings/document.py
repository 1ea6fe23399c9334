"""A configuration as it was written: a TOML file, or a mapping."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from attrs import field, frozen

from retention_sdk.errors import BadConfig
from retention_sdk.settings.lines import Keys, lines


def dotted(path: Keys) -> str:
    """A path as a person reads it: `plugins.points.skus[2]`, odd keys in quotes."""
    text = ""
    for key in path:
        if isinstance(key, int):
            text += f"[{key}]"
        else:
            name = key if re.fullmatch(r"[\w-]+", key) else json.dumps(key, ensure_ascii=False)
            text += f".{name}" if text else name
    return text


def as_table(value: object) -> Mapping[str, object] | None:
    """The value if it is a table."""
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else None


def as_array(raw: object) -> list[object] | None:
    """The raw value if it is an array."""
    return list(cast("list[object]", raw)) if isinstance(raw, list | tuple) else None


@frozen
class Document:
    """What was written, and where.

    Args:
        data: the tables; never shown, since there may be passwords in them.
        folder: what relative paths are relative to: the file's folder, or the working one.
        name: the file's name, or "config" for a mapping.
        lines: the line of each key; empty for a mapping.
    """

    data: Mapping[str, object] = field(repr=False)
    folder: Path
    name: str = "config"
    lines: Mapping[Keys, int] = field(factory=dict[Keys, int], repr=False)

    def line(self, path: Keys) -> int:
        """The line of a key, or of the nearest table around it; 0 where there is none."""
        return next((self.lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.lines), 0)

    def where(self, path: Keys) -> str:
        """Where a key stands, for a person.

        Args:
            path: its keys, from the top.

        Returns:
            "retention.toml:12" for a file, the dotted path for a mapping.
        """
        line = self.line(path)
        return f"{self.name}:{line}" if line else self.name if self.lines or not path else dotted(path)


def read(source: str | Path | Mapping[str, object]) -> Document:
    """Read a configuration.

    Args:
        source: the path of a TOML file, or the same tables as a mapping.

    Returns:
        The document.

    Raises:
        BadConfig: there is no such file, or it is no TOML in UTF-8.
    """
    if isinstance(source, Mapping):
        return Document(source, Path.cwd())
    path = Path(source).absolute()
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadConfig([_syntax(path.name, text, str(error))]) from None
    return Document(data, path.parent, path.name, lines(text))


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        return raw.decode("utf-8-sig")
    except FileNotFoundError:
        raise BadConfig([f"{path} does not exist; run `retention init` to write one, or name another file"]) from None
    except OSError as error:
        raise BadConfig([f"{path} cannot be read: {error.strerror}"]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadConfig([f"{path.name}:{line}: this is not UTF-8; save the file as UTF-8"]) from None


def _syntax(name: str, text: str, message: str) -> str:
    at = re.fullmatch(r"(.*) \((?:at line (\d+), column (\d+)|at end of document)\)", message, re.DOTALL)
    what, line, column = at.groups() if at else (message, None, None)
    place = f"{name}:{line or len(text.splitlines())}"
    return f"{place}: this is not TOML: {what}{f' (column {column})' if column else ''}; text stands in quotes"
