"""The whole year, as the shop's events in the order in which they happened."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random

from retention_sdk.demo.orders import YEAR, ZONE, at, orders
from retention_sdk.demo.people import Person, people
from retention_sdk.demo.service import cancel_requests, complaints
from retention_sdk.events import Birthday, Event, SignUp

ORDERS_EACH = 12
"""Orders for each customer, on average."""


def year(count: int, seed: int) -> list[Event]:
    """A year of the coffee shop.

    Args:
        count: how many orders there are in it.
        seed: another seed, another year; the same seed, the same events.

    Returns:
        Orders, sign-ups, birthdays, complaints and cancel requests, oldest first.
    """
    random, source = Random(seed), "demo"  # noqa: S311 - a made-up shop is no secret
    customers = people(random, max(count // ORDERS_EACH, 5))
    placed = orders(random, customers, count, source)
    bought = {person.id for person, _ in placed}
    came = [person for person in customers if person.id in bought]
    events: list[Event] = [
        *(order for _, order in placed),
        *_sign_ups(came, source),
        *_birthdays(came, source),
        *complaints(random, placed, source),
        *cancel_requests(random, came, source),
    ]
    end = datetime(YEAR + 1, 1, 1, tzinfo=ZONE)
    return sorted(
        (event for event in events if event.occurred_at < end), key=lambda event: (event.occurred_at, event.id)
    )


def _sign_ups(customers: Sequence[Person], source: str) -> Iterator[SignUp]:
    for person in customers:
        if person.signs_up is not None:
            yield SignUp(
                id=f"sign-up-{person.id}",
                customer=person.id,
                occurred_at=at(person.signs_up, 7 * 60),
                source=source,
                profile=person.profile,
            )


def _birthdays(customers: Sequence[Person], source: str) -> Iterator[Birthday]:
    for person in customers:
        birthday = person.profile.birthday
        if birthday is None or person.signs_up is None:
            continue
        day = birthday.on(YEAR).timetuple().tm_yday - 1
        if day >= person.signs_up:
            yield Birthday(
                id=f"birthday-{person.id}-{YEAR}",
                customer=person.id,
                occurred_at=at(day, 9 * 60),
                source=source,
                year=YEAR,
            )
