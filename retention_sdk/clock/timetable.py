"""The timetable: when time does something to a customer, and what. It is a function of what is known of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from attrs import field, frozen

from retention_sdk.cancelling.due import SOURCE
from retention_sdk.clock.birthdays import next_birthday
from retention_sdk.clock.lapses import next_lapse
from retention_sdk.clock.nights import first_midnight, last_midnight
from retention_sdk.clock.occasions import Strategies
from retention_sdk.customer import Customer, Standing, Wallet
from retention_sdk.events import STORE, Birthday, Event, Lapse, LotsDue, Occasion, StoreDay
from retention_sdk.times import midnight, to_micros
from retention_sdk.wire import dumps, fingerprint

_MOMENT, _DAY = timedelta(microseconds=1), timedelta(days=1)


@frozen
class Timetable:
    """What time brings the customers of a store.

    Args:
        zone: the store's.
        birthdays: whether birthdays are kept.
        lapse_days: after how many days without an order a customer has lapsed, shortest first.
        late: how late a birthday, a lapse, an occasion or a day of the store may be found.
        strategies: those that say what time will bring.
        store_days: whether the store's own days are kept.
    """

    zone: ZoneInfo
    birthdays: bool = False
    lapse_days: Sequence[int] = ()
    late: timedelta = timedelta(days=3)
    strategies: Strategies = field(factory=Strategies)
    store_days: bool = False

    @property
    def mark(self) -> str:
        """Tells a timetable from another."""
        days, told = list(self.lapse_days), self.strategies.settings
        return fingerprint(dumps([str(self.zone), self.birthdays, days, self.late.days, told]))

    def wakes_at(
        self, customer: str, standing: Standing, wallets: Mapping[str, Wallet], after: datetime
    ) -> datetime | None:
        """When the clock has to look at a customer.

        Args:
            customer: the customer's id.
            standing: what is known of them.
            wallets: their wallets, by unit.
            after: what was up to here is dealt with, or too late.

        Returns:
            The time; None is never.
        """
        times: list[datetime] = []
        if (changes_at := _changes_at(wallets)) is not None:
            times.append(first_midnight(max(changes_at, after + _MOMENT), self.zone))
        if self.birthdays and standing.profile.birthday is not None:
            times += [at for at, _ in self._birthday(standing, after)]
        if self.lapse_days:
            times += [at for at, _ in self._lapse(standing, after)]
        if self.strategies.asks:
            times += self.strategies.next(Customer(customer, standing, wallets), after)
        return min(times, default=None)

    def due(self, customer: str, standing: Standing, wallets: Mapping[str, Wallet], now: datetime) -> Iterator[Event]:
        """What time brings a customer.

        Args:
            customer: the customer's id.
            standing: what is known of them.
            wallets: their wallets, by unit.
            now: what is later is not due yet.

        Yields:
            Events. Each has the same id whoever finds it, and whenever.
        """
        night = last_midnight(now, self.zone)
        if (changes_at := _changes_at(wallets)) is not None and changes_at <= night:
            id = _id(LotsDue.kind, customer, to_micros(night))
            yield LotsDue(id=id, customer=customer, occurred_at=night, source=SOURCE)
        for at, year in self._birthday(standing, now - self.late) if self.birthdays else ():
            if at <= now:
                id = _id(Birthday.kind, customer, year)
                late = (now - at).days
                yield Birthday(id=id, customer=customer, occurred_at=at, source=SOURCE, year=year, late_days=late)
        for at, days in self._lapse(standing, now - self.late):
            if at <= now:
                id = _id(Lapse.kind, customer, days, to_micros(at))
                yield Lapse(id=id, customer=customer, occurred_at=at, source=SOURCE, silent_days=days)
        for plugin, at, name in self.strategies.due(Customer(customer, standing, wallets), now - self.late, now):
            id = _id(Occasion.kind, customer, plugin, name, to_micros(at))
            late = (now - at).days
            yield Occasion(
                id=id, customer=customer, occurred_at=at, source=SOURCE, plugin=plugin, name=name, late_days=late
            )

    def days_of_store(self, had: date | None, now: datetime) -> Iterator[StoreDay]:
        """The days of the store that have begun.

        Args:
            had: the latest that it had; None where it had none, and then the first is the one that it is now.
            now: what is later is not due yet.

        Yields:
            Events that count nothing yet, oldest first.
        """
        today = now.astimezone(self.zone).date()
        day = today if had is None else max(had + _DAY, (now - self.late).astimezone(self.zone).date())
        while self.store_days and day <= today:
            if (at := midnight(day, self.zone)) >= now - self.late:
                yield StoreDay(id=f"{StoreDay.kind}-{day}", customer=STORE, occurred_at=at, source=SOURCE, day=day)
            day += _DAY

    def _birthday(self, standing: Standing, after: datetime) -> Iterator[tuple[datetime, int]]:
        if found := next_birthday(standing.profile, self.zone, standing.occasions.birthday, after):
            yield found

    def _lapse(self, standing: Standing, after: datetime) -> Iterator[tuple[datetime, int]]:
        if found := next_lapse(standing, self.lapse_days, after):
            yield found


def _changes_at(wallets: Mapping[str, Wallet]) -> datetime | None:
    """When the first of some wallets changes; None where none does."""
    return min((one.changes_at for one in wallets.values() if one.changes_at is not None), default=None)


def _id(kind: str, customer: str, *details: int | str) -> str:
    # ids of people have no place in ids of events; a length keeps ("a", 1) and ("a1",) apart
    return f"{kind}-{fingerprint(dumps([customer, *details]))}"
