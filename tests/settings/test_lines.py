"""Where each key of a TOML text stands."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk.settings.document import dotted
from retention_sdk.settings.lines import Keys, lines
from tests.settings.writer import DOCUMENTS, Writer


def paths(value: object, path: Keys = ()) -> set[Keys]:
    """Every key and array item of what `tomllib` read."""
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {found for key, item in items for found in {(*path, key), *paths(item, (*path, key))}}


@st.composite
def written(draw: Any) -> Writer:
    """A document in any style."""
    writer = Writer(draw)
    writer.document(draw(DOCUMENTS))
    return writer


@given(written())
def test_every_key_is_found_on_its_line(writer: Writer) -> None:
    """Whatever the style, each key and array item is found on the line it was written on, and nothing else is."""
    found = lines(writer.text)
    assert found.keys() == paths(tomllib.loads(writer.text))
    assert found == writer.lines


NASTY = [
    ("nothing", "", ""),
    ("comments", "# a = 1\n#[b]\n", ""),
    ("no newline at the end", "a = 1", "a 1"),
    ("Windows' line ends", "# x\r\na = 1\r\n\r\n[b]\r\nc = 2\r\n", "a 2, b 4, b.c 5"),
    ("a key in a multi-line string", 'a = """\nb = 1\n[c]\n"""\nd = 1', "a 1, d 5"),
    ("a key in a literal string", "a = '''\nb = \"1\n'''\nd = 1", "a 1, d 4"),
    ("quotes before the closing ones", 'a = """\n"" b = 1 """""\nd = 1', "a 1, d 3"),
    ("an escaped quote", 'a = "\\"\\nb = 1"\nd = 1', "a 1, d 2"),
    ("a backslash before the end", "a = 'C:\\'\nb = \"\\\\\"\nd = 1", "a 1, b 2, d 3"),
    ("a comment with a quote", "a = 1 # it's\nb = 2 # \"\n", "a 1, b 2"),
    ("a hash in a text", 'a = "# b = 1"\nc = 2', "a 1, c 2"),
    ("quoted keys", "\"a.b\".'c d' = 1", '"a.b" 1, "a.b"."c d" 1'),
    ("an escape in a key", '"\\u00e9" = 1', "é 1"),
    ("an empty key", '"".a = 1', '"" 1, "".a 1'),
    ("numbers as keys", "1.2 = 3", "1 1, 1.2 1"),
    ("dates and decimals", "a = 1979-05-27 07:32:00.5\nb = 1.5\n", "a 1, b 2"),
    ("a table after those below it", "[a.b]\nc = 1\n[a]\nd = 2", "a 3, a.b 1, a.b.c 2, a.d 4"),
    ("a header in spaces and quotes", '[ a . "b]" ]\nc = 1', 'a 1, a."b]" 1, a."b]".c 2'),
    ("a header with a comment", "[a] # [b]\n[c]", "a 1, c 2"),
    (
        "an inline table",
        "a = { b = 1, c.d = [\n  2,\n  { e = 3 },\n] }\nf = 4",
        "a 1, a.b 1, a.c 1, a.c.d 1, a.c.d[0] 2, a.c.d[1] 3, a.c.d[1].e 3, f 5",
    ),
    (
        "arrays of tables within each other",
        "[[a]]\n[[a.b]]\nc = 1\n[[a.b]]\nc = 2\n[[a]]\n[[a.b]]\n[a.b.d]\ne = 3",
        (
            "a 1, a[0] 1, a[0].b 2, a[0].b[0] 2, a[0].b[0].c 3, a[0].b[1] 4, a[0].b[1].c 5, "
            "a[1] 6, a[1].b 7, a[1].b[0] 7, a[1].b[0].d 8, a[1].b[0].d.e 9"
        ),
    ),
    ("arrays in arrays", "a = [[1], [\n[2]]]", "a 1, a[0] 1, a[0][0] 1, a[1] 1, a[1][0] 2, a[1][0][0] 2"),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=name) for name, *case in NASTY])
def test_nasty_texts(text: str, expected: str) -> None:
    """Text in strings and comments is never taken for a key, and each way of writing a key is known."""
    assert lines(text).keys() == paths(tomllib.loads(text))
    assert {f"{dotted(path)} {line}" for path, line in lines(text).items()} == set(filter(None, expected.split(", ")))


@given(st.text("ab1.=[]{},#\\\"'\n "))
def test_any_text_comes_to_an_end(text: str) -> None:
    """Even a text that is no TOML gives the lines of what was understood, and never an error."""
    assert all(0 < line <= text.count("\n") + 1 for line in lines(text).values())
