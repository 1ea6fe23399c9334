"""Voices: each says sentences in one language."""

import gettext
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files

from attrs import field, frozen

from retention_sdk.errors import BadValue
from retention_sdk.language.figures import figure
from retention_sdk.language.sentences import UNITS, Amount, Said, Span, Word

LANGUAGES = ("en", "cs", "pl", "pt")
"""The languages that sentences can be said in."""


@frozen
class Voice:
    """A language.

    Args:
        language: its code, such as "cs".
        messages: what each message is in it; those with a plural have all their forms.
        form: which form a number takes.
    """

    language: str
    messages: Mapping[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]], repr=False)
    form: Callable[[int], int] = field(default=lambda n: int(n != 1), repr=False)

    def say(self, sentence: str) -> str:
        """A sentence in this language.

        Args:
            sentence: one that knows what it was made of; any other is answered as it is.

        Returns:
            The sentence as plain text; a message that the catalogue does not know is said in English.
        """
        if not isinstance(sentence, Said) or self is ENGLISH:
            return str(sentence)
        values = {name: self._told(value) for name, value in sentence.values.items()}
        forms, n = self.messages.get(sentence.message), abs(sentence.values.get("n", 1))
        if forms is None:
            return (sentence.more if sentence.more and n != 1 else sentence.message).format(**values)
        return forms[self.form(n) if sentence.more else 0].format(**values)

    def _told(self, value: object) -> object:
        match value:
            case Said():
                return self.say(value)
            case Word():
                return value.written(self.messages.get(value.message, (value.message,))[0])
            case Amount():
                return self._amount(value)
            case Span():
                return self.say(value.said())
            case timedelta():
                return self.say(Span(value).said())
            case _:
                return figure(value, self.language)

    def _amount(self, amount: Amount) -> str:
        known, n = UNITS.get(amount.unit), figure(amount.n, self.language)
        if known is None or known[0] not in self.messages:
            return f"{n} {amount.unit}"
        return self.messages[known[0]][self.form(abs(amount.n))].format(n=n)


ENGLISH = Voice("en")
"""What all sentences are said in first."""


@cache
def voice_of(language: str) -> Voice:
    """The voice of a language, read when it is first needed.

    Args:
        language: one of `LANGUAGES`.

    Returns:
        The voice.

    Raises:
        BadValue: it is none of them.
    """
    if language == ENGLISH.language:
        return ENGLISH
    if language not in LANGUAGES:
        raise BadValue(f"no sentences are known in the language {language!r}; pass one of {', '.join(LANGUAGES)}")
    from babel.messages.pofile import read_po

    with (files("retention_sdk.language") / "locale" / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    messages: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if message.id and all(forms) and not message.fuzzy:
            messages[message.id if isinstance(message.id, str) else message.id[0]] = forms
    return Voice(language, messages, gettext.c2py(catalog.plural_expr))
