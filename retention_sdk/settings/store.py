"""The `[store]` table: whose customers these are, and where they are kept."""

import re
import unicodedata
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from attrs import Factory, evolve, field, frozen

from retention_sdk.authoring import HELP
from retention_sdk.checks import accepts
from retention_sdk.errors import BadValue
from retention_sdk.language import LANGUAGES
from retention_sdk.money import digits
from retention_sdk.settings.problems import did_you_mean

SQLITE, POSTGRES = "sqlite:///", "postgresql://"


def slug(name: str) -> str:
    """A name's letters and digits in lower case, joined by dashes."""
    plain = unicodedata.normalize("NFKC", name.casefold())
    # Marks belong to letters: without them a name in Hindi would fall apart.
    return "-".join("".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in plain).split())


@accepts(pattern=r"^\S+$")
def _key(_: object, __: object, value: str) -> None:
    if not re.fullmatch(r"\S+", value):
        raise BadValue(f'key is {value!r}; write letters, digits and dashes, such as key = "bean-leaf"')


@accepts(pattern="^[A-Z]{3}$")
def _currency(_: object, __: object, value: str) -> None:
    digits(value)


@accepts(minLength=1)
def _timezone(_: object, __: object, value: str) -> None:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        hint = did_you_mean(value, available_timezones()) if value else ""
        raise BadValue(f"{value!r} is no IANA time zone{hint if 'mean' in hint else ''}") from None


@accepts(enum=[*LANGUAGES])
def _language(_: object, __: object, value: str) -> None:
    if value not in LANGUAGES:
        raise BadValue(f"no sentences are known in {value!r}; write one of {', '.join(LANGUAGES)}")


@accepts(pattern="^(sqlite:///|postgres(ql)?://).", **{"not": {"const": f"{SQLITE}:memory:"}})
def _database(_: object, __: object, value: str) -> None:
    if re.fullmatch(r"sqlite:///(:memory:)?", value):
        raise BadValue("a database in memory is lost when the program ends; name a file: sqlite:///retention.db")
    if not re.match(r"(sqlite:///|postgres(ql)?://).", value):
        raise BadValue("write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME; other databases are not known")


def _setting(help: str, **options: Any) -> Any:
    return field(metadata={HELP: help}, **options)


@frozen(kw_only=True)
class StoreSettings:
    """The store.

    Args:
        name: what customers call the store.
        key: what it is called in the database, for ever: set it before you change the name; made of the
            name without it.
        currency: its ISO 4217 currency.
        timezone: an IANA name; a day and a month begin at its midnight.
        language: what sentences are said in: "en", "cs", "pl" or "pt".
        database: `sqlite:///FILE`, relative to the file that names it, or `postgresql://USER:PASSWORD@HOST/NAME`; never
            shown, since there may be a password in it.
    """

    name: str = field(default="store")
    key: str = field(default=Factory(lambda store: slug(store.name), takes_self=True), validator=_key)
    currency: str = _setting('the store\'s currency, such as "EUR"', validator=_currency)
    timezone: str = field(default="UTC", validator=_timezone)
    language: str = field(default="en", validator=_language)
    database: str = field(default="sqlite:///retention.db", validator=_database, repr=False)

    def beside(self, folder: Path) -> "StoreSettings":
        """The store, its database's path relative to a folder, its URL in the usual form."""
        if self.database.startswith(SQLITE):
            return evolve(self, database=f"{SQLITE}{folder / self.database.removeprefix(SQLITE)}")
        return evolve(self, database=POSTGRES + self.database.partition("://")[2])
