"""An event: who is meant to come, and what is said of it, in words and as an entry of a calendar."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_sdk import Customer, Money


@frozen(kw_only=True)
class Gathering:
    """An event that people come to.

    Args:
        name: its name, the same in all that is sent about it.
        title: what it is called.
        day: its day, where the store is.
        begins: when it begins there, such as "18:30".
        minutes: how long it takes.
        place: where it is.
        link: where one answers.
    """

    name: str
    title: str
    day: date
    begins: str
    minutes: int
    place: str
    link: str

    def told(self, zone: str) -> dict[str, str]:
        """What messages say of it, where the store is in a zone."""
        begins = self.at(ZoneInfo(zone))
        words = {"title": self.title, "place": self.place, "link": self.link}
        return {**words, "day": str(self.day), "begins": begins.isoformat()}

    def at(self, zone: ZoneInfo | None = None) -> datetime:
        """When it begins, in a zone; by whatever clock hangs there, where none is given."""
        return datetime.combine(self.day, time.fromisoformat(self.begins), zone)

    def calendar(self, zone: str, status: str, at: datetime) -> dict[str, str | int]:
        """The entry of a calendar, as `data["calendar"]` of a message has it.

        Args:
            zone: the store's.
            status: "TENTATIVE", "CONFIRMED" or "CANCELLED".
            at: when it is sent: a later entry goes instead of an earlier one.

        Returns:
            The entry.
        """
        begins = self.at()
        ends = begins + timedelta(minutes=self.minutes)
        times = {"begins": begins.isoformat(), "ends": ends.isoformat(), "zone": zone}
        words = {"uid": self.name, "title": self.title, "place": self.place, "link": self.link}
        return {**words, **times, "status": status, "sequence": int(at.timestamp()) // 60}


@frozen
class Guests:
    """Who is meant to come; what is empty is asked of nobody.

    Args:
        tiers: in one of these tiers.
        tags: with one of these tags.
        spent: who spent as much.
        orders: who bought as often.
        age: who is as old on the day.
    """

    tiers: tuple[str, ...]
    tags: tuple[str, ...]
    spent: Money | None
    orders: int
    age: int

    def include(self, customer: Customer, at: datetime) -> bool:
        """Whether a customer is meant to come to what is at a time."""
        history = customer.history
        return (
            (not self.tiers or customer.tier in self.tiers)
            and (not self.tags or bool(customer.tags & {*self.tags}))
            and history.orders >= self.orders
            and (self.spent is None or history.spent >= self.spent.minor)
            and (not self.age or (customer.age(at) or 0) >= self.age)
        )

    @property
    def in_words(self) -> str:
        """The same for whoever writes the file."""
        told = {
            f"of the tiers {', '.join(self.tiers)}": self.tiers,
            f"with a tag of {', '.join(self.tags)}": self.tags,
            f"who spent {self.spent} or more": self.spent,
            f"with {self.orders} orders or more": self.orders,
            f"who are {self.age} or older": self.age,
        }
        return " ".join(["customers", *(words for words, asked in told.items() if asked)])
