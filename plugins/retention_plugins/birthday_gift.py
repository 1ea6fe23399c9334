"""A greeting and a gift on a customer's birthday."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from retention_sdk import (
    Action,
    Birthday,
    Credit,
    Customer,
    IssueCoupon,
    PercentOff,
    Remember,
    SendMessage,
    days,
    hookimpl,
    setting,
    strategy,
)


@strategy
class BirthdayGift:
    """Greets a customer on the birthday, with a coupon or points; once a year, however often the date is changed."""

    percent: int = setting(default=15, ge=0, le=100, help="percent off with the coupon; 0 gives no coupon")
    valid_days: int = setting(default=30, ge=1, help="days that the coupon can be used")
    points: int = setting(default=0, ge=0, help="points that are given; 0 gives none")
    unit: str = setting(default="points", help="the unit of these points")
    template: str = setting(default="birthday_greeting", help="the message that greets")
    member_days: int = setting(default=0, ge=0, help="days since the first order before there is a gift")
    adult_age: int = setting(default=18, ge=0, help="who is known to be younger is greeted without a gift")
    apart_days: int = setting(default=300, ge=0, le=330, help="days between two gifts, so that no new date brings one")

    @property
    def proposes(self) -> tuple[type[Action], ...]:
        """The kinds of what it may answer."""
        return (SendMessage, Credit, Remember, *((IssueCoupon,) if self.percent else ()))

    @hookimpl
    def on_birthday(self, event: Birthday, customer: Customer) -> Iterator[Action]:
        """Greets, and gives what there is to give."""
        zone = ZoneInfo(customer.profile.timezone or "UTC")
        year = event.year or event.occurred_at.astimezone(zone).year
        if self._celebrated(event, customer, year):
            return
        reason = f"birthday {year}"
        yield SendMessage(self.template, purpose="marketing", reason=reason)
        if self._deserves(event, customer, year):
            if self.percent:
                yield IssueCoupon(PercentOff(self.percent), valid_for=days(self.valid_days), reason=reason)
            if self.points:
                yield Credit(self.unit, self.points, reason=reason)
        yield Remember({"year": year, "at": event.occurred_at.isoformat()})

    def _celebrated(self, event: Birthday, customer: Customer, year: int) -> bool:
        """Whether this year's was celebrated, or another so lately that the date must have been changed."""
        last_year, last = customer.state.get("year"), customer.state.get("at")
        if isinstance(last_year, int):
            return year <= last_year or event.occurred_at < datetime.fromisoformat(str(last)) + days(self.apart_days)
        # who was forgotten had a gift at some time before, and nobody knows any more when
        before = customer.standing.returning
        if before is None or "birthday_gift" not in before.strategies:
            return False
        return year <= before.at.year or event.occurred_at < before.at + days(self.apart_days)

    def _deserves(self, event: Birthday, customer: Customer, year: int) -> bool:
        born, first = customer.profile.birthday, customer.history.first_at
        if born and born.year and year - born.year < self.adult_age:
            return False
        return not self.member_days or (first is not None and event.occurred_at - first >= days(self.member_days))
