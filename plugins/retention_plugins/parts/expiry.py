"""What of a customer's expires: when to look at it ahead, and what of it they were not told of yet."""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_plugins.parts.listing import clock
from retention_sdk import Customer, Expiring, midnight

MOMENT = timedelta(microseconds=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def ahead_of(until: datetime, days: int, hour: int, zone: ZoneInfo) -> Iterator[datetime]:
    """At an hour so many days before something, then at half of them, and so on until the day before."""
    day = until.astimezone(zone).date()
    while days:
        yield clock(day - timedelta(days=days), hour, zone)
        days //= 2


@frozen
class Expiry:
    """What a customer is told of what expires.

    Args:
        days: how many days before; 0 is never.
        units: of which units; none is all.
        hour: at which hour of the day, where the customer is.
    """

    days: int
    units: Collection[str]
    hour: int

    def looks(self, customer: Customer) -> Iterator[datetime]:
        """When to look at it.

        The days before, and then not before half of them are over, so that somebody with much that expires is not told
        each day. What was given later, and was not told by then, is looked at at half of what is left of its days.
        """
        looked, told = customer.state.get("looked"), _warned(customer)
        last = LONG_AGO if looked is None else datetime.fromisoformat(str(looked))
        again = last + timedelta(days=max(self.days // 2, 1))
        for unit, wallet in sorted(customer.wallets.items()):
            if wallet.expires_at is None or not self.days or not self._concerns(unit):
                continue
            first, *later = ahead_of(wallet.expires_at, self.days, self.hour, customer.zone)
            if max(first, again) < wallet.expires_at:
                yield max(first, again)
            # something else may be behind what was told, on the same day
            yield from later[-1:] if _key(unit, wallet.expires_at) in told else later

    def ahead(self, customer: Customer, at: datetime) -> list[Expiring]:
        """What expires within the days, the earliest first."""
        until = midnight(at.astimezone(customer.zone).date() + timedelta(days=self.days + 1), customer.zone)
        return [one for one in customer.expiring if self._concerns(one.unit) and at < one.at < until]

    def _concerns(self, unit: str) -> bool:
        return not self.units or unit in self.units


def news(customer: Customer, ahead: Collection[Expiring]) -> list[Expiring]:
    """What of it they were not told of."""
    told = _warned(customer)
    return [one for one in ahead if one.amount > told.get(_key(one.unit, one.at), 0)]


def by_day(expiring: Collection[Expiring], zone: ZoneInfo) -> list[dict[str, Any]]:
    """What a message tells: how much of which unit can be used until the end of which day."""
    sums: dict[tuple[str, str], int] = {}
    for one in expiring:
        day = (one.at - MOMENT).astimezone(zone).date().isoformat()
        sums[day, one.unit] = sums.get((day, one.unit), 0) + one.amount
    return [{"on": day, "unit": unit, "amount": amount} for (day, unit), amount in sorted(sums.items())]


def warned(ahead: Collection[Expiring]) -> dict[str, int]:
    """What is remembered of what was told, lot by lot, since more may be given that expires in the same days."""
    return {_key(one.unit, one.at): one.amount for one in ahead}


def _warned(customer: Customer) -> Mapping[str, int]:
    return cast("Mapping[str, int]", customer.state.get("warned") or {})


def _key(unit: str, at: datetime) -> str:
    return f"{unit} {at.isoformat()}"
