"""Text into rows: which delimiter, and what `csv` makes of it."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import chain, islice
from typing import TextIO

from retention_adapters.order_file.report import Report
from retention_sdk import BadValue

Row = list[str]

SPACE = " "
_LOOKED_AT = 100  # lines, in search of the first row: blank ones may stand before it, and its names may break lines
_NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "space": SPACE}


def delimiter_of(name: str) -> str:
    """The delimiter that an option names: a character, or "comma", "semicolon", "tab", "pipe" or "space".

    Raises:
        BadValue: it is more than one character, or one that `csv` does not split at.
    """
    delimiter = _NAMES.get(name, name)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise BadValue(f"delimiter {name!r} is not one character; pass one, or one of {', '.join(_NAMES)}")
    return delimiter


def detect(row: str) -> str:
    """The delimiter that splits a row into the most fields; runs of white space where none splits it."""
    best = max(",;\t|", key=lambda delimiter: len(_fields(row, delimiter)))
    return best if best in row else SPACE


def _fields(row: str, delimiter: str) -> Row:
    text = StringIO(SPACE.join(row.split()) if delimiter == SPACE else row, newline="")
    try:
        return next(csv.reader(text, delimiter=delimiter), Row())
    except csv.Error:
        return Row()


def split(text: TextIO, name: str | None) -> "tuple[str, Splitter]":
    """Finds the delimiter, and splits the text.

    Args:
        text: the file, at its beginning.
        name: the delimiter, or None to find it in the first row.

    Returns:
        The delimiter and the rows.
    """
    read: list[str] = []
    first = ""
    for line in islice(text, _LOOKED_AT):
        read.append(line)
        first += line if line.strip() or first else ""
        if first and first.count('"') % 2 == 0:
            break
    delimiter = detect(first) if name is None else delimiter_of(name)
    return delimiter, Splitter(chain(read, text), delimiter, len(_fields(first, delimiter)))


class Splitter:
    """The rows of a text, each with the line where it begins. Blank lines are no rows.

    Args:
        lines: the text.
        delimiter: what separates fields.
        width: how many fields the first row has.
    """

    def __init__(self, lines: Iterable[str], delimiter: str, width: int) -> None:
        if delimiter == SPACE:
            lines = (SPACE.join(line.split()) for line in lines)
        # strict, since csv otherwise runs over rows in search of a quotation mark that was forgotten
        self._reader = csv.reader(lines, delimiter=delimiter, strict=True)
        self._width = width

    def names(self, *, header: bool) -> tuple[str, ...]:
        """The columns' names: the first row's, or "1", "2", … of a text without a header.

        Raises:
            BadValue: the header cannot be split.
        """
        if not header:
            return tuple(str(position + 1) for position in range(self._width))
        try:
            return next((tuple(name.strip() for name in row) for row in self._reader if row), ())
        except csv.Error as error:
            raise BadValue(f"the header cannot be read: {error}") from error

    def rows(self, report: Report) -> Iterator[tuple[int, int, Row | str]]:
        """The rows that are left.

        Args:
            report: counts them.

        Yields:
            A row's number from 1, the line where it begins, and its fields, or why it cannot be split.
        """
        reader, end, number = self._reader, self._reader.line_num, 0
        while True:
            row: Row | str | None
            try:
                row = next(reader, None)
            except csv.Error as error:
                together = f"lines {end + 1} to {reader.line_num} run together: " if reader.line_num > end + 1 else ""
                row = f"{together}{error}; look for a quotation mark out of place"
            if row is None:
                return
            start, end = end + 1, reader.line_num
            if len(row) > 1 or (row and row[0].strip()):
                number += 1
                report.rows += 1
                yield number, start, row
