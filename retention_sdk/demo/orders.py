"""What is bought in the year."""

from bisect import bisect
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from retention_sdk.demo.goods import CURRENCY, SHELF, Item
from retention_sdk.demo.people import Person
from retention_sdk.events import Line, Purchase
from retention_sdk.money import Money

YEAR, DAYS, ZONE = 2025, 365, ZoneInfo("Europe/Prague")
_SEASON = (90, 85, 90, 95, 95, 90, 75, 75, 95, 100, 125, 165)
_FREE_SHIPPING_FROM = Money(4000, CURRENCY)
_SHIPPING = Money(490, CURRENCY)


def at(day: int, minute: int) -> datetime:
    """A minute of a day of the year, in the shop's time zone."""
    return datetime(YEAR, 1, 1, tzinfo=ZONE) + timedelta(days=day, minutes=minute)


def orders(random: Random, customers: Sequence[Person], count: int, source: str) -> list[tuple[Person, Purchase]]:
    """The orders of the year, as they happened, with who placed them.

    Args:
        random: where chance comes from.
        customers: who buys.
        count: how many orders.
        source: where the events are from.

    Returns:
        The orders, oldest first.
    """
    season = [_SEASON[at(day, 0).month - 1] for day in range(DAYS)]
    times = sorted((day, 8 * 60 + random.randrange(12 * 60)) for day in random.choices(range(DAYS), season, k=count))
    shares = [*accumulate(person.share for person in customers)]
    found: list[tuple[Person, Purchase]] = []
    for number, (day, minute) in enumerate(times, 1):
        person = _somebody(random, customers, shares, day)
        lines = _basket(random, person)
        total = Money.sum((line.total for line in lines), CURRENCY)
        order = Purchase(
            id=f"order-{number:05}",
            customer=person.id,
            occurred_at=at(day, minute),
            source=source,
            lines=lines,
            shipping=None if total >= _FREE_SHIPPING_FROM else _SHIPPING,
        )
        found.append((person, order))
    return found


def _somebody(random: Random, customers: Sequence[Person], shares: Sequence[int], day: int) -> Person:
    """One of those who have come by then; the keenest one where chance finds only newcomers."""
    for _ in range(50):
        person = customers[bisect(shares, random.randrange(shares[-1]))]
        if person.joined <= day:
            return person
    return min(customers, key=lambda person: person.joined)


def _basket(random: Random, person: Person) -> list[Line]:
    wanted: dict[Item, int] = {}
    if random.randrange(10) < 7:
        wanted[person.favourite] = 1 + random.choice((0, 0, 0, 1, 1, 2))
    while not wanted or random.randrange(10) < 4:
        item = random.choices(SHELF, [item.share for item in SHELF])[0]
        wanted[item] = wanted.get(item, 0) + 1
    return [
        Line(sku=item.sku, quantity=quantity, total=item.price * quantity, categories=[item.category])
        for item, quantity in wanted.items()
    ]
