"""Profiles: what a customer told of themselves; patches, and consents of which the latest word counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import BadValue, Consent, MonthDay, Profile, mark_of
from retention_sdk.profile import MOST_MARKS
from tests.values.made import consents, profiles

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ADA = "Ada@Example.com"


def word(given: bool, at: datetime | None = None, channel: str = "email") -> Consent:
    """A yes or a no to marketing."""
    return Consent(channel=channel, given=given, at=at)


def test_texts_are_tidied() -> None:
    """An address is in lower case, no text has space around it, and an empty one is not known."""
    told = Profile(email=f" {ADA} ", name=" Ada ", locale=" cs", timezone="Europe/Prague ")
    assert told == Profile(email="ada@example.com", name="Ada", locale="cs", timezone="Europe/Prague")
    assert Profile(email=" ", name="", locale="", timezone="") == Profile()


@pytest.mark.parametrize("locale", ["cs", "pt_BR", "pt-BR", "zh-Hant-TW", "en_US.UTF-8", "de_DE@euro", "fil", "es-419"])
def test_locales_that_are_taken(locale: str) -> None:
    """A language tag is taken as platforms write it, with either separator."""
    assert Profile(locale=locale).locale == locale


@pytest.mark.parametrize("locale", ["English please", "-", "c", "cs_", "_cs", "cs__CZ", "1", 5, b"cs"])
def test_locales_that_are_not(locale: Any) -> None:
    """What is no language tag is refused, with examples of what is."""
    with pytest.raises(BadValue, match=r"Profile\.locale is .*; pass a language tag such as 'cs' or 'pt_BR'"):
        Profile(locale=locale)


@pytest.mark.parametrize("zone", ["Europe/Pragu", "CET+1", "../../etc/passwd", "/etc/localtime", "Europe", "\0", 5])
def test_time_zones(zone: Any) -> None:
    """A time zone is an IANA name, and nothing outside their folder is read."""
    with pytest.raises(BadValue, match=r"Profile\.timezone is .*; pass an IANA name such as 'Europe/Prague'"):
        Profile(timezone=zone)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"email": [ADA]}, "Profile.email is a list; pass a text"),
        ({"email": f"{ADA}\0"}, "Profile.email is a str; pass a text without NUL"),
        ({"name": {"first": "Ada"}}, "Profile.name is a dict; pass a text"),
        ({"name": "Ada\ud800"}, "Profile.name is a str; pass a text without NUL and half characters"),
        ({"birthday": "1815-12-10"}, "Profile.birthday is a str; pass MonthDay"),
        ({"consents": "ada"}, "Profile.consents is a str; pass a list of Consent"),
        ({"consents": 5}, "Profile.consents is 5; pass a list of Consent"),
        ({"consents": ["ada", "ada"]}, "Profile.consents[…] is a str; pass a list of Consent"),
    ],
)
def test_no_error_tells_who(fields: dict[str, Any], says: str) -> None:
    """An error names the field and what to pass, never an address, a name or a birthday."""
    with pytest.raises(BadValue) as raised:
        Profile(**fields)
    assert says in str(raised.value)
    assert not any(personal in str(raised.value).lower() for personal in ("ada", "example", "1815"))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"channel": ""}, "Consent.channel is ''; pass a text"),
        ({"channel": "email", "purpose": None}, "Consent.purpose is None; pass a text"),
        ({"channel": "email", "given": "yes"}, "Consent.given is a str; pass True or False"),
        ({"channel": "email", "given": 1}, "Consent.given is 1; pass True or False"),
        ({"channel": "email", "at": datetime(2026, 3, 1)}, "has no time zone"),  # noqa: DTZ001
        ({"channel": "email", "proof": None}, "Consent.proof is None; pass a text"),
    ],
)
def test_consents_are_exact(fields: dict[str, Any], says: str) -> None:
    """A consent is a yes or a no at an instant, and nothing that might be read as one."""
    with pytest.raises(BadValue) as raised:
        Consent(**fields)
    assert says in str(raised.value)


def test_a_patch_changes_what_it_knows() -> None:
    """A patch is laid over a profile: what it does not know stays."""
    known = Profile(email=ADA, name="Ada", birthday=MonthDay(12, 10))
    assert known.patched(Profile(name="Countess")) == Profile(email=ADA, name="Countess", birthday=MonthDay(12, 10))


@given(profiles)
def test_patches_of_nothing(profile: Profile) -> None:
    """An empty patch changes nothing, and a profile laid over nothing or over itself is the profile."""
    assert profile.patched(Profile()) == profile
    assert Profile().patched(profile) == profile
    assert profile.patched(profile) == profile


@given(
    st.permutations([word(True, NOW), word(False, NOW + DAY), word(True, NOW + 2 * DAY), word(False, NOW + 3 * DAY)])
)
def test_an_older_word_never_overrides_a_newer_one(words: list[Consent]) -> None:
    """In whatever order dated words come in, the one that was said last counts."""
    profile = Profile()
    for one in words:
        profile = profile.patched(Profile(consents=[one]))
    assert profile.consents == (word(False, NOW + 3 * DAY),)
    assert Profile(consents=words) == profile


@given(st.lists(consents.filter(lambda consent: consent.at is not None), max_size=4), st.randoms())
def test_the_order_of_dated_words_does_not_matter(words: list[Consent], random: Any) -> None:
    """One profile with all words allows what patches with one each, in another order, allow."""
    whole, pieces = Profile(consents=words), Profile()
    random.shuffle(words)
    for one in words:
        pieces = pieces.patched(Profile(consents=[one]))
    for one in words:
        assert whole.allows(one.channel, one.purpose) is pieces.allows(one.channel, one.purpose)


def test_of_two_words_at_once_the_no_counts() -> None:
    """A yes and a no of the same instant are a no, whichever comes first."""
    for order in permutations([word(True, NOW), word(False, NOW)]):
        assert not Profile(consents=order).allows("email")


def test_a_word_without_a_time_counts_as_said_last() -> None:
    """An undated word overrides what is known, and is overridden by what comes after it."""
    known = Profile(consents=[word(True, NOW)])
    withdrawn = known.patched(Profile(consents=[word(False)]))
    assert not withdrawn.allows("email")
    assert withdrawn.patched(Profile(consents=[word(True, NOW - DAY)])).allows("email")


def test_channels_and_purposes_are_apart() -> None:
    """A word counts for its channel and purpose alone; silence is no consent."""
    profile = Profile(consents=[word(True), word(False, channel="sms"), Consent(channel="sms", purpose="service")])
    assert profile.allows("email")
    assert not profile.allows("sms")
    assert profile.allows("sms", "service")
    assert not profile.allows("email", "service")
    assert not profile.allows("post")


def test_consents_have_one_order() -> None:
    """Profiles with the same words are equal, whatever order they were told in."""
    words = [word(True, channel=channel) for channel in ("sms", "email", "post")]
    assert len({Profile(consents=order) for order in permutations(words)}) == 1


def test_marks_say_nothing() -> None:
    """What tells a person from others is kept as a hash, whatever was handed in, and a hash stays as it is."""
    told = Profile(marks=["card 5F2A", "Main Street 1", "card 5F2A"])
    assert told.marks == (mark_of("card 5F2A"), mark_of("Main Street 1"))
    assert Profile(marks=told.marks) == told
    assert "5F2A" not in repr(told)
    for wrong in ("card", ["", "a"], [None], 5):
        with pytest.raises(BadValue, match="marks"):
            Profile(marks=wrong)  # type: ignore[arg-type]


def test_marks_add_up() -> None:
    """A patch adds to the marks and takes none away; the latest of many are kept."""
    one, other = Profile(name="Ada", marks=["a", "b"]), Profile(marks=["b", "c"])
    assert one.patched(other).marks == tuple(map(mark_of, "abc"))
    assert one.patched(Profile(name="Eve")).marks == one.marks
    many = Profile(marks=[str(number) for number in range(50)])
    assert one.patched(many).marks == many.marks
    assert len(many.marks) == MOST_MARKS


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("Ada+tea@Example.com", True),
        ("ada@example.com ", True),
        ("a.da@example.com", False),
        ("eve@example.com", False),
    ],
)
def test_whom_an_address_is_of(address: str, same: bool) -> None:
    """An address is its owner's however they write it, and its mark is among what they are known by."""
    known = Profile(email="ada@example.com", marks=["card"]).known_by
    assert bool(known & Profile(email=address).known_by) == same
    assert Profile().known_by == frozenset()
    assert Profile(email="a.da@gmail.com").known_by == Profile(email="ada+x@googlemail.com").known_by
