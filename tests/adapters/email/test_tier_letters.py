"""The letters about tiers: in each language, for money, points and orders, with what the strategy tells them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from retention_adapters.email.rendering import Gift, render
from retention_adapters.email.templates import Templates
from retention_plugins.parts.levels import Ladder, Rolling
from retention_plugins.parts.progress import Progress
from tests.plugins.build import NOW, ago

LANGUAGES = ("en", "cs", "pl", "pt")
COUNTED: dict[str, tuple[int, str | None, str]] = {
    "money": (100, "EUR", ""),
    "points": (1, None, "points"),
    "orders": (1, None, "orders"),
}


def letter(name: str, language: str, counted: str, level: int = 1) -> str:
    """A letter to Zoë, subject and all, with what the strategy would tell it."""
    unit, currency, of = COUNTED[counted]
    ladder = Ladder((3 * unit, 8 * unit))
    counts = Rolling([(ago(10), 3 * unit), (ago(5), 3 * unit)], timedelta(days=30))
    progress = Progress(["silver", "gold"], ladder, counts, currency, of)
    until = counts.ends(1, NOW)
    told: dict[str, Any] = progress.told(NOW, level, until, ZoneInfo("Europe/Prague"))
    around = {"store": "Bean & Leaf", "name": "Zoë", "unsubscribe": "", "unsubscribe_words": ""}
    gifts = [Gift("10 %", "GOLD-10")]
    made = render(Templates(), name, (language, "en"), {**told, "data": told, **around, "gifts": gifts})
    assert made.language == language
    return f"{made.subject}\n{made.text}".replace("\xa0", " ")


@pytest.mark.parametrize("counted", COUNTED)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["tier_reached", "tier_ending"])
def test_in_each_language(name: str, language: str, counted: str) -> None:
    """Each can be written, and says which tier it is about, until when it lasts, and of which store."""
    text = letter(name, language, counted)
    assert all(word in text for word in ("Zoë", "silver", "Bean & Leaf", "2026"))
    assert ("GOLD-10" in text) == (name == "tier_reached")


@pytest.mark.parametrize(
    ("name", "language", "counted", "sentence"),
    [
        ("tier_reached", "en", "money", "Spend another €2.00, and you reach gold."),
        ("tier_reached", "cs", "money", "Nakupte ještě za 2,00 € a dosáhnete úrovně gold."),
        ("tier_reached", "en", "orders", "2 more orders, and you reach gold."),
        ("tier_reached", "cs", "orders", "Ještě 2 objednávky a dosáhnete úrovně gold."),
        ("tier_reached", "pl", "orders", "Jeszcze 2 zamówienia i osiągniesz poziom gold."),
        ("tier_reached", "pt", "points", "Faltam-lhe 2 pontos para o nível gold."),
        ("tier_ending", "en", "orders", "3 more orders by then, and you keep it."),
        ("tier_ending", "pl", "money", "Kup do tego czasu jeszcze za 3,00 €, a poziom zostanie z Tobą."),
        ("tier_ending", "cs", "points", "K jejímu udržení vám do té doby chybí: 3 body."),
    ],
)
def test_what_is_missing(name: str, language: str, counted: str, sentence: str) -> None:
    """What is missing is said in the words of the language, with its plurals."""
    assert sentence in letter(name, language, counted)


def test_at_the_top() -> None:
    """Whoever has the highest tier is told of no other."""
    assert "another" not in letter("tier_reached", "en", "money", level=2)
