"""What changes in the program, and points that are about to expire: told before it happens."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, Literal, cast
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_plugins.listing import LATEST, begin, clock, noted, told
from retention_sdk import (
    Action,
    BadValue,
    Customer,
    Occasion,
    Remember,
    SendMessage,
    Wording,
    days,
    hookimpl,
    setting,
    strategy,
)

Purpose = Literal["service", "marketing"]
MOMENT = timedelta(microseconds=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@frozen(kw_only=True)
class Notice:
    """A change of the program, or a new benefit."""

    title: Wording = setting(help='what changes, in a line: one text, or one for each language: { en = "..." }')
    text: Wording = setting(help="what that means for the customer: one text, or one for each language")
    on: date = setting(help="the day from whose beginning on it is so, in the store's time zone")
    ahead_days: int = setting(default=30, ge=1, le=365, help="days before, at which it is told")
    tiers: tuple[str, ...] = setting(default=(), help="the tiers that it concerns")
    units: tuple[str, ...] = setting(default=(), help="it concerns those who have something of one of these units")
    everybody: bool = setting(default=False, help="it concerns customers who are no members too")
    link: str = setting(default="", help="where more of it stands")
    purpose: Purpose = setting(default="service", help='"marketing" for what they need not know')

    def __attrs_post_init__(self) -> None:
        if not self.on < LATEST:
            raise BadValue(f"on is {self.on}; write a day of this millennium")

    def concerns(self, customer: Customer, tag: str) -> bool:
        """Whether it concerns a customer: their tier or what they have, where that is named; else all members."""
        if self.tiers or self.units:
            has = any(customer.wallet(unit).available > 0 for unit in self.units)
            return customer.tier in self.tiers or has
        return self.everybody or tag in customer.tags


@strategy
class Announce:
    """Tells those concerned what changes in the program, and which of their points expire: before, and once."""

    proposes: ClassVar[tuple[type[Action], ...]] = (SendMessage, Remember)

    notices: dict[str, Notice] = setting(default={}, help="what is announced, each under a name of its own")
    expiring_days: int = setting(default=14, ge=0, le=365, help="days before points expire; 0 does not tell")
    units: tuple[str, ...] = setting(default=(), help="the units whose expiry is told; all where none is given")
    tag: str = setting(default="member", help="the tag that members bear")
    hour: int = setting(default=10, ge=0, le=23, help="the hour of the day, where the customer is")
    template: str = setting(default="announcement", help="the message of a change")
    expiring_template: str = setting(default="points_expiring", help="the message of points that expire")

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Iterator[tuple[datetime, str]]:
        """When something is to be told: at the time for it, and then each time at half of what is left."""
        zone = customer.zone
        for name in self._left(customer):
            one = self.notices[name]
            times = self._times(begin(one.on, customer.store.zone), one.ahead_days, zone)
            yield from _first(times, after, f"notices.{name}")
        yield from _first(self._looks(customer), after, "expiring")

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> Iterator[Action]:
        """Tells what is still ahead, and was not told."""
        at = event.occurred_at
        for name in self._left(customer):
            one = self.notices[name]
            until = begin(one.on, customer.store.zone)
            if f"notices.{name}" == event.name and at < until:
                data = {"title": one.title.told, "text": one.text.told, "on": one.on.isoformat(), "link": one.link}
                yield SendMessage(
                    self.template, data=data, purpose=one.purpose, until=until, reason=f"{name}, from {one.on} on"
                )
                yield Remember({"told": noted(customer, [name], at, self.notices)}, when="told")
        if event.name == "expiring":
            yield from self._expiring(customer, at)

    def _expiring(self, customer: Customer, at: datetime) -> Iterator[Action]:
        """Tells what expires within the days, as far as it was not told."""
        until = begin(at.astimezone(customer.zone).date() + timedelta(days=self.expiring_days + 1), customer.zone)
        ahead = [one for one in customer.expiring if self._tells(one.unit) and at < one.at < until]
        known = _warned(customer)
        news = [one for one in ahead if one.amount > known.get(_key(one.unit, one.at), 0)]
        if news:
            sums: dict[tuple[str, str], int] = {}
            for one in news:
                day = (one.at - MOMENT).astimezone(customer.zone).date().isoformat()
                sums[day, one.unit] = sums.get((day, one.unit), 0) + one.amount
            told = [{"on": day, "unit": unit, "amount": amount} for (day, unit), amount in sorted(sums.items())]
            reason = f"expires within {self.expiring_days} days"
            yield SendMessage(self.expiring_template, data={"expiring": told}, until=news[0].at, reason=reason)
            yield Remember({"warned": {_key(one.unit, one.at): one.amount for one in ahead}}, when="told")
        if ahead:
            yield Remember({"looked": at.isoformat()}, when="always")

    def _left(self, customer: Customer) -> list[str]:
        """The names of the notices that concern somebody, and that they were not told of."""
        known = told(customer)
        return [n for n, one in self.notices.items() if n not in known and one.concerns(customer, self.tag)]

    def _looks(self, customer: Customer) -> Iterator[datetime]:
        """When to look at what expires.

        The days before, and then not before half of them are over, so that somebody with much that expires is not told
        each day. What was not told by then, since it was given later, is looked at at half of what is left of its days.
        """
        looked, known = customer.state.get("looked"), _warned(customer)
        last = LONG_AGO if looked is None else datetime.fromisoformat(str(looked))
        again = last + days(max(self.expiring_days // 2, 1))
        for unit, wallet in sorted(customer.wallets.items()):
            if wallet.expires_at is None or not self.expiring_days or not self._tells(unit):
                continue
            first, *later = self._times(wallet.expires_at, self.expiring_days, customer.zone)
            if max(first, again) < wallet.expires_at:
                yield max(first, again)
            # something else may be behind what was told, on the same day
            yield from later[-1:] if _key(unit, wallet.expires_at) in known else later

    def _times(self, until: datetime, ahead: int, zone: ZoneInfo) -> Iterator[datetime]:
        """So many days before something, then at half of them, and so on until the day before."""
        day = until.astimezone(zone).date()
        while ahead:
            yield clock(day - timedelta(days=ahead), self.hour, zone)
            ahead //= 2

    def _tells(self, unit: str) -> bool:
        return not self.units or unit in self.units


def _first(times: Iterable[datetime], after: datetime, name: str) -> Iterator[tuple[datetime, str]]:
    left = [at for at in times if at > after]
    if left:
        yield min(left), name


def _warned(customer: Customer) -> Mapping[str, int]:
    """How much was told of what expires, by unit and time."""
    return cast("Mapping[str, int]", customer.state.get("warned") or {})


def _key(unit: str, at: datetime) -> str:
    return f"{unit} {at.isoformat()}"
