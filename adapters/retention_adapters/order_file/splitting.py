"""Text into rows: which delimiter, and what `csv` makes of it."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TextIO

from retention_adapters.order_file.report import Report
from retention_sdk import BadValue

Row = list[str]

SPACE = " "
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


def detect(line: str) -> str:
    """The delimiter that splits a line into the most fields; runs of white space where none splits it."""
    best = max(",;\t|", key=lambda delimiter: len(next(csv.reader([line], delimiter=delimiter), [])))
    return best if best in line else SPACE


def split(text: TextIO, name: str | None) -> "tuple[str, Splitter]":
    """Finds the delimiter, and splits the text.

    Args:
        text: the file, at its beginning.
        name: the delimiter, or None to find it in the first line that is not blank.

    Returns:
        The delimiter and the rows.
    """
    first: list[str] = []
    for line in text:
        first.append(line)
        if line.strip():
            break
    delimiter = detect(first[-1] if first else "") if name is None else delimiter_of(name)
    return delimiter, Splitter(chain(first, text), delimiter)


class Splitter:
    """The rows of a text, each with the line where it begins. Blank lines are no rows."""

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        if delimiter == SPACE:
            lines = (SPACE.join(line.split()) for line in lines)
        # strict, since csv otherwise runs over rows in search of a quotation mark that was forgotten
        self._reader = csv.reader(lines, delimiter=delimiter, strict=True)

    def header(self) -> Row:
        """The first row, stripped; none of an empty file."""
        return next(([name.strip() for name in row] for row in self._reader if row), [])

    def rows(self, report: Report) -> Iterator[tuple[int, Row]]:
        """The rows that are left.

        Args:
            report: counts the rows, and takes those that cannot be split.

        Yields:
            The line where a row begins, and its fields.
        """
        reader, end = self._reader, self._reader.line_num
        while True:
            start = end + 1
            try:
                for row in reader:
                    end = reader.line_num
                    if row and (len(row) > 1 or row[0].strip()):
                        report.rows += 1
                        yield start, row
                    start = end + 1
            except csv.Error as error:
                end = reader.line_num
                report.rows += 1
                lines = f"lines {start} to {end} run together: " if end > start else ""
                report.problem(start, f"{lines}{error}; look for a quotation mark out of place")
            else:
                return
