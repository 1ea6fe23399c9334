"""Texts that customers read, as a merchant writes them."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import define

from retention_sdk import BadValue, Wording, setting
from retention_sdk.settings import schema
from tests.settings.reading import of_mapping


@define
class Named:
    """Settings with a text that customers read."""

    title: Wording = setting(help="what it is called")


def read(title: object) -> tuple[Any, list[str]]:
    """The settings, and what is wrong with them."""
    return of_mapping(Named, {"title": title})


@pytest.mark.parametrize("title", ["Coffee", {"en": "Coffee", "cs": "Káva"}])
def test_one_text_or_several(title: Any) -> None:
    """A text stands for all languages; a table has one for each. A message is told the same."""
    named, problems = read(title)
    assert not problems
    assert named.title == Wording(title)
    assert named.title.told == title


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ({}, "a text is missing"),
        ("  ", "the text is empty"),
        ({"en": ""}, "the text in en is empty"),
        ({"English": "Coffee"}, "'English' is no language"),
        (7, "write a table"),
        ({"en": 7}, "a text in quotes"),
    ],
)
def test_what_is_none(title: object, told: str) -> None:
    """What is no text says what to write."""
    named, problems = read(title)
    assert named is None
    assert told in problems[0]


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Like any text it may come from the environment."""
    monkeypatch.setenv("TITLE", "Coffee")
    named, _ = read({"env": "TITLE"})
    assert named == Named(Wording("Coffee"))


def test_as_a_value() -> None:
    """A strategy's own code passes it as it is, and wrong ones are refused there too."""
    assert read(Wording("Coffee"))[0] == Named(Wording("Coffee"))
    with pytest.raises(BadValue, match="is no language"):
        Wording({"EN": "Coffee"})


def test_schema() -> None:
    """An editor is told of all forms: a text, a variable that holds one, and texts by language."""
    text, variable, by_language = schema(Named)["properties"]["title"]["anyOf"]
    assert (text["type"], by_language["type"]) == ("string", "object")
    assert variable == {"$ref": "#/$defs/env"}
