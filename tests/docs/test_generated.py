"""The pages that are made of the code are as the code is."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk.settings import load
from tests.docs.generated import PAGES, config
from tests.docs.pages import page, section, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FORMS = config.tables()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_the_code_is(name: str) -> None:
    """A page that is another is written anew with `python -m tests.docs.generated --write`."""
    assert page(name) == PAGES[name]()


def keys(form: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each key of a form and of what is inside of it, with what it does."""
    for key, one in form.get("properties", {}).items():
        yield key, one.get("description", "")
    for inner in (form.get("items"), form.get("additionalProperties"), *form.get("anyOf", ())):
        if isinstance(inner, dict):
            yield from keys(inner)
    for one in form.get("properties", {}).values():
        yield from keys(one)


@pytest.mark.parametrize("name", FORMS)
def test_each_key_is_told(name: str) -> None:
    """Each key of a table, and of the tables inside of it, has a row that says what it is, and its example has it."""
    title = f"[{name}.NAME]" if name in config.BY_NAME else f"[{name}]"
    rows = table(section(page("config"), title), "key")
    told = dict(keys(FORMS[name]))
    assert {row[0].rpartition(".")[2] for row in rows} == {*told}
    assert [row for row in rows if len(row[-1]) < 5] == []
    assert tomllib.loads(config.example_of(name))


def test_the_examples_are_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """All examples together are a file that the engine takes."""
    for name in ("OFFERS_SECRET", "PRIVACY_SECRET"):
        monkeypatch.setenv(name, "0123456789abcdef0123456789abcdef")
    file = tmp_path / "retention.toml"
    file.write_text("\n\n".join(config.example_of(name) for name in FORMS), encoding="utf-8")
    assert load(file).store.name == "Bean & Leaf"
