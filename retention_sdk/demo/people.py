"""Who buys there: a few regulars who buy much, and many who drop in now and then."""

from random import Random

from attrs import frozen

from retention_sdk.demo.goods import COFFEES, Item
from retention_sdk.profile import Consent, Profile
from retention_sdk.times import MonthDay

_FIRST = (
    *("Adela", "Bruno", "Clara", "David", "Ema", "Filip", "Greta", "Hugo", "Ida", "Jan", "Klara", "Lukas", "Marta"),
    *("Noel", "Olga", "Pavel", "Rosa", "Simon", "Tereza", "Viktor", "Zofie", "Anton", "Berta", "Karel", "Lena", "Max"),
)
_LAST = (
    *("Novak", "Svoboda", "Dvorak", "Cerny", "Prochazka", "Kucera", "Vesely", "Horak", "Nemec", "Pokorny", "Marek"),
    *("Hajek", "Jelinek", "Kral", "Ruzicka", "Benes", "Fiala", "Sedlak", "Dolezal", "Zeman", "Kolar", "Navratil"),
)


@frozen
class Person:
    """A customer.

    Args:
        id: the customer's id.
        profile: what they tell when they sign up.
        joined: the day of the year from which on they buy, from 0.
        signs_up: the day on which they sign up; None of guests.
        share: how often they buy, against the others.
        favourite: the coffee that they mostly buy.
        subscriber: whether they have a coffee subscription.
    """

    id: str
    profile: Profile
    joined: int
    signs_up: int | None
    share: int
    favourite: Item
    subscriber: bool


def people(random: Random, count: int) -> list[Person]:
    """So many customers, the keenest first.

    Args:
        random: where chance comes from.
        count: how many.

    Returns:
        The customers.
    """
    return [_person(random, rank) for rank in range(1, count + 1)]


def _person(random: Random, rank: int) -> Person:
    id, first, last = f"c-{rank:03}", random.choice(_FIRST), random.choice(_LAST)
    birthday = None
    if random.randrange(10) < 7:
        born = 1950 + random.randrange(60)
        birthday = MonthDay(1 + random.randrange(12), 1 + random.randrange(28), born if random.randrange(2) else None)
    joined = random.randrange(300) if random.randrange(10) < 4 else 0
    return Person(
        id=id,
        profile=Profile(
            name=f"{first} {last}",
            email=f"{first}.{last}.{rank}@example.com",
            locale=random.choice(("cs", "en")),
            timezone="Europe/Prague",
            birthday=birthday,
            consents=(Consent(channel="email", given=random.randrange(10) < 8),),
        ),
        joined=joined,
        signs_up=joined + random.randrange(60) if random.randrange(10) < 8 else None,
        share=2 + 2_000 // (rank + 4),
        favourite=random.choices(COFFEES, [item.share for item in COFFEES])[0],
        subscriber=random.randrange(3) == 0,
    )
