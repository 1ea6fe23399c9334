"""What a strategy says of itself: it can be read, or it is refused; of the first contract it is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import ContractWarning, Credit, PluginError, hookimpl
from retention_sdk.contract import GROUP, WORDS
from retention_sdk.registry import Enabled, Registry
from tests.build import opened, visit
from tests.registry.distributions import STRATEGY, install

if TYPE_CHECKING:
    from pathlib import Path

TASTING = STRATEGY.replace("    @hookimpl", "    places = [('hall', 20)]\n\n    @hookimpl")


def saying(**words: object) -> Any:
    """A strategy that says something of itself."""

    class Says:
        @hookimpl
        def on_visit(self) -> list[Any]:
            """Gives a point."""
            return [Credit("points", 1)]

    made = Says()
    vars(made).update(words)
    return made


@pytest.mark.parametrize(
    ("word", "said", "form"),
    [
        ("draws", [], "a tuple of Draw"),
        ("draws", ("summer",), "a tuple of Draw"),
        ("gives_once", "no", "True or False"),
        ("in_words", "It gives points.", "a method that answers sentences"),
        ("places", [("hall", 20)], "a mapping of names to whole numbers"),
        ("proposes", Credit, "a tuple of kinds of actions, such as (Credit,)"),
        ("proposes", ("credit",), "a tuple of kinds of actions"),
        ("proposes", (Credit("points", 1),), "a tuple of kinds of actions"),
    ],
)
def test_what_cannot_be_read_is_refused(word: str, said: object, form: str) -> None:
    """Where it was passed over, a draw never was, and nobody knew: the sentence names the word and its form."""
    with pytest.raises(PluginError) as raised:
        Registry((Enabled("mine", saying(**{word: said}), "acme 1.2"),))
    start = f"plugin 'mine' of acme 1.2: {word} is a {type(said).__name__} that cannot be read; say it with {form}"
    assert str(raised.value).startswith(start)


def test_what_can_be_read(sqlite_url: str) -> None:
    """Each word in its form is fine, and so is one that is not said."""
    words = {"draws": (), "gives_once": False, "in_words": lambda: ["It gives."], "places": {"hall": 2}}
    with opened(sqlite_url, {"mine": saying(**words, proposes=(Credit,)), "silent": saying()}) as engine:
        assert [granted.plugin for granted in engine.handle(visit()).granted] == ["mine", "silent"]
    assert {*words, "proposes"} == set(WORDS)


def test_a_class_whose_words_need_an_instance() -> None:
    """A class is asked for its hooks alone: a property of it says nothing."""

    class Static:
        @property
        def proposes(self) -> tuple[type, ...]:
            """Says what it proposes."""
            return (Credit,)

        @staticmethod
        @hookimpl
        def on_visit() -> None:
            """Is silent."""

    assert Registry((Enabled("static", Static),)).hooks("static") == ("on_visit",)


def test_a_word_that_raises() -> None:
    """A strategy that fails when it is looked at is named, as one is that fails when it is imported."""

    class Broken:
        @property
        def proposes(self) -> tuple[type, ...]:
            """Fails."""
            raise ValueError("no idea")

        @hookimpl
        def on_visit(self) -> None:
            """Is silent."""

    with pytest.raises(PluginError, match=r"'b' of acme 1 fails where it is asked .* itself: ValueError: no idea"):
        Registry((Enabled("b", Broken(), "acme 1"),))


@pytest.mark.parametrize("built_for", ["", f"{GROUP}:V1"])
def test_of_the_first_contract(site: Path, sqlite_url: str, built_for: str) -> None:
    """It is passed over, as it was, with one warning that says what to write."""
    install(site, "acme", "1.0", {"tasting": "tasting_mod:Gives"}, built_for=built_for, tasting_mod=TASTING)
    with pytest.warns(ContractWarning) as warned:
        engine = opened(sqlite_url, plugins={"tasting": {}})
    with engine:
        assert len(engine.handle(visit()).granted) == 1
    (one,) = warned
    assert str(one.message) == (
        "plugin 'tasting' of acme 1.0 was built for contract 1 of the hooks, which passes over what is refused since "
        "then: places is a list that cannot be read; say it with a mapping of names to whole numbers"
    )
    assert (one.filename, one.lineno) == (str(site / "tasting_mod.py"), 12)


def test_of_the_second(site: Path, sqlite_url: str) -> None:
    """It is refused when the engine is made."""
    install(site, "acme", "1.0", {"tasting": "tasting_two:Gives"}, built_for=f"{GROUP}:V2", tasting_two=TASTING)
    with pytest.raises(PluginError, match=r"plugin 'tasting' of acme 1\.0: places is a list that cannot be read"):
        opened(sqlite_url, plugins={"tasting": {}})
