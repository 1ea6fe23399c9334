"""Where each key of a TOML text stands: tomllib reads the values, and does not tell the lines."""

import re
import tomllib
from contextlib import suppress

Keys = tuple[str | int, ...]
"""A place in a document: keys, and indexes of arrays."""

_TOKEN = re.compile(
    r"""
      (?P<skip> [ \t\r]+ | \#[^\n]* )
    | \"\"\" (?: \\. | [^\\] )*? \"{3,5}
    | ''' .*? '{3,5}
    | " (?: \\. | [^"\\] )* "
    | ' [^']* '
    | [\n\[\]{}=,.]
    | [^\s\[\]{}=,."'\#]+
    """,
    re.VERBOSE | re.DOTALL,
)
_END = ""


class _Scanner:
    """One pass over the tokens of a text that tomllib has accepted."""

    def __init__(self, text: str) -> None:
        self.found: dict[Keys, int] = {}
        self._tables: dict[Keys, int] = {}  # how many `[[...]]` there are so far, by path
        self._tokens = [match for match in _TOKEN.finditer(text) if not match["skip"]]
        self._at = 0
        self._line = 1

    def document(self) -> None:
        """Read the whole text, and note the line of each table and each key."""
        table: Keys = ()
        while self._peek() != _END:
            if self._took("["):
                table = self._header()
            elif not self._took("\n"):
                self._pair(table)

    def _peek(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else _END

    def _next(self) -> str:
        token = self._tokens[self._at][0]
        self._at += 1
        self._line += token.count("\n")
        return token

    def _took(self, mark: str) -> bool:
        return self._peek() == mark and bool(self._next())

    def _key(self) -> list[str]:
        parts = [_unquoted(self._next())]
        while self._took("."):
            parts.append(_unquoted(self._next()))
        return parts

    def _header(self) -> Keys:
        path: Keys = ()
        many = self._took("[")
        *parents, last = self._key()
        for part in parents:
            path = self._passed((*path, part))
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        path = (*path, last)
        if many:
            count = self._tables[self._passed(path)] = self._tables.get(path, 0) + 1
            path = (*path, count - 1)
        self.found[path] = self._line
        while self._took("]"):
            pass
        return path

    def _pair(self, path: Keys) -> None:
        for part in self._key():
            path = self._passed((*path, part))
        self.found[path] = self._line
        self._next()  # the equals sign
        self._value(path)

    def _passed(self, path: Keys) -> Keys:
        self.found.setdefault(path, self._line)
        return path

    def _value(self, path: Keys) -> None:
        if self._took("{"):
            while not self._took("}"):
                if not self._took(",") and not self._took("\n"):
                    self._pair(path)
        elif self._took("["):
            count = 0
            while not self._took("]"):
                if not self._took(",") and not self._took("\n"):
                    self._value(self._passed((*path, count)))
                    count += 1
        else:
            self._next()
            while self._peek() not in ("\n", ",", "]", "}", _END):
                self._next()


def _unquoted(token: str) -> str:
    return str(tomllib.loads(f"key = {token}")["key"]) if token[0] in "\"'" else token


def lines(text: str) -> dict[Keys, int]:
    """The line of every key and array item of a TOML text.

    A table stands where its header is, or, without one, where the first key below it is.

    Args:
        text: TOML that tomllib accepts.

    Returns:
        Line numbers from 1, by path.
    """
    scanner = _Scanner(text)
    with suppress(IndexError, ValueError):  # lines are a courtesy: no text that tomllib can read is refused for them
        scanner.document()
    return scanner.found
