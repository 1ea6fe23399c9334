"""A configuration as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from retention_sdk.errors import BadConfig
from retention_sdk.settings import read
from retention_sdk.settings.document import dotted

if TYPE_CHECKING:
    from tests.settings.conftest import Write

TEXT = """\
    # Beans
    [store]
    currency = "EUR"

    [plugins.punch_card]
    sku = "beans-250"
    gifts = [
        "a",
        "b",
    ]
    """


def problem_of(source: str | Path) -> str:
    """The one problem that keeps a file from being read."""
    with pytest.raises(BadConfig) as caught:
        read(source)
    (problem,) = caught.value.problems
    return problem


def test_a_file_is_its_data_its_folder_and_its_name(write: Write) -> None:
    """A document knows what tomllib read, and where the file is, whether it was named by a path or by text."""
    path = write(TEXT)
    for source in (path, str(path)):
        document = read(source)
        assert document.data["store"] == {"currency": "EUR"}
        assert (document.folder, document.name) == (path.parent, "retention.toml")


def test_a_relative_file_has_an_absolute_folder(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder stays right when the program changes its working folder later."""
    path = write(TEXT)
    monkeypatch.chdir(path.parent)
    assert read("retention.toml").folder == path.parent


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("store",), 2),
        (("store", "currency"), 3),
        (("plugins",), 5),
        (("plugins", "punch_card"), 5),
        (("plugins", "punch_card", "sku"), 6),
        (("plugins", "punch_card", "gifts"), 7),
        (("plugins", "punch_card", "gifts", 1), 9),
        (("store", "name"), 2),
        (("plugins", "punch_card", "stamps", "of", "gold"), 5),
        (("plugins", "save_offer"), 5),
    ],
)
def test_a_key_has_a_line(write: Write, path: tuple[str | int, ...], line: int) -> None:
    """A key is where it was written; one that was not written is at the nearest table around it."""
    assert read(write(TEXT)).where(path) == f"retention.toml:{line}"


def test_what_is_nowhere_is_in_the_file(write: Write) -> None:
    """A table that is missing altogether has no line, only a file."""
    document = read(write(TEXT))
    assert document.where(("limits", "monthly_budget")) == "retention.toml"
    assert document.where(()) == "retention.toml"


def test_a_mapping_has_paths_for_lines() -> None:
    """A mapping is a document too; its places are dotted paths, and its folder is the working one."""
    document = read({"store": {"currency": "EUR"}})
    assert document.data == {"store": {"currency": "EUR"}}
    assert (document.folder, document.name) == (Path.cwd(), "config")
    assert document.where(("store", "currency")) == "store.currency"
    assert document.where(()) == "config"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("plugins", "punch_card"), "plugins.punch_card"),
        (("gifts", 2, "sku"), "gifts[2].sku"),
        (("tiers", "very gold"), 'tiers."very gold"'),
        (("tiers", 'a"b'), 'tiers."a\\"b"'),
        (("", "x"), '"".x'),
        (("dárek", "x-1"), "dárek.x-1"),
    ],
)
def test_dotted(path: tuple[str | int, ...], text: str) -> None:
    """A path is shown as one would write it, so that it can be found in the file."""
    assert dotted(path) == text


def test_a_document_shows_none_of_its_data(write: Write) -> None:
    """There may be passwords in it, so that its repr has the name alone."""
    assert "beans" not in repr(read(write(TEXT)))


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    """The error has the whole path, and the command that writes a file."""
    problem = problem_of(tmp_path / "retention.toml")
    assert problem.startswith(f"{tmp_path}/retention.toml does not exist")
    assert "`retention init`" in problem


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("[store]\ncurrency = EUR\n", 2, "Invalid value (column 12)"),
        ("[store]\n\ncurrency\n", 3, "Expected '='"),
        ("[store]\na = 1\na = 2\n", 3, "Cannot overwrite a value"),
        ('[store]\na = """\nb\n', 3, "Unterminated string"),
        ("[store]\na = [1,\n", 2, "Invalid value"),
    ],
)
def test_what_is_no_toml_has_a_line(write: Write, text: str, line: int, what: str) -> None:
    """A slip in the syntax is one problem, with its line, the last one where the end was not expected."""
    problem = problem_of(write(text))
    assert problem.startswith(f"retention.toml:{line}: this is not TOML: ")
    assert what in problem


def test_other_encodings_are_refused_with_their_line(tmp_path: Path) -> None:
    """A file in Latin-1 is named with the line of its first such letter."""
    path = tmp_path / "retention.toml"
    path.write_bytes("[store]\nname = 'Kavárna'\n".encode("latin-1"))
    assert problem_of(path) == "retention.toml:2: this is not UTF-8; save the file as UTF-8"


def test_the_mark_that_windows_writes_is_no_mistake(tmp_path: Path) -> None:
    """UTF-8 with a byte order mark is read, and its lines are right."""
    path = tmp_path / "retention.toml"
    path.write_bytes("\ufeff[store]\r\nname = 'Kavárna'\r\n".encode())
    document = read(path)
    assert document.data == {"store": {"name": "Kavárna"}}
    assert document.where(("store", "name")) == "retention.toml:2"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """What cannot be read at all is a problem with the system's reason, and no traceback."""
    assert problem_of(tmp_path) == f"{tmp_path} cannot be read: Is a directory"
