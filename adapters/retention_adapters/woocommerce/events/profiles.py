"""What a customer's account tells of them: who they are, their birthday, what they allowed."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from retention_adapters.woocommerce.events.reading import Thing, meta, table, text
from retention_adapters.woocommerce.events.who import name_of
from retention_sdk import BadValue, Consent, MonthDay, Profile

BIRTHDAYS = ("birthday", "birth_date", "birthdate", "date_of_birth", "dob", "billing_birthday", "billing_birth_date")
"""Keys that plugins keep a birthday under, the first one that can be read counts."""

CONSENTS: Mapping[str, str] = {
    "accepts_marketing": "email",
    "email_opt_in": "email",
    "mailchimp_woocommerce_is_subscribed": "email",
    "marketing_opt_in": "email",
    "sms_opt_in": "sms",
}
"""Keys that plugins keep a consent to marketing under, each with its channel."""

_YES, _NO = frozenset({"1", "yes", "true", "on"}), frozenset({"0", "no", "false", "off"})


def profile_of(customer: Thing, since: datetime, shown: datetime) -> Profile:
    """What an account tells.

    Args:
        customer: a customer as the REST interface has it.
        since: when the account was made: a yes to marketing counts from then, so that no later no is undone by it.
        shown: when the shop showed it so: a no counts from then.

    Returns:
        The profile.
    """
    known = dict(meta(customer))
    billing = table(customer, "billing")
    return Profile(
        email=text(customer, "email") or text(billing, "email") or None,
        name=name_of(customer) or name_of(billing),
        locale=_locale(known.get("locale")),
        birthday=next((day for key in BIRTHDAYS if (day := birthday(known.get(key)))), None),
        consents=_consents(known, since, shown),
    )


def birthday(value: object) -> MonthDay | None:
    """A birthday as plugins write it, with a year or without; None where it cannot be told for sure.

    `1988-12-24`, `1988/12/24`, `19881224`, `12-24`, `--12-24`, `24.12.1988`, `24.12.`, and `24/12/1988` or
    `12/24/1988` where only one of the two can be a month.
    """
    if not isinstance(value, str):
        return None
    try:
        return next((read(match) for form, read in _FORMS if (match := form.fullmatch(value.strip()))), None)
    except BadValue:
        return None  # there is no such day


def _day(month: str, day: str, year: str | None) -> MonthDay:
    return MonthDay(int(month), int(day), int(year or 0) or None)


def _either(match: re.Match[str]) -> MonthDay | None:
    one, other, year = match.groups()
    if int(one) > 12:
        one, other = other, one
    elif int(other) <= 12 and one != other:
        return None  # nobody knows which of them is the month
    return _day(one, other, year)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], MonthDay | None]], ...] = (
    (
        re.compile(r"([0-9]{4})([-/.]?)([0-9]{2})\2([0-9]{2})(?:[T ].*)?"),
        lambda match: _day(match[3], match[4], match[1]),
    ),
    (re.compile(r"(?:--)?([0-9]{1,2})-([0-9]{1,2})"), lambda match: _day(match[1], match[2], None)),
    (
        re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\.(?: ?([0-9]{4}))?"),
        lambda match: _day(match[2], match[1], match[3]),
    ),
    (re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}))?"), _either),
)


def _locale(value: object) -> str | None:
    return value if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2,3}(_[A-Z]{2})?", value) else None


def _consents(known: Mapping[str, object], since: datetime, shown: datetime) -> Iterator[Consent]:
    for key, channel in CONSENTS.items():
        said = str(known.get(key)).strip().lower()
        if said in _YES | _NO:
            yes = said in _YES
            yield Consent(channel=channel, given=yes, at=since if yes else shown, proof=f"WooCommerce: {key}")
