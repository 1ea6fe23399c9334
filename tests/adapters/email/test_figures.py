"""Amounts, days, plurals and texts in messages: as people of the customer's language write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_adapters.email.rendering import Letter, render
from retention_adapters.email.templates import Templates
from retention_sdk import Money
from retention_sdk.platforms import Refused

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, source: str, language: str = "en", spoken: str | None = None, **told: Any) -> str:
    """What a message says."""
    (folder / f"m.{language}.txt").write_text(f"Subject: x\n\n{source}", encoding="utf-8")
    around = {"store": "Bean & Leaf", "unsubscribe": "", "unsubscribe_words": ""}
    letter: Letter = render(Templates(folder), "m", (language, "en"), {**told, **around}, spoken)
    return letter.text.strip().replace("\xa0", " ")


PRICE = {"minor": 123450, "currency": "EUR"}


@pytest.mark.parametrize(
    ("language", "spoken", "source", "text"),
    [
        ("en", None, "{{ price | money }}", "€1,234.50"),
        ("cs", "cs_CZ", "{{ price | money }}", "1 234,50 €"),
        ("pl", "pl", "{{ price | money }}", "1 234,50 €"),
        ("pt", None, "{{ price | money }}", "1 234,50 €"),
        ("pt", "pt-BR", "{{ price | money }}", "€ 1.234,50"),
        ("en", "de_AT", "{{ yen | money }}", "¥500"),
        ("en", None, "{{ day | date }}", "December 5, 2026"),
        ("en", "en_GB", "{{ day | date }}", "5 December 2026"),
        ("cs", None, "{{ day | date }}", "5. prosince 2026"),
        ("pl", None, "{{ day | date }}", "5 grudnia 2026"),
        ("pt", None, "{{ day | date }}", "5 de dezembro de 2026"),
        ("cs", None, "{{ at | date }} {{ at | time }}", "5. prosince 2026 19:30"),
        ("en", "en_GB", "{{ day | date('d MMM') }}", "5 Dec"),
        ("pl", None, "{{ 1234567 | number }}", "1 234 567"),
        ("cs", None, "{{ 5 | units('points') }}, {{ 2 | units('points') }}", "5 bodů, 2 body"),
        ("cs", None, "{{ 5 | units('beans') }}", "5 beans"),
    ],
)
def test_figures(tmp_path: Path, language: str, spoken: str | None, source: str, text: str) -> None:
    """Money, days, times and numbers are written as in the letter's language, and the customer's country."""
    told = {"price": PRICE, "yen": Money(500, "JPY"), "day": "2026-12-05", "at": "2026-12-05T19:30:00+01:00"}
    assert written(tmp_path, source, language, spoken, **told) == text


@pytest.mark.parametrize(
    ("language", "forms", "words"),
    [
        ("en", ("cup", "cups"), {0: "cups", 1: "cup", 2: "cups", 21: "cups"}),
        ("cs", ("bod", "body", "bodů"), {0: "bodů", 1: "bod", 2: "body", 4: "body", 5: "bodů", 22: "bodů"}),
        ("pl", ("punkt", "punkty", "punktów"), {1: "punkt", 4: "punkty", 5: "punktów", 12: "punktów", 22: "punkty"}),
        ("pt", ("ponto", "pontos"), {1: "ponto", 2: "pontos"}),
    ],
)
def test_plurals(tmp_path: Path, language: str, forms: tuple[str, ...], words: dict[int, str]) -> None:
    """The word that goes with a number is the one of the language's own rule."""
    for number, word in words.items():
        assert written(tmp_path, f"{{{{ {number} | plural{forms} }}}}", language) == word


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Coffee", "cs", "Coffee"),
        ({"en": "Coffee", "cs": "Káva"}, "cs", "Káva"),
        ({"en": "Coffee", "cs": "Káva"}, "pl", "Coffee"),
        ({"cs": "Káva", "": "Kaffee"}, "pl", "Kaffee"),
        ({"pt": "Café", "cs": "Káva"}, "pl", "Káva"),
    ],
)
def test_texts_in_languages(tmp_path: Path, text: object, language: str, said: str) -> None:
    """A text is said in the letter's language, else in the store's, else in whichever there is."""
    assert written(tmp_path, "{{ title | words }}", language, title=text) == said


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{{ 12 | money }}", "money is given as"),
        ("{{ 'soon' | date }}", "Invalid isoformat"),
        ("{{ 7 | date }}", "a day is given as"),
        ("{{ 7 | time }}", "a time is given as"),
        ("{{ 7 | words }}", "a text in languages is given as"),
        ("{{ 7 | plural('point') }}", "en has 2 plural forms, and 1 were given"),
        ("{{ 7 | euros }}", "No filter named 'euros'"),
    ],
)
def test_what_cannot_be_written(tmp_path: Path, source: str, told: str) -> None:
    """What is no amount, day or text is an error that says what to pass, and no letter."""
    with pytest.raises(Refused, match=told):
        written(tmp_path, source)
