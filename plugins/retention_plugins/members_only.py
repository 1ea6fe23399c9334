"""Specials for members, and early access."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import cast

from attrs import frozen

from retention_plugins.parts.listing import Listed, clock, noted, told
from retention_sdk import Action, Customer, IssueCoupon, Occasion, Remember, SendMessage, hookimpl, setting, strategy

TRIES = 3
"""How often somebody is written to of the same special where the message may not go out."""


@frozen(kw_only=True)
class ForMembers(Listed):
    """A special that members alone may use, or that they may use before everybody else."""

    early_days: int = setting(default=0, ge=0, le=90, help="days that members have it before it begins for everybody")
    tiers: tuple[str, ...] = setting(default=(), help="the tiers that may use it; all members where none is given")


@strategy
class MembersOnly:
    """Tells members, or a tier, of specials that are theirs alone or theirs first, with a coupon that ends with them.

    Each is told when it opens, and whoever becomes a member while it runs is told the next day.
    """

    specials: dict[str, ForMembers] = setting(default={}, help="the specials, each under a name of its own")
    tag: str = setting(default="member", ge=1, help="the tag that members bear")
    hour: int = setting(default=9, ge=0, le=23, help="the hour of the day at which it is told, in the store's zone")
    template: str = setting(default="members_only", ge=1, help="the message that tells of them")

    @property
    def proposes(self) -> tuple[type[Action], ...]:
        """The kinds of what it may answer."""
        coupons = any(one.percent for one in self.specials.values())
        return (SendMessage, Remember, *((IssueCoupon,) if coupons else ()))

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        for name, one in self.specials.items():
            whose = "Members" if not one.tiers else f"Those in tier {' or '.join(one.tiers)}"
            gift = f" with a coupon for {one.percent} % off" if one.percent else ""
            early = f", {one.early_days} days before everybody else" if one.early_days else ""
            yield f"{whose} are told of {name}{gift}, from {one.begins} to {one.ends}{early}."

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Iterator[tuple[datetime, str]]:
        """The next day of each special that they may use and were not told of."""
        zone = customer.store.zone
        for one in self._theirs(customer).values():
            day = max(one.opens(zone, one.early_days), after).astimezone(zone).date()
            times = (clock(day + timedelta(days=more), self.hour, zone) for more in (0, 1))
            yield from [(at, "members") for at in times if after < at < one.closes(zone)][:1]

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> Iterator[Action]:
        """Tells of all that run, that they may use and were not told of; of nothing while a complaint is open."""
        at, zone = event.occurred_at, customer.store.zone
        theirs = {} if customer.complaints or customer.unsettled else self._theirs(customer)
        running = {name: one for name, one in theirs.items() if one.runs(at, zone, one.early_days)}
        if not running:
            return
        reason = f"for members: {', '.join(running)}"
        data = {"specials": [one.shown(early=at < one.opens(zone)) for one in running.values()]}
        until = min(one.closes(zone) for one in running.values())
        yield SendMessage(self.template, data=data, purpose="marketing", until=until, with_gifts=True, reason=reason)
        for name, one in running.items():
            if one.percent:
                yield one.own_coupon(at, zone, f"for members: {name}")
        tried = {name: _tried(customer).get(name, 0) + (name in running) for name in self.specials}
        yield Remember({"tried": {name: times for name, times in tried.items() if times}}, when="always")
        yield Remember({"told": noted(customer, running, at, self.specials)}, when="told")

    def _theirs(self, customer: Customer) -> dict[str, ForMembers]:
        """The specials that somebody may use, and was not told of yet; what ends first comes first."""
        known, tried = told(customer), _tried(customer)
        left = [
            (one.ends, name, one)
            for name, one in self.specials.items()
            if name not in known and tried.get(name, 0) < TRIES and self._may_use(one, customer)
        ]
        return {name: one for _, name, one in sorted(left, key=lambda entry: entry[:2])}

    def _may_use(self, special: ForMembers, customer: Customer) -> bool:
        return customer.tier in special.tiers if special.tiers else self.tag in customer.tags


def _tried(customer: Customer) -> Mapping[str, int]:
    return cast("Mapping[str, int]", customer.state.get("tried") or {})
