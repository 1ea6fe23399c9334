"""A thank-you and a gift for each year that somebody has been a customer."""

from collections.abc import Iterator
from datetime import date, datetime

from retention_sdk import (
    Action,
    BadValue,
    Credit,
    Customer,
    IssueCoupon,
    MonthDay,
    Occasion,
    PercentOff,
    Remember,
    SendMessage,
    days,
    hookimpl,
    midnight,
    setting,
    strategy,
)

LONGEST = 100
"""The most years that somebody is a customer."""


@strategy
class Anniversary:
    """Thanks a customer on the day that they joined or first bought, each year, with a coupon or points.

    Nobody is written to while a severe complaint is open, or while they are about to cancel.
    """

    percent: int = setting(default=10, ge=0, le=100, help="percent off with the coupon; 0 gives no coupon")
    valid_days: int = setting(default=30, ge=1, le=36_500, help="days that the coupon can be used")
    points: int = setting(default=0, ge=0, help="points for each year that they have been a customer; 0 gives none")
    unit: str = setting(default="points", ge=1, help="the unit of these points")
    years: tuple[int, ...] = setting(default=(), help="the years that are kept, such as [1, 5, 10]; all where empty")
    template: str = setting(default="anniversary", ge=1, help="the message that thanks")
    bought_within_days: int = setting(
        default=365, ge=0, le=36_500, help="days since the last order in which there is a gift; 0: any"
    )
    adult_age: int = setting(default=18, ge=0, help="who is known to be younger is thanked without a gift")
    belated: bool = setting(default=True, help="whether a day that was found a day late or more is still kept")

    def __attrs_post_init__(self) -> None:
        for year in self.years:
            if not 1 <= year <= LONGEST:
                raise BadValue(f"years has {year}; write years of 1 to {LONGEST}")

    @property
    def proposes(self) -> tuple[type[Action], ...]:
        """The kinds of what it may answer."""
        return (SendMessage, Credit, Remember, *((IssueCoupon,) if self.percent else ()))

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        gifts = [f"a coupon for {self.percent} % off"] if self.percent else []
        gifts += [f"{self.points} {self.unit} for each year"] if self.points else []
        kept = f"After {', '.join(map(str, sorted(self.years)))} years" if self.years else "Each year"
        yield f"{kept} as a customer they are thanked{' with ' if gifts else ''}{' and '.join(gifts)}."
        if gifts and self.bought_within_days:
            bought = f"who bought within {self.bought_within_days} days"
            yield f"The gift is for those of {self.adult_age} or older {bought}."

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Iterator[tuple[datetime, str]]:
        """Names the next anniversary by its year."""
        if (first := _first(customer)) is None:
            return
        year = max(after.astimezone(customer.zone).year, first.year + 1)
        coming = (year, year + 1) if not self.years else (first.year + count for count in sorted(self.years))
        for kept in coming:
            if (at := _begins(first, kept, customer)) > after:
                yield at, str(kept)
                return

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> Iterator[Action]:
        """Thanks, and gives what there is to give; once a year, whatever became of the day that all began."""
        year, first = _year(event.name), _first(customer)
        if first is None or year is None or customer.unsettled or (event.late_days and not self.belated):
            return
        count, had = year - first.year, customer.state.get("year")
        if count < 1 or (self.years and count not in self.years) or (isinstance(had, int) and year <= had):
            return
        if event.occurred_at < _begins(first, year, customer):
            return  # the first order is no more, and the day is still to come
        reason = f"a customer for {count} {'year' if count == 1 else 'years'}"
        data = {"years": count, "since": first.isoformat(), "late_days": event.late_days}
        yield SendMessage(self.template, data=data, purpose="marketing", reason=reason)
        if self._deserves(event, customer):
            if self.percent:
                yield IssueCoupon(PercentOff(self.percent), valid_for=days(self.valid_days), reason=reason)
            if self.points:
                yield Credit(self.unit, self.points * count, reason=reason)
        yield Remember({"year": year})

    def _deserves(self, event: Occasion, customer: Customer) -> bool:
        age, bought = customer.age(event.occurred_at), customer.history.last_at
        if age is not None and age < self.adult_age:
            return False
        within = days(self.bought_within_days)
        return not within or (bought is not None and event.occurred_at <= bought + within)


def _first(customer: Customer) -> date | None:
    """The day that they became a customer, where they are."""
    return None if customer.since is None else customer.since.astimezone(customer.zone).date()


def _begins(first: date, year: int, customer: Customer) -> datetime:
    """When a year's anniversary begins where they are; 29 February is kept on the 28th where there is none."""
    return midnight(MonthDay(first.month, first.day).on(year), customer.zone)


def _year(name: str) -> int | None:
    """The year that an occasion is named for; None where it is named otherwise."""
    return int(name) if len(name) == 4 and name.isascii() and name.isdecimal() else None
