"""Voices: plurals, money, days and parts of sentences as each language has them."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest

from retention_sdk import BadValue
from retention_sdk.language import ENGLISH, LANGUAGES, Amount, Said, Word, counted, joined, said, voice_of
from retention_sdk.wire import dumps
from tests.build import eur

AT = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["1 point", "2 points", "5 points", "22 points", "1,234 points"]),
        ("cs", ["1 bod", "2 body", "5 bodů", "22 bodů", "1 234 bodů"]),
        ("pl", ["1 punkt", "2 punkty", "5 punktów", "22 punkty", "1 234 punkty"]),
        ("pt", ["1 ponto", "2 pontos", "5 pontos", "22 pontos", "1 234 pontos"]),
    ],
)
def test_amounts(language: str, told: list[str]) -> None:
    """A unit that is known has the plural of its number."""
    amounts = [said("take {what}", what=Amount(n, "points")) for n in (1, 2, 5, 22, 1234)]
    spoken = [voice_of(language).say(one).replace("\xa0", " ").partition(" ")[2] for one in amounts]
    assert spoken == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_merchants_own_words(language: str) -> None:
    """A unit that nobody knows, and a name, stay as they are."""
    told = voice_of(language).say(
        said("{plugin} {does}{later}{why}.", plugin="x", does=Amount(5, "cups"), later="", why="")
    )
    assert told == "x 5 cups."


@pytest.mark.parametrize(
    ("language", "money", "day", "moment"),
    [
        ("en", "1234.50 EUR", "2026-03-01", "2026-03-01 09:05 UTC"),
        ("cs", "1 234,50 €", "1. 3. 2026", "1. 3. 2026 9:05 UTC"),
        ("pl", "1 234,50 €", "1 mar 2026", "1 mar 2026 09:05 UTC"),
        ("pt", "1 234,50 €", "01/03/2026", "01/03/2026 09:05 UTC"),
    ],
)
def test_figures(language: str, money: str, day: str, moment: str) -> None:
    """Money and times are written as people of the language write them."""
    values = (eur("1234.50"), date(2026, 3, 1), AT)
    told = [voice_of(language).say(joined([value])).replace("\xa0", " ") for value in values]
    assert told == [money, day, moment]


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "1 hour, 2 days"), ("cs", "1 hodinu, 2 dny"), ("pl", "1 godzinę, 2 dni"), ("pt", "1 hora, 2 dias")],
)
def test_spans(language: str, told: str) -> None:
    """A span of time has its own plural wherever it stands."""
    assert voice_of(language).say(joined([timedelta(hours=1), timedelta(days=2)])) == told


def test_a_sentence_is_an_english_text() -> None:
    """Whoever does not ask for a language reads, stores and compares plain English."""
    sentence = said("{amount} off", amount=eur(5))
    assert sentence == "5.00 EUR off"
    assert dumps([sentence]) == '["5.00 EUR off"]'
    assert type(ENGLISH.say(sentence)) is str
    copied = pickle.loads(pickle.dumps(sentence))  # noqa: S301 - our own
    assert (copied, copied.values) == (sentence, sentence.values)


def test_parts_are_said_too() -> None:
    """What stands in a sentence is said in its language, however deep."""
    inner = said("It goes with what was refused: {sentence}", sentence=said("A limit has refused it before."))
    assert voice_of("cs").say(inner) == "Patří k tomu, co bylo odmítnuto: Už dříve to odmítl některý limit."


def test_words() -> None:
    """A word is as the catalogue has it, with a capital where a sentence begins; one that it lacks stays."""
    say = voice_of("cs").say
    assert say(joined([Word("order_cancelled", begins=True), Word("not_using"), Word("own_kind")])) == (
        "Storno objednávky, nevyužívání, own kind"
    )
    assert str(joined([Word("order_cancelled", begins=True)])) == "Order cancelled"


def test_what_no_catalogue_knows() -> None:
    """A message of nobody's is said in English, with its values as the language has them."""
    say = voice_of("pl").say
    assert say(Said("only here {day}", "", {"day": date(2026, 3, 1)})) == "only here 1 mar 2026"
    assert [say(counted("{n} cup", "{n} cups", n)) for n in (1, 5)] == ["1 cup", "5 cups"]
    assert say("as it is") == "as it is"


def test_no_such_language() -> None:
    """A language that nobody translated to is an error that names those there are."""
    with pytest.raises(BadValue, match="no sentences are known in the language 'de'; pass one of en, cs, pl, pt"):
        voice_of("de")
