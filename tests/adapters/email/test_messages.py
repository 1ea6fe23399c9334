"""The messages that list things: each language says what a strategy tells, with prices, days, codes and plurals."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_adapters.email.rendering import Gift, render
from retention_adapters.email.templates import Templates
from retention_plugins.announce import Announce, Notice
from retention_plugins.members_only import ForMembers, MembersOnly
from retention_plugins.specials import Special, Specials
from retention_sdk import Expiring, IssueCoupon, Occasion, SendMessage, Wording
from retention_sdk.frozen_json import thaw
from tests.plugins.build import NOW, customer, eur, line, only, order

if TYPE_CHECKING:
    from retention_sdk import Action, Customer

LANGUAGES = ("en", "cs", "pl", "pt")
COFFEE = {"en": "Fresh from Kenya", "cs": "Čerstvě z Keni", "pl": "Prosto z Kenii", "pt": "Acabado de chegar do Quénia"}
TODAY = NOW.date()
SPECIAL: dict[str, Any] = {
    "title": Wording(COFFEE),
    "begins": TODAY,
    "ends": TODAY + timedelta(days=20),
    "categories": ("coffee",),
    "price": eur("1234.50"),
    "percent": 15,
    "link": "https://x.example/kenya?a=1&b=2",
}


def occasion(name: str = "x") -> Occasion:
    """The time at which something is told."""
    return Occasion(id="x", customer="c", occurred_at=NOW, plugin="x", name=name)


def letter(actions: list[Action], language: str, name: str = "Zoë") -> str:
    """What a customer reads."""
    message: SendMessage = only(actions, SendMessage)
    coupons = [one for one in actions if isinstance(one, IssueCoupon)]
    gifts = [Gift("15 %", f"CODE-{number}", one.skus or one.categories) for number, one in enumerate(coupons)]
    told = {**message.data, "data": message.data, "name": name, "store": "Bean & Leaf", "gifts": gifts}
    around = {"unsubscribe": "", "unsubscribe_words": ""}
    written = render(Templates(), message.template, (language, "en"), {**told, **around})
    assert written.language == language
    assert "{{" not in written.text + written.html
    assert "\n\n\n" not in written.text
    return f"{written.subject}\n{written.text}".replace("\xa0", " ")


def buyer() -> Customer:
    """Somebody who bought coffee."""
    return customer(orders=(order(line(9, "beans", categories=["coffee"]), at=NOW - timedelta(days=40)),))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["€1,234.50, 15 % off", "Until March 30, 2026", "Your own code: CODE-0", "Hello Zoë,"]),
        ("cs", ["1 234,50 €, sleva 15 %", "Platí do 30. března 2026 včetně", "Váš osobní kód: CODE-0"]),
        ("pl", ["1234,50 €, rabat 15%", "Do 30 marca 2026 włącznie", "Twój osobisty kod: CODE-0"]),
        ("pt", ["1 234,50 €, 15 % de desconto", "Até 30 de março de 2026", "O seu código pessoal: CODE-0"]),
    ],
)
def test_specials(language: str, said: list[str]) -> None:
    """Each special has its title, price, last day and link, and the code of its own coupon alone."""
    mine = {
        "kenya": Special(**SPECIAL, coupon=True),
        "mug": Special(**{**SPECIAL, "title": Wording("Mug"), "price": None}),
    }
    text = letter(list(Specials(specials=mine).on_occasion(occasion(), buyer())), language)
    for part in (*said, COFFEE[language], "https://x.example/kenya?a=1&b=2", "Mug"):
        assert part.replace("1 234", "1234") in text.replace("1 234", "1234")
    assert text.count("CODE-0") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2])
def test_for_members(language: str, count: int) -> None:
    """A special for members says from when on it is everybody's, where it is theirs first."""
    early = ForMembers(**{**SPECIAL, "begins": TODAY + timedelta(days=2)}, early_days=3)
    found = {"a": early, "b": ForMembers(**{**SPECIAL, "title": Wording("Mug"), "sku": "mug"})}
    strategy = MembersOnly(specials=dict(list(found.items())[:count]))
    text = letter(list(strategy.on_occasion(occasion(), customer(tags=frozenset({"member"})))), language)
    early_days = {"en": "March 12, 2026", "cs": "12. března 2026", "pl": "12 marca 2026", "pt": "12 de março de 2026"}
    assert COFFEE[language] in text
    assert text.count(early_days[language]) == 1
    assert text.count("CODE-") == count


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice(language: str) -> None:
    """A notice says what changes, when, and what it means."""
    notice = Notice(
        title=Wording(COFFEE), text=Wording("It is new."), on=TODAY + timedelta(days=9), link="https://x.example"
    )
    strategy = Announce(notices={"x": notice})
    text = letter(list(strategy.on_occasion(occasion("notices.x"), customer(tags=frozenset({"member"})))), language)
    assert text.startswith(f"{COFFEE[language]}\n")
    assert "It is new." in text
    assert "https://x.example" in text
    assert "2026" in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "5 points after March 14, 2026\n1 mile after March 14, 2026\n"),
        ("cs", "5 bodů, platí do 14. března 2026\n1 míli, platí do 14. března 2026\n"),
        ("pl", "5 punktów, do wykorzystania do 14 marca 2026\n1 milę, do wykorzystania do 14 marca 2026\n"),
        ("pt", "5 pontos, a usar até 14 de março de 2026\n1 milha, a usar até 14 de março de 2026\n"),
    ],
)
def test_what_expires(language: str, said: str) -> None:
    """What expires is counted in the language's own plurals."""
    from attrs import evolve

    at = NOW + timedelta(days=4)
    who = evolve(customer(), expiring=(Expiring(at, "points", 5), Expiring(at, "miles", 1)))
    text = letter(list(Announce().on_occasion(occasion("expiring"), who)), language)
    first, second = said.strip().split("\n")
    assert first in text
    assert second in text


def test_what_is_told_has_a_json_form() -> None:
    """What a strategy tells a message is plain data."""
    (message, *_) = Specials(specials={"a": Special(**SPECIAL)}).on_occasion(occasion(), buyer())
    assert isinstance(message, SendMessage)
    assert thaw(message.data)["specials"][0]["title"] == COFFEE  # type: ignore[index]
