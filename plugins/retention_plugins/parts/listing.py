"""What a merchant lists: items or categories, for some days of the store."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_sdk import BadValue, Customer, IssueCoupon, Money, PercentOff, Wording, midnight, setting

LATEST = date(9000, 1, 1)
YEAR = timedelta(days=366)


@frozen(kw_only=True)
class Listed:
    """Something special for some days: from the first midnight of one to the last moment of another, in the store."""

    title: Wording = setting(help='what it is: one text, or a text for each language: { en = "...", cs = "..." }')
    begins: date = setting(help="the first day, in the store's time zone")
    ends: date = setting(help="the last day, to its end")
    sku: str | None = setting(default=None, help="the item; none where it is about categories")
    categories: tuple[str, ...] = setting(default=(), help="the categories that it is of, or that it is about")
    price: Money | None = setting(default=None, help="what it costs")
    percent: int = setting(default=0, ge=0, le=100, help="percent off; 0 is none")
    link: str = setting(default="", help="where it can be seen")
    image: str = setting(default="", help="the address of a picture")

    def __attrs_post_init__(self) -> None:
        if not self.begins <= self.ends < LATEST:
            raise BadValue(f"ends is {self.ends}; write a day that is not before {self.begins}, when it begins")
        if not (self.sku or self.categories):
            raise BadValue("sku is missing; name the item that it is about, or its categories")

    @property
    def goods(self) -> tuple[str, ...]:
        """What a coupon for it is good for: its item, or its categories."""
        return (self.sku,) if self.sku else self.categories

    def opens(self, zone: ZoneInfo, early_days: int = 0) -> datetime:
        """When it begins, or so many days before."""
        return midnight(self.begins - timedelta(days=early_days), zone)

    def closes(self, zone: ZoneInfo) -> datetime:
        """When it is over: when the day after its last one begins."""
        return midnight(self.ends + timedelta(days=1), zone)

    def runs(self, at: datetime, zone: ZoneInfo, early_days: int = 0) -> bool:
        """Whether it runs at a time."""
        return self.opens(zone, early_days) <= at < self.closes(zone)

    def shown(self, **more: bool) -> dict[str, Any]:
        """What a message tells of it, and what else a strategy knows of it."""
        price = self.price and {"minor": self.price.minor, "currency": self.price.currency}
        days = {"begins": self.begins.isoformat(), "ends": self.ends.isoformat()}
        what = {"title": self.title.told, "price": price, "percent": self.percent}
        return {**what, **days, "link": self.link, "image": self.image, "goods": self.goods, **more}

    def own_coupon(self, at: datetime, zone: ZoneInfo, reason: str) -> IssueCoupon:
        """The coupon for it, which ends when it does."""
        return IssueCoupon(
            PercentOff(self.percent),
            valid_for=self.closes(zone) - at,
            skus=(self.sku,) if self.sku else (),
            categories=() if self.sku else self.categories,
            reason=reason,
        )


def clock(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """An hour of a day: the first where there are two, the next moment there is where there is none."""
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def told(customer: Customer, key: str = "told") -> dict[str, str]:
    """What a strategy remembers that it told a customer: the day by the name."""
    return dict(cast("Mapping[str, str]", customer.state.get(key) or {}))


def noted(customer: Customer, names: Iterable[str], at: datetime, known: Collection[str]) -> dict[str, str]:
    """What a strategy remembers when it tells something: a name that the file has no more is forgotten after a year.

    Args:
        customer: whom it tells.
        names: what it tells.
        at: when.
        known: the names that the file has.
    """
    since = (at - YEAR).date().isoformat()
    kept = {name: day for name, day in told(customer).items() if name in known or day >= since}
    return {**kept, **dict.fromkeys(sorted(names), at.date().isoformat())}
