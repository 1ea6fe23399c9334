"""What messages write amounts, days, numbers and plurals with: as people of the customer's language write them."""

import gettext
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from babel import Locale, UnknownLocaleError, dates, numbers
from babel.messages.plurals import get_plural
from jinja2 import pass_context
from jinja2.runtime import Context

from retention_sdk import Money
from retention_sdk.language import LANGUAGES as KNOWN
from retention_sdk.language import Amount, said, voice_of

LOCALE, LANGUAGES = "locale", "languages"
"""The names under which `render` tells a message whose figures it writes, and in which languages it may speak."""

_OWN = {"pt": "pt_PT"}
"""Where Babel's own choice for a language is another than ours."""


@cache
def locale_of(language: str, spoken: str | None = None) -> Locale:
    """The locale that figures are written in.

    Args:
        language: the letter's.
        spoken: the customer's language tag, such as "en_GB"; it counts where it is of the letter's language.

    Returns:
        The locale; English for a language that Babel does not know.
    """
    spoken = (spoken or "").replace("-", "_")
    known = spoken if spoken.split("_")[0].lower() == language and "_" in spoken else language
    for name in (_OWN.get(known, known), language):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@pass_context
def money(context: Context, value: object) -> str:
    """An amount, as `{{ item.price | money }}`; it is given as `{"minor": 1250, "currency": "EUR"}`."""
    match value:
        case Money():
            amount = value
        case {"minor": int(minor), "currency": str(currency)}:
            amount = Money(minor, currency)
        case _:
            raise ValueError('money is given as {"minor": 1250, "currency": "EUR"}')
    return numbers.format_currency(amount.amount, amount.currency, locale=context[LOCALE])


@pass_context
def day(context: Context, value: object, form: str = "long") -> str:
    """A day, as `{{ until | date }}`; it is given as "2026-12-05", or as an instant whose own clock counts.

    Args:
        context: the letter's.
        value: the text.
        form: "long", or "short", "medium", "full", or a pattern of Babel's such as "d. MMMM".
    """
    if isinstance(value, str):
        value = date.fromisoformat(value) if len(value) == len("2026-12-05") else datetime.fromisoformat(value)
    if not isinstance(value, date):
        raise TypeError('a day is given as "2026-12-05"')
    return dates.format_date(value, form, locale=context[LOCALE])


@pass_context
def hour(context: Context, value: object) -> str:
    """A time of day, as `{{ begins | time }}`; it is given as "2026-12-05T19:00:00+01:00", whose own clock counts."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        raise TypeError('a time is given as "2026-12-05T19:00:00+01:00"')
    return dates.format_time(value.replace(tzinfo=None), "short", locale=context[LOCALE])


@pass_context
def number(context: Context, value: int) -> str:
    """A whole number, as `{{ points | number }}`."""
    return numbers.format_decimal(value, locale=context[LOCALE])


@pass_context
def units(context: Context, value: int, unit: str) -> str:
    """So many of a unit, such as "5 bodů"; a unit that we have no word for is called as it is."""
    language = context[LOCALE].language
    return voice_of(language if language in KNOWN else "en").say(said("{amount}", amount=Amount(value, unit)))


@pass_context
def plural(context: Context, value: int, *forms: str) -> str:
    """The word that goes with a number.

    Args:
        context: the letter's.
        value: the number.
        forms: as many as the language has, in the order of gettext: for one, for few, for the rest.
    """
    count, form = _plurals(context[LOCALE].language)
    if len(forms) != count:
        raise ValueError(f"{context[LOCALE].language} has {count} plural forms, and {len(forms)} were given: {forms}")
    return forms[form(abs(value))]


@pass_context
def words(context: Context, value: object) -> str:
    """A text, as `{{ item.title | words }}`; it is given as a plain one, or as `{"en": "Coffee", "cs": "Káva"}`.

    Of several the letter's language counts, then the store's, then English, then whatever there is.
    """
    if isinstance(value, str):
        return value
    if not isinstance(value, Mapping) or not value:
        raise ValueError('a text in languages is given as {"en": "Coffee", "cs": "Káva"}')
    texts = cast("Mapping[str, str]", value)
    known = [texts[language] for language in (*cast("Sequence[str]", context[LANGUAGES]), "") if language in texts]
    return known[0] if known else texts[min(texts)]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "money": money,
    "date": day,
    "time": hour,
    "number": number,
    "plural": plural,
    "units": units,
    "words": words,
}
"""The filters of messages, by the names that they have there."""


@cache
def _plurals(language: str) -> tuple[int, Callable[[int], int]]:
    """How many forms a language has, and which of them a number takes."""
    rule = get_plural(language)
    return rule.num_plurals, gettext.c2py(rule.plural_expr)
