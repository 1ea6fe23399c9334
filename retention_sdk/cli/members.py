"""The file of members that `retention bring` reads, and the options that say what it looks like."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol
from zoneinfo import ZoneInfo

import attrs
from attrs import frozen
from cyclopts import Parameter

from retention_sdk.cli.orders import Report, pair
from retention_sdk.errors import BadConfig, BadValue
from retention_sdk.events import OpeningBalance
from retention_sdk.registry import FILES, installed

_PLAIN = Parameter(negative="", show_default=False)
_MANY = Parameter(negative="", show_default=False, consume_multiple=False)


@frozen(kw_only=True)
class Options:
    """How the file is read; what is not said its headings tell.

    Args:
        source: the app that it is from, in a word, such as smile; with a member's id it names their balance for ever.
        on: when the balances were as the file tells them: the day, or the time, of the export.
        unit: of which units they are.
        column: FIELD=HEADING, or the column's position from 1; once for each field, such as customer, points, expires.
        tier: OLD=NEW, what a tier of the other app is called in the store's file; once for each.
        one_row_per: what a row is; lot where a member has a row for each expiry.
        date_format: as strptime has it, such as %d.%m.%Y, where days are neither ISO 8601 nor yyyymmdd.
        birthday_format: the same for birthdays, such as %m/%d.
        decimal: the decimal mark; the other one stands between thousands.
        delimiter: a character, or comma, semicolon, tab, pipe.
        encoding: what the text is encoded in, such as cp1252.
        pending_days: after how many days what is pending can be spent.
    """

    source: str
    on: datetime
    unit: str = "points"
    column: Annotated[Sequence[str], _MANY] = ()
    tier: Annotated[Sequence[str], _MANY] = ()
    one_row_per: Literal["member", "lot"] = "member"
    date_format: Annotated[str | None, _PLAIN] = None
    birthday_format: Annotated[str | None, _PLAIN] = None
    decimal: Literal[".", ","] = "."
    delimiter: Annotated[str | None, _PLAIN] = None
    encoding: str = "utf-8"
    pending_days: int = 30

    def keywords(self, timezone: str) -> dict[str, Any]:
        """What a `MemberFile` is made with."""
        given = attrs.asdict(self, recurse=False)
        columns = dict(pair(text) for text in given.pop("column"))
        tiers = dict(pair(text, "--tier", "OLD=NEW, such as --tier Gold=gold") for text in given.pop("tier"))
        on = self.on if self.on.tzinfo else self.on.replace(tzinfo=ZoneInfo(timezone))
        return {**given, "on": on, "columns": columns, "tiers": tiers, "timezone": timezone}


class Members(Protocol):
    """What a file brings; see `retention_adapters.member_file.Members`."""

    @property
    def events(self) -> Sequence[OpeningBalance]:
        """An opening balance for each member."""
        ...

    @property
    def lines(self) -> Mapping[str, int]:
        """The line of each member's first row, by the event's id."""
        ...

    @property
    def columns(self) -> Mapping[str, str]:
        """The heading of each field's column."""
        ...

    @property
    def report(self) -> Report:
        """What became of the rows."""
        ...

    @property
    def expired(self) -> int:
        """Units that had expired, and are left out."""
        ...


def read_members(path: Path, options: Options, timezone: str) -> Members:
    """Read a file of members.

    Args:
        path: the file.
        options: what it looks like.
        timezone: the store's.

    Returns:
        What it brings; nothing is handled yet.

    Raises:
        BadConfig: the adapter that reads it is not installed.
        BadValue: an option that cannot be, a column that is missing, or no such file.
    """
    adapters = installed(FILES)
    if "member_file" not in adapters:
        raise BadConfig(["no adapter 'member_file' is installed; it comes with retention-sdk"])
    adapter = import_module(adapters["member_file"].entry_point.module)
    try:
        members: Members = adapter.MemberFile(path=path, **options.keywords(timezone)).read()
    except BadConfig as error:
        help = "say which column it is: --column FIELD=HEADING"
        raise BadValue("\n".join([*(f"{path}: {problem}" for problem in error.problems), help])) from error
    return members
