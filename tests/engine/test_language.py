"""`[store] language`: decisions, staff cards and answers to why in the store's language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import BadConfig, BadValue, Credit, IssueCoupon, PercentOff, Purchase, Refund
from tests.audit import audit, books
from tests.build import after, complaint, eur, gives, opened, order

if TYPE_CHECKING:
    from retention_sdk import Engine, Event

CZECH = {"language": "cs"}
GIFT = {"rich": gives(IssueCoupon(PercentOff(50), cost=eur(9)))}
LIMIT: dict[str, Any] = {"limits": {"monthly_budget": "5 EUR"}}


def told(engine: Engine) -> tuple[str, str]:
    """The sentence of the refusal of an order, as it is answered and as it is stored."""
    sentence = engine.handle(order()).refusals[0].sentence
    (row,) = books(engine)["events"]
    return sentence.replace("\xa0", " "), row.decision


def test_a_decision_in_czech(database_url: str) -> None:
    """What was refused is said and stored in the store's language, once; a redelivery is equal and tells the same."""
    with opened(database_url, GIFT, store=CZECH, **LIMIT) as engine:
        sentence, stored = told(engine)
        assert sentence == "9,00 € je víc než 5,00 €, které zbývají z 5,00 € na 2100-01."
        assert sentence in stored.replace("\xa0", " ")
        first, again = engine.preview(order()), engine.handle(order())
        assert first == again
        assert first.explain() == again.explain()
        assert again.explain().replace("\xa0", " ").splitlines() == [
            "Nákup o-1 zákazníka c, 1. 1. 2100 12:00 UTC, 10,00 €.",
            "- Strategie rich chtěla vystavit kupon: sleva 50 %, s neomezenou platností, odmítnuto [over_budget]: "
            + sentence,
        ]
        assert again.explain("en").startswith("Purchase o-1 of customer c, 2100-01-01 12:00 UTC, 10.00 EUR.\n")
        with pytest.raises(BadValue, match="'de'"):
            again.explain("de")


def test_english_is_what_it_was(sqlite_url: str) -> None:
    """A store that says nothing of a language speaks English, and the language is no part of its settings."""
    with opened(sqlite_url, GIFT, **LIMIT) as engine:
        sentence, stored = told(engine)
        assert sentence == "9.00 EUR is more than the 5.00 EUR left of 5.00 EUR for 2100-01."
        assert type(engine.preview(order("o-2")).refusals[0].sentence) is str
        assert '"language"' not in stored
        versions = len(books(engine)["events"])
    with opened(sqlite_url, GIFT, store=CZECH, **LIMIT) as engine:
        assert {row.settings for row in books(engine)["events"]} == {1}
        engine.handle(order("o-2"))
        assert ({row.settings for row in books(engine)["events"]}, versions) == ({1}, 1)


def test_other_languages_decide_the_same(sqlite_url: str) -> None:
    """A language changes no code, action, key or amount."""
    found = set()
    for language in ("en", "cs", "pl", "pt"):
        with opened(sqlite_url, GIFT, store={"language": language, "key": "same"}, **LIMIT) as engine:
            decision = engine.preview(order())
            found.add((decision.granted, tuple((one.plugin, one.action, one.code) for one in decision.refusals)))
            assert decision.explain().count("\n") == 1
    assert len(found) == 1


def test_a_replay_speaks_as_before(database_url: str) -> None:
    """A correction decides an order again without a word of what was refused being changed; its note is Czech too."""
    with opened(database_url, GIFT, store=CZECH, plugins={"points": {}}, **LIMIT) as engine:
        engine.handle(order())
        decision = engine.handle(Refund(id="r", customer="c", occurred_at=after(2), order="o-9"))
        assert [note.sentence for note in decision.notes] == [
            "Objednávka o-9 ještě není známa; opraví se, až přijde.",
        ]
        engine.handle(order("o-0", at=after(-1)))
        later = next(row for row in books(engine)["events"] if row.id == "o-1")
        assert json.loads(later.revised)["refusals"] == json.loads(later.decision)["refusals"]
        assert audit(engine) == []


def test_why_and_the_staff_card(sqlite_url: str) -> None:
    """Who helps a customer reads both in the store's language, with the plurals that it has."""

    def stamps(event: Event, _: object) -> list[Credit]:
        return [Credit("points", 5), Credit("stamps", 2)] if isinstance(event, Purchase) else []

    with opened(sqlite_url, {"stamper": stamps}, store=CZECH, authority={"agent": "20 EUR"}) as engine:
        engine.handle_many([order(), complaint(at=after(1), category="damaged", severity="high")])
        why = engine.why("c", "o-1")
        assert "- stamper připisuje 5 bodů. Zákazník má ještě 5 bodů." in why.explain()
        assert "Kdyby se vrátilo 1 × beans (10,00 €):" in why.explain().replace("\xa0", " ")
        assert "- Bere zpět 2 razítka od stamper." in why.explain()
        assert "- stamper nalicza 5 punktów. Klient ma jeszcze 5 punktów." in why.explain("pl")
        card = engine.staff_card("c", "agent")
        assert "Omluvte se a zeptejte se, co by věc napravilo; zatím nikdo neodpověděl." in card.say
        assert "V roli agent smíte hned dát 20,00 €." in [one.replace("\xa0", " ") for one in card.say]


def test_a_retry_speaks_too(sqlite_url: str) -> None:
    """What a strategy proposes when it is asked again is refused in the store's language."""
    well: list[bool] = []

    def once(*_: object) -> object:
        if not well:
            raise ValueError("not yet")
        return [IssueCoupon(PercentOff(50), cost=eur(9))]

    with opened(sqlite_url, {"late": once}, store=CZECH, **LIMIT) as engine:
        failed = engine.handle(order())
        assert "Strategie late selhala v on_purchase a bude dotázána znovu později: ValueError" in failed.explain()
        well.append(True)
        (decision,) = engine.retry_failures()
        assert "které zbývají" in decision.refusals[0].sentence
        assert decision.explain().startswith("Nákup")


def test_a_language_that_nobody_knows(sqlite_url: str) -> None:
    """The file says which languages there are."""
    with pytest.raises(BadConfig, match="no sentences are known in 'de'; write one of en, cs, pl, pt"):
        opened(sqlite_url, store={"language": "de"})
