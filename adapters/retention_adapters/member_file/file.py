"""The file: its rows put together by member, each an opening balance."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from attrs import asdict, evolve, field, frozen

from retention_adapters.member_file.columns import Columns, locate
from retention_adapters.member_file.rows import Row, Rows
from retention_adapters.order_file.amounts import Amounts
from retention_adapters.order_file.dates import date_reader, zone
from retention_adapters.order_file.reading import open_text
from retention_adapters.order_file.report import Report
from retention_adapters.order_file.splitting import split
from retention_sdk import BadValue, OpeningBalance, OpeningLot, Profile


@frozen
class Members:
    """What a file brings.

    Args:
        events: an opening balance for each member, as their first rows stand in the file.
        lines: the line of each member's first row, by the event's id.
        columns: the heading of each field's column.
        report: what became of the rows.
        expired: units that had expired, and are left out.
    """

    events: tuple[OpeningBalance, ...]
    lines: Mapping[str, int]
    columns: Mapping[str, str]
    report: Report
    expired: int = 0


@frozen(kw_only=True)
class MemberFile:
    """A file of members: comma, semicolon, tab or pipe between its fields, gz or not.

    Args:
        path: the file.
        source: the app that they come from, in a word, such as "smile"; with a member's id it names their balance.
        on: when the balances were as the file tells them.
        unit: of which units they are.
        columns: field to its column's heading or position; what is not said the headings tell. `COLUMNS` has them.
        tiers: what a tier is called here, by what the other app calls it; as there where it is not said.
        one_row_per: "member", or "lot" where a member has a row for each expiry.
        timezone: the zone of days and times that do not tell theirs.
        date_format: as strptime has it, where days are neither ISO 8601 nor yyyymmdd.
        birthday_format: the same for birthdays.
        decimal: the decimal mark; a comma or a point that is not it stands between thousands.
        delimiter: a character, or "comma", "semicolon", "tab", "pipe"; else the header tells.
        encoding: what the text is encoded in.
        pending_days: after how many days what is pending can be spent.

    Raises:
        BadValue: an option that cannot be.
    """

    path: Path = field(converter=Path)
    source: str
    on: datetime
    unit: str = "points"
    columns: Mapping[str, str] = field(factory=dict[str, str])
    tiers: Mapping[str, str] = field(factory=dict[str, str])
    one_row_per: Literal["member", "lot"] = "member"
    timezone: str = "UTC"
    date_format: str | None = None
    birthday_format: str | None = None
    decimal: Literal[".", ","] = "."
    delimiter: str | None = None
    encoding: str = "utf-8"
    pending_days: int = 30

    def read(self) -> Members:
        """Read the whole file.

        Raises:
            BadValue: it cannot be opened, or is no text of its encoding.
            BadConfig: a column is not there; every problem at once.
        """
        if self.on.tzinfo is None:
            raise BadValue(f"on {self.on!r} has no time zone; pass an aware datetime")
        report, by_member, bad = Report(), dict[str, list[Row]](), set[str]()
        with open_text(self.path, self.encoding, report) as text:
            _, splitter = split(text, self.delimiter)
            names = splitter.names(header=True)
            columns = locate(self.columns, names)
            rows = self._rows(columns)
            for _, line, fields in splitter.rows(report):
                if isinstance(fields, str):
                    report.problem(line, fields)
                    continue
                try:
                    row = rows.read(line, fields)
                except BadValue as error:
                    report.problem(line, str(error))
                    bad.add(rows.whose(fields))
                else:
                    by_member.setdefault(row.customer, []).append(row)
        places: dict[str, int | None] = asdict(columns)
        told = {name: names[place] for name, place in places.items() if place is not None}
        return self._members(by_member, bad, told, report)

    def _rows(self, columns: Columns) -> Rows:
        return Rows(
            columns=columns,
            on=self.on,
            zone=zone(self.timezone),
            instant=date_reader(self.timezone, self.date_format),
            birthday_format=self.birthday_format,
            amounts=Amounts(self.decimal),
            pending_until=self.on + timedelta(days=self.pending_days),
            source=self.source,
            tiers=self.tiers,
        )

    def _members(
        self, by_member: Mapping[str, list[Row]], bad: set[str], columns: Mapping[str, str], report: Report
    ) -> Members:
        events, lines, expired = list[OpeningBalance](), dict[str, int](), 0
        for customer, rows in by_member.items():
            try:
                distinct = self._distinct(rows)
                event = self._event(customer, distinct, part=customer in bad)
            except BadValue as error:
                for row in rows:
                    report.problem(row.line, str(error))
                continue
            events.append(event)
            lines[event.id] = rows[0].line
            expired += sum(row.lost for row in distinct)
            report.used += len(distinct)
            if again := len(rows) - len(distinct):
                report.skipped["it says the same as an earlier row"] += again
        report.events = len(events)
        report.problems.sort(key=lambda problem: problem.line)
        return Members(tuple(events), lines, columns, report, expired)

    def _distinct(self, rows: list[Row]) -> list[Row]:
        """The rows of a member; of a file with a row for each, those that say the same count once.

        Raises:
            BadValue: two rows say different things.
        """
        if self.one_row_per == "lot":
            return rows
        others = [row for row in rows[1:] if evolve(row, line=rows[0].line) != rows[0]]
        if others:
            lines = ", ".join(str(row.line) for row in rows)
            raise BadValue(f"lines {lines} are of one member and differ; keep one, or say that a row is a lot")
        return rows[:1]

    def _event(self, customer: str, rows: list[Row], *, part: bool) -> OpeningBalance:
        if part:
            raise BadValue("another row of this member cannot be read")
        return OpeningBalance(
            id=f"{self.unit}:{customer}",
            source=self.source,
            customer=customer,
            occurred_at=self.on,
            unit=self.unit,
            lots=sorted((lot for row in rows for lot in row.lots), key=_soonest),
            tier=next((row.tier for row in rows if row.tier), None),
            member_since=min((row.joined for row in rows if row.joined), default=None),
            profile=_together(row.profile for row in rows),
        )


_NEVER, _AT_ONCE = datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)


def _soonest(lot: OpeningLot) -> tuple[datetime, datetime, int]:
    return lot.expires_at or _NEVER, lot.available_from or _AT_ONCE, lot.amount


def _together(profiles: Iterable[Profile | None]) -> Profile | None:
    known: Profile | None = None
    for one in profiles:
        known = one if known is None else known if one is None else known.patched(one)
    return known
