"""A greeting and a gift on a customer's birthday."""

from collections.abc import Iterator
from datetime import datetime

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
    """Greets a customer on the birthday, with a coupon or points; once a year, however often the date is changed.

    Nobody is greeted while a severe complaint is open, or while they are about to cancel.
    """

    percent: int = setting(default=15, ge=0, le=100, help="percent off with the coupon; 0 gives no coupon")
    valid_days: int = setting(default=30, ge=1, le=36_500, help="days that the coupon can be used")
    points: int = setting(default=0, ge=0, help="points that are given; 0 gives none")
    unit: str = setting(default="points", ge=1, help="the unit of these points")
    template: str = setting(default="birthday_greeting", ge=1, help="the message that greets")
    member_days: int = setting(
        default=7, ge=0, le=36_500, help="days since they joined or first bought before there is a gift"
    )
    bought_within_days: int = setting(
        default=365, ge=0, le=36_500, help="days since the last order in which there is a gift; 0: any"
    )
    known_days: int = setting(
        default=7, ge=0, le=36_500, help="days that the date must be known, unchanged, before there is a gift"
    )
    apart_days: int = setting(default=300, ge=0, le=330, help="days between two gifts, so that no new date brings one")
    adult_age: int = setting(default=18, ge=0, help="who is known to be younger is greeted without a gift")
    belated: bool = setting(default=True, help="whether a birthday that was found a day late or more is still kept")

    @property
    def proposes(self) -> tuple[type[Action], ...]:
        """The kinds of what it may answer."""
        return (SendMessage, Credit, Remember, *((IssueCoupon,) if self.percent else ()))

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        gifts = [f"a coupon for {self.percent} % off"] if self.percent else []
        gifts += [f"{self.points} {self.unit}"] if self.points else []
        told = " with " + " and ".join(gifts) if gifts else ""
        yield f"On their birthday customers get a greeting{told}, once a year."
        if gifts:
            bought = f", and bought within {self.bought_within_days} days" if self.bought_within_days else ""
            joined = f"who joined {self.member_days} days before"
            yield f"The gift is for those of {self.adult_age} or older {joined}{bought}."

    @hookimpl
    def on_birthday(self, event: Birthday, customer: Customer) -> Iterator[Action]:
        """Greets, and gives what there is to give."""
        year = event.year or event.occurred_at.astimezone(customer.zone).year
        if customer.unsettled or self._celebrated(event, customer, year) or (event.late_days and not self.belated):
            return
        reason = f"birthday {year}"
        data = {"late_days": event.late_days}
        yield SendMessage(self.template, data=data, purpose="marketing", reason=reason)
        if self._deserves(event, customer):
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

    def _deserves(self, event: Birthday, customer: Customer) -> bool:
        """Whether there is a gift: to who is of age, a customer for long enough, and told the date in time."""
        at, age = event.occurred_at, customer.age(event.occurred_at)
        since, bought, told = customer.since, customer.history.last_at, customer.standing.occasions.birthday_told_at
        if age is not None and age < self.adult_age:
            return False
        if self.member_days and (since is None or at < since + days(self.member_days)):
            return False
        if self.bought_within_days and (bought is None or at > bought + days(self.bought_within_days)):
            return False
        return not self.known_days or told is None or at >= told + days(self.known_days)
