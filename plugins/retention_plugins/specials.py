"""Specials that interest this customer, by e-mail."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Literal, cast
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_plugins.parts.interest import Browsed, category, interests, looked, sku
from retention_plugins.parts.listing import Listed, clock, noted, told
from retention_sdk import (
    Action,
    BadValue,
    Customer,
    IssueCoupon,
    Occasion,
    Remember,
    SendMessage,
    Visit,
    days,
    hookimpl,
    setting,
    strategy,
)

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEK: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@frozen(kw_only=True)
class Special(Listed):
    """A special that is told to those whom it interests."""

    coupon: bool = setting(default=False, help="the percent come with a coupon of the customer's own")

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.coupon and not self.percent:
            raise BadValue("percent is 0; write how many percent off the coupon gives")


@strategy
class Specials:
    """Tells a customer of the specials that are of interest by what they bought and looked at, each special once."""

    specials: dict[str, Special] = setting(default={}, help="the specials, each under a name of its own")
    weekday: Weekday = setting(default="thursday", help="the day of the week, where the customer is")
    hour: int = setting(default=10, ge=0, le=23, help="the hour of that day")
    every_weeks: int = setting(default=1, ge=1, le=52, help="every week, every other week, ...")
    most: int = setting(default=3, ge=1, le=20, help="specials in one message")
    looks_back_days: int = setting(default=365, ge=1, le=3650, help="days of orders that tell what is of interest")
    half_days: int = setting(default=60, ge=1, le=36_500, help="days after which an order or a look weighs half")
    not_bought_days: int = setting(
        default=30, ge=0, le=36_500, help="days in which an item that was bought is not told of"
    )
    browsing: bool = setting(default=True, help="what they looked at counts too")
    template: str = setting(default="specials", ge=1, help="the message that tells of them")

    @property
    def proposes(self) -> tuple[type[Action], ...]:
        """The kinds of what it may answer."""
        coupons = any(one.coupon for one in self.specials.values())
        return (SendMessage, Remember, *((IssueCoupon,) if coupons else ()))

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        weeks = "Each week" if self.every_weeks == 1 else f"Every {self.every_weeks} weeks"
        yield (
            f"{weeks} on {self.weekday} at {self.hour} o'clock a customer is told of up to {self.most} specials of the "
            f"{len(self.specials)} that are listed, where one interests them that they were not told of."
        )

    @hookimpl
    def looks_back(self) -> timedelta:
        """The orders that tell what is of interest."""
        return days(max(self.looks_back_days, self.not_bought_days))

    @hookimpl
    def on_visit(self, event: Visit, customer: Customer) -> Iterator[Action]:
        """Notes what somebody looked at."""
        seen = [*map(sku, event.skus), *map(category, event.categories)] if self.browsing else []
        before = _browsed(customer)
        if seen and (after := looked(before, event.occurred_at.date(), seen)) != before:
            yield Remember({"browsed": after}, when="always")

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Iterator[tuple[datetime, str]]:
        """The next time at which a special runs that they were not told of."""
        if not (customer.history.orders or _browsed(customer)):
            return
        zone, known = customer.store.zone, told(customer)
        left = [one for name, one in self.specials.items() if name not in known]
        last = max((one.closes(zone) for one in left), default=after)
        for at in takewhile(lambda at: at < last, self._times(customer.zone, after)):
            if any(one.runs(at, zone) for one in left):
                yield at, "specials"
                return

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> Iterator[Action]:
        """Tells of the specials that interest them most; of none where none does, or a complaint is open."""
        at, zone = event.occurred_at, customer.store.zone
        chosen = [] if customer.complaints or customer.unsettled else self.chosen(customer, at)
        if not chosen:
            return
        specials = [self.specials[name] for name in chosen]
        reason = f"of interest by what was bought and looked at: {', '.join(chosen)}"
        data = {"specials": [one.shown(coupon=one.coupon) for one in specials]}
        until = min(one.closes(zone) for one in specials)
        yield SendMessage(self.template, data=data, purpose="marketing", until=until, with_gifts=True, reason=reason)
        for name, one in zip(chosen, specials, strict=True):
            if one.coupon:
                yield one.own_coupon(at, zone, f"special {name}")
        yield Remember({"told": noted(customer, chosen, at, self.specials)}, when="told")

    def chosen(self, customer: Customer, at: datetime) -> list[str]:
        """The names of the specials to tell a customer of, what interests most first; ties by end, then by name."""
        zone, known, today = customer.store.zone, told(customer), at.date()
        orders = [one for one in customer.orders if one.occurred_at >= at - days(self.looks_back_days)]
        lately = [one for one in customer.orders if one.occurred_at >= at - days(self.not_bought_days)]
        bought = {line.sku for order in lately for line in order.lines}
        weights = interests(orders, _browsed(customer) if self.browsing else {}, today, self.half_days)
        ranked: list[tuple[int, datetime, str]] = []
        for name, one in self.specials.items():
            wanted = _interest(one, weights)
            if wanted and one.runs(at, zone) and name not in known and one.sku not in bought:
                ranked.append((-wanted, one.closes(zone), name))
        return [name for _, _, name in sorted(ranked)[: self.most]]

    def _times(self, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
        """The times after a time at which it writes to those who are in a zone."""
        today = after.astimezone(zone).date()
        day = today + timedelta(days=(WEEK.index(self.weekday) - today.weekday()) % 7)
        while True:
            if (day.toordinal() - 1) // 7 % self.every_weeks == 0 and (at := clock(day, self.hour, zone)) > after:
                yield at
            day += timedelta(days=7)


def _interest(special: Special, weights: Mapping[str, int]) -> int:
    """The weight of its item, twice, and of its category that weighs most."""
    of_categories = max((weights.get(category(name), 0) for name in special.categories), default=0)
    return 2 * weights.get(sku(special.sku or ""), 0) + of_categories


def _browsed(customer: Customer) -> Browsed:
    return dict(cast(Browsed, customer.state.get("browsed") or {}))
