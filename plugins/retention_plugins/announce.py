"""What changes in the program, and points that are about to expire: told before it happens."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import ClassVar, Literal

from attrs import frozen

from retention_plugins.parts.expiry import Expiry, ahead_of, by_day, news, warned
from retention_plugins.parts.listing import LATEST, noted, told
from retention_sdk import (
    Action,
    BadValue,
    Customer,
    Occasion,
    Remember,
    SendMessage,
    Wording,
    hookimpl,
    midnight,
    setting,
    strategy,
)

Purpose = Literal["service", "marketing"]


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

    @property
    def whom(self) -> str:
        """Whom it concerns, in words."""
        named = [f"tier {tier}" for tier in self.tiers] + [f"whoever has {unit}" for unit in self.units]
        return ", ".join(named) or ("everybody" if self.everybody else "all members")

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
    tag: str = setting(default="member", ge=1, help="the tag that members bear")
    hour: int = setting(default=10, ge=0, le=23, help="the hour of the day, where the customer is")
    template: str = setting(default="announcement", ge=1, help="the message of a change")
    expiring_template: str = setting(default="points_expiring", ge=1, help="the message of points that expire")

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        for name, one in self.notices.items():
            yield f"{name}, from {one.on} on, is told {one.ahead_days} days before to {one.whom}."
        if self.expiring_days:
            units = " or ".join(self.units) or "units"
            yield f"Whose {units} expire is told {self.expiring_days} days before."

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Iterator[tuple[datetime, str]]:
        """When something is to be told: at the time for it, and then each time at half of what is left."""
        for name, one in self._left(customer):
            on = midnight(one.on, customer.store.zone)
            yield from _first(ahead_of(on, one.ahead_days, self.hour, customer.zone), after, f"notices.{name}")
        yield from _first(self._expiry.looks(customer), after, "expiring")

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> Iterator[Action]:
        """Tells what is still ahead, and was not told."""
        at = event.occurred_at
        if event.name == "expiring":
            yield from self._expiring(customer, at)
        for name, one in self._left(customer):
            until = midnight(one.on, customer.store.zone)
            if f"notices.{name}" == event.name and at < until:
                data = {"title": one.title.told, "text": one.text.told, "on": one.on.isoformat(), "link": one.link}
                reason = f"{name}, from {one.on} on"
                yield SendMessage(self.template, data=data, purpose=one.purpose, until=until, reason=reason)
                yield Remember({"told": noted(customer, [name], at, self.notices)}, when="told")

    def _expiring(self, customer: Customer, at: datetime) -> Iterator[Action]:
        """Tells what expires within the days, as far as it was not told."""
        ahead = self._expiry.ahead(customer, at)
        if new := news(customer, ahead):
            data = {"expiring": by_day(new, customer.zone)}
            reason = f"expires within {self.expiring_days} days"
            yield SendMessage(self.expiring_template, data=data, until=new[0].at, reason=reason)
            yield Remember({"warned": warned(ahead)}, when="told")
        if ahead:
            yield Remember({"looked": at.isoformat()}, when="always")

    @property
    def _expiry(self) -> Expiry:
        return Expiry(self.expiring_days, self.units, self.hour)

    def _left(self, customer: Customer) -> list[tuple[str, Notice]]:
        """The notices that concern somebody, and that they were not told of."""
        known = told(customer)
        left = [(name, one) for name, one in self.notices.items() if name not in known]
        return [(name, one) for name, one in left if one.concerns(customer, self.tag)]


def _first(times: Iterable[datetime], after: datetime, name: str) -> Iterator[tuple[datetime, str]]:
    left = [at for at in times if at > after]
    if left:
        yield min(left), name
