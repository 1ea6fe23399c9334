"""One row of a member file: what it says of whom."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_adapters.member_file.columns import Columns
from retention_adapters.order_file.amounts import Amounts
from retention_adapters.order_file.texts import text_of
from retention_sdk import BadValue, Consent, MonthDay, OpeningLot, Profile

_WORDS = {
    True: ("yes", "y", "true", "1", "subscribed", "accepted", "granted"),
    False: ("no", "n", "false", "0", "unsubscribed", "not subscribed", "declined", "denied"),
}


@frozen(kw_only=True)
class Row:
    """What a row says.

    Args:
        line: where it begins in the file.
        customer: whose it is.
        lots: the units that it brings.
        lost: units that had expired by then, and are left out.
        tier: the tier.
        joined: when they joined.
        profile: what else it tells of them.
    """

    line: int
    customer: str
    lots: tuple[OpeningLot, ...]
    lost: int
    tier: str | None
    joined: datetime | None
    profile: Profile | None


@frozen
class Rows:
    """Reads rows.

    Args:
        columns: where their fields stand.
        on: when the balances were as they are told.
        zone: the store's.
        instant: reads a day or a time.
        birthday_format: as strptime has it; None where birthdays are "1990-10-24" or "10-24".
        amounts: reads numbers.
        pending_until: when what is pending can be spent.
        source: the other app.
        tiers: what a tier is called here, by what the other app calls it.
    """

    columns: Columns
    on: datetime
    zone: ZoneInfo
    instant: Callable[[str], datetime]
    birthday_format: str | None
    amounts: Amounts
    pending_until: datetime
    source: str
    tiers: Mapping[str, str]

    def read(self, line: int, fields: Sequence[str]) -> Row:
        """What a row says.

        Raises:
            BadValue: one of its fields cannot be read; the error names no person.
        """
        columns = self.columns

        def told(place: int | None) -> str:
            """A field's text; empty where the file or the row has none."""
            return text_of(fields[place]) if place is not None and place < len(fields) else ""

        customer = self.whose(fields)
        if not customer:
            raise BadValue("it does not say whose it is")
        expires = self._end(told(columns.expires))
        spendable, pending = self._units(told(columns.points)), self._units(told(columns.pending))
        lost = spendable if expires is not None and expires <= self.on else 0
        lots = [OpeningLot(amount=spendable, expires_at=expires)] if spendable and not lost else []
        if pending:
            late = expires is not None and expires <= self.pending_until
            lots.append(
                OpeningLot(amount=pending, available_from=self.pending_until, expires_at=None if late else expires)
            )
        joined, tier = told(columns.joined), told(columns.tier)
        return Row(
            line=line,
            customer=customer,
            lots=tuple(lots),
            lost=lost,
            tier=self.tiers.get(tier, tier) or None,
            joined=self.instant(joined) if joined else None,
            profile=self._profile(told),
        )

    def whose(self, fields: Sequence[str]) -> str:
        """Whose a row is; an address in small letters, empty where it does not say."""
        place = self.columns.customer
        text = fields[place].strip() if place is not None and place < len(fields) else ""
        return text.lower() if "@" in text else text

    def _units(self, text: str) -> int:
        if not text:
            return 0
        try:
            units = self.amounts.whole(text)
        except BadValue:
            other = "," if self.amounts.decimal == "." else "."
            hint = f"; if {other!r} is the decimal mark, pass decimal={other!r}" if other in text else ""
            raise BadValue(f"{text!r} is no whole number of units{hint}") from None
        if units < 0:
            raise BadValue(f"{units} is below zero; a debt is not brought: write 0, or leave the row out")
        return units

    def _end(self, text: str) -> datetime | None:
        """When units expire: of a day, when it is over."""
        if not text:
            return None
        at = self.instant(text)
        return at if ":" in text else (at.astimezone(self.zone) + timedelta(days=1)).astimezone(UTC)

    def _profile(self, told: Callable[[int | None], str]) -> Profile | None:
        columns = self.columns
        profile = Profile(
            email=told(columns.email) or None,
            name=told(columns.name) or None,
            birthday=self._birthday(told(columns.birthday)),
            consents=self._consents(told(columns.consent)),
        )
        return None if profile == Profile() else profile

    def _birthday(self, text: str) -> MonthDay | None:
        if not text:
            return None
        written = self.birthday_format
        try:
            if written is None:
                return MonthDay.parse(text)
            dated = "%Y" in written
            # without a year it is one with a 29 February; a birthday has no zone
            day = datetime.strptime(text if dated else f"2000 {text}", written if dated else f"%Y {written}")  # noqa: DTZ007
        except ValueError:
            wanted = written or "1990-10-24 or 10-24; else pass birthday_format, such as %m/%d/%Y"
            raise BadValue(f"the birthday is not written as {wanted}") from None
        return MonthDay(day.month, day.day, day.year if dated else None)

    def _consents(self, text: str) -> tuple[Consent, ...]:
        if not text:
            return ()
        given = next((yes for yes, words in _WORDS.items() if text.casefold() in words), None)
        if given is None:
            raise BadValue(f"the consent {text!r} is neither yes nor no; write one of them")
        return (Consent(channel="email", given=given, at=self.on, proof=f"told by {self.source}"),)
