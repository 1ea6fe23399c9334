"""Writes nested data as TOML in any style, and remembers on which line each key came to stand."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from retention_sdk.settings.lines import Keys

KEYS = st.one_of(
    st.sampled_from(["a", "b", "store", "name", "1", "-", "_"]),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=4),
)
DECOYS = st.sampled_from(["", "# a = 1", '  # [store] "', "\t", "# '''", '# """ [[b]]', "#"])
SCALARS = st.sampled_from(
    [
        *("1", "0x1F", "+1_0.5", "1e3", "inf", "true", "1979-05-27 07:32:00", "07:32:00.5", "2000-01-01T00:00:00Z"),
        *('""', "''", '"a = 1 # \\" ]}"', "'[b] \\'", '"\\\\"', '"é, {}"', '"""a"""', "'''a'''"),
        *('"""\na = 1\n[b]\n"""', "'''\nname = '1'\n# '''", '"""a""""', '"""\\"""\n"""""', "''''a''''", '"""""""'),
        *('"""\\\n   store = 2 \\\\"""', "'''\\'''", '""""""', "''''''"),
    ]
)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.dictionaries(KEYS, inner, max_size=4), st.lists(inner, max_size=3)),
    max_leaves=20,
)
DOCUMENTS = st.dictionaries(KEYS, DATA, max_size=5)


class Writer:
    """Writes data whose leaves are TOML already.

    Args:
        draw: hypothesis' draw, which chooses the style.
    """

    def __init__(self, draw: Any) -> None:
        self.text = ""
        self.lines: dict[Keys, int] = {}
        self._draw = draw

    def __repr__(self) -> str:
        return self.text

    def document(self, data: dict[str, Any], path: Keys = ()) -> None:
        """Writes a table's own keys, and then the tables below it that have headers."""
        headed = {key: value for key, value in data.items() if self._can_be_headed(value) and self._draw(st.booleans())}
        for key, value in data.items():
            if key not in headed:
                self._decoy()
                self._pair((*path, key), value, many_lines=False)
                self.text += "\n"
        for key, value in headed.items():
            for at, table in enumerate(value if isinstance(value, list) else [value]):
                self._header((*path, key), at if isinstance(value, list) else None, table)

    def _header(self, path: Keys, at: int | None, table: dict[str, Any]) -> None:
        self._decoy()
        name = ".".join(self._name(key) for key in path if isinstance(key, str))
        self._note(path, first=at is None)
        path = path if at is None else (*path, at)
        self._note(path)
        gap = self._draw(st.sampled_from(["", " "]))
        self.text += f"[{gap}{name}{gap}]\n" if at is None else f"[[{gap}{name}{gap}]] # [c]\n"
        self.document(table, path)

    def _pair(self, path: Keys, value: Any, *, many_lines: bool) -> None:
        """Writes `key = value`, where a table of one key may be written with a dot."""
        name = self._name(path[-1])
        self._note(path)
        while isinstance(value, dict) and len(value) == 1 and self._draw(st.booleans()):
            ((key, value),) = value.items()
            path = (*path, key)
            name += self._draw(st.sampled_from([".", " . "])) + self._name(key)
            self._note(path)
        self.text += name + self._draw(st.sampled_from([" = ", "="]))
        self._value(path, value, many_lines=many_lines)

    def _value(self, path: Keys, value: Any, *, many_lines: bool = True) -> None:
        if isinstance(value, dict):
            self.text += "{ "
            for count, (key, item) in enumerate(value.items()):
                self.text += ", " if count else ""
                self._pair((*path, key), item, many_lines=many_lines)
            self.text += " }"
        elif isinstance(value, list):
            self.text += "["
            for at, item in enumerate(value):
                self.text += self._draw(st.sampled_from(["", " ", "\n", "# ], a = 1\n", "\r\n"]))
                self._note((*path, at))
                self._value((*path, at), item)
                self.text += self._draw(st.sampled_from([",", " ,", "\n,"]))
            self.text += "]"
        else:
            self.text += value

    def _note(self, path: Keys, *, first: bool = False) -> None:
        line = self.text.count("\n") + 1
        if first or path not in self.lines:
            self.lines[path] = line

    def _name(self, key: str | int) -> str:
        plain = json.dumps(key, ensure_ascii=False).replace("\x7f", "\\u007f")
        styles = [plain]
        if re.fullmatch(r"[A-Za-z0-9_-]+", str(key)):
            styles.append(str(key))
        if "'" not in str(key):
            styles.append(f"'{key}'")
        return str(self._draw(st.sampled_from(styles)))

    def _decoy(self) -> None:
        self.text += "".join(f"{line}\n" for line in self._draw(st.lists(DECOYS, max_size=2)))

    @staticmethod
    def _can_be_headed(value: Any) -> bool:
        return isinstance(value, dict) or (
            isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
        )
