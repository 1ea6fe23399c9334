"""Who a customer is: what they told us of themselves, and what they allowed."""

import re
from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from attrs import evolve, field, fields, frozen
from attrs.validators import optional

from retention_sdk.checks import any_text, each, each_named, flag, instance, many, named
from retention_sdk.errors import BadValue
from retention_sdk.times import MonthDay, utc

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}([-_.@][A-Za-z0-9]+)*")


_MARK = re.compile(r"[0-9a-f]{32}")

MOST_MARKS = 20
"""The latest marks that a profile keeps."""

DOTLESS = ("gmail.com", "googlemail.com")
"""Where dots in an address mean nothing."""


def plain_address(email: str) -> str:
    """An address as its owner has it, however they write it: without what stands behind a plus, in lower case.

    Args:
        email: as it was given.

    Returns:
        The address; Google's without dots too.
    """
    local, _, domain = email.strip().lower().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in DOTLESS:
        local, domain = local.replace(".", ""), DOTLESS[0]
    return f"{local}@{domain}"


def mark_of(text: str) -> str:
    """What tells one text from another without telling it: its BLAKE2b hash, 32 hex digits.

    It has no key, so whoever can guess a text can tell that it is it.

    Args:
        text: any text; one that is a mark already stays as it is.
    """
    return text if _MARK.fullmatch(text) else blake2b(text.encode(), digest_size=16).hexdigest()


def _marks(values: Iterable[str]) -> tuple[str, ...]:
    texts = many(values)
    if not (isinstance(texts, tuple) and all(isinstance(text, str) and text for text in texts)):
        return texts  # which is refused after this
    return tuple(dict.fromkeys(map(mark_of, texts)))[-MOST_MARKS:]


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else utc(value)


@frozen(kw_only=True)
class Consent:
    """A yes or no to one channel for one purpose.

    Args:
        channel: "email", "sms", "post", ...
        purpose: "marketing", "service", ...
        given: True for yes, False for a withdrawal.
        at: when it was said; a word without a time counts as said after those that are known already.
        proof: where it can be looked up: a form, a checkbox's wording, a call.
    """

    channel: str = field(validator=named)
    purpose: str = field(default="marketing", validator=named)
    given: bool = field(default=True, validator=flag)
    at: datetime | None = field(default=None, converter=_instant)
    proof: str = field(default="", validator=any_text)

    def yields_to(self, other: "Consent") -> bool:
        """Whether another word on the same matter, that came in after this one, counts instead.

        The later one counts, whatever order they come in; of two at one instant, the no.
        """
        if self.at is None or other.at is None:
            return True
        return (other.at, not other.given) >= (self.at, not self.given)


def _counts(one: Consent, other: Consent) -> Consent:
    """Which of two words on the same matter counts, where nobody knows which came in first."""
    if one.at is not None and other.at is not None:
        return other if one.yields_to(other) else one
    return one if not one.given else other


def _latest(consents: Iterable[Consent]) -> tuple[Consent, ...]:
    words = many(consents)
    if not (isinstance(words, tuple) and all(isinstance(word, Consent) for word in words)):
        return words  # which is refused after this
    latest: dict[tuple[str, str], Consent] = {}
    for word in words:
        known = latest.setdefault((word.channel, word.purpose), word)
        if known.yields_to(word):
            latest[word.channel, word.purpose] = word
    return tuple(latest[matter] for matter in sorted(latest))


def _blank(value: str | None) -> str | None:
    """A text without the space around it; an empty one is not known."""
    return (value.strip() or None) if isinstance(value, str) else value


def _address(value: str | None) -> str | None:
    return (value.strip().lower() or None) if isinstance(value, str) else value


def _locale(_profile: object, _attribute: Any, value: str) -> None:
    if not isinstance(value, str) or not _LANGUAGE_TAG.fullmatch(value):
        raise BadValue(f"Profile.locale is {value!r}; pass a language tag such as 'cs' or 'pt_BR'")


def _zone(_profile: object, _attribute: Any, value: str) -> None:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError, TypeError, AttributeError):
        raise BadValue(f"Profile.timezone is {value!r}; pass an IANA name such as 'Europe/Prague'") from None


@frozen(kw_only=True)
class Profile:
    """A customer's profile, or a patch to it: None is "not known", and in a patch "unchanged".

    An empty text is None too, since platforms send one where they know nothing.

    Args:
        email: the address, in lower case.
        name: how the customer is addressed.
        locale: a language tag such as "cs" or "pt_BR".
        timezone: an IANA name such as "Europe/Prague".
        birthday: month and day, the year where known.
        consents: the latest word for each channel and purpose; earlier ones among them are left out.
        marks: what else tells them from others, such as the fingerprint of a payment card, a device, a postal
            address; what is no mark yet is made one with `mark_of`. A patch adds to them.

    Raises:
        BadValue: a field that cannot be; the message names the field, and never what was passed.
    """

    email: str | None = field(default=None, converter=_address, validator=optional(any_text))
    name: str | None = field(default=None, converter=_blank, validator=optional(any_text))
    locale: str | None = field(default=None, converter=_blank, validator=optional(_locale))
    timezone: str | None = field(default=None, converter=_blank, validator=optional(_zone))
    birthday: MonthDay | None = field(default=None, validator=optional(instance(MonthDay)))
    consents: tuple[Consent, ...] = field(default=(), converter=_latest, validator=each(Consent))
    marks: tuple[str, ...] = field(default=(), converter=_marks, validator=each_named)

    @property
    def language(self) -> str | None:
        """The language of the locale, such as "pt"; None where that is not known."""
        return None if self.locale is None else self.locale.replace("_", "-").split("-")[0].lower()

    def patched(self, patch: "Profile") -> "Profile":
        """This profile with all that a patch knows laid over it; a consent gives way to a later word alone."""
        known = {a.name: getattr(patch, a.name) for a in fields(Profile) if getattr(patch, a.name) is not None}
        words, marks = (*self.consents, *patch.consents), (*self.marks, *patch.marks)
        return evolve(self, **known | {"consents": words, "marks": marks})

    @property
    def known_by(self) -> frozenset[str]:
        """What tells the person from others: their marks, and that of their address however they write it."""
        return frozenset((*self.marks, *((mark_of(plain_address(self.email)),) if self.email else ())))

    def beside(self, other: "Profile") -> "Profile":
        """What this profile lays over another one's of the same person.

        Args:
            other: a profile that was kept apart until now.

        Returns:
            All that this one knows, and the word that counts wherever both have one on a channel and purpose: the
            later one; the no, where it is not known which is later.
        """
        theirs = {(word.channel, word.purpose): word for word in other.consents}
        pairs = [(mine, theirs[key]) for mine in self.consents if (key := (mine.channel, mine.purpose)) in theirs]
        return evolve(self, consents=[_counts(mine, their) for mine, their in pairs])

    def allows(self, channel: str, purpose: str = "marketing") -> bool:
        """Whether the customer's latest word for a channel and purpose is yes."""
        return any(c.given for c in self.consents if (c.channel, c.purpose) == (channel, purpose))
