"""What is said of an event: in words, and as an entry of a calendar."""

from datetime import date, datetime, time, timedelta

from attrs import frozen


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

    @property
    def told(self) -> dict[str, str]:
        """What messages say of it."""
        words = {"title": self.title, "place": self.place, "link": self.link}
        return {**words, "day": str(self.day), "begins": self.begins}

    def calendar(self, zone: str, status: str, at: datetime) -> dict[str, str | int]:
        """The entry of a calendar, as `data["calendar"]` of a message has it.

        Args:
            zone: the store's.
            status: "TENTATIVE", "CONFIRMED" or "CANCELLED".
            at: when it is sent: a later entry goes instead of an earlier one.

        Returns:
            The entry.
        """
        begins = datetime.combine(self.day, time.fromisoformat(self.begins))
        ends = begins + timedelta(minutes=self.minutes)
        times = {"begins": begins.isoformat(), "ends": ends.isoformat(), "zone": zone}
        words = {"uid": self.name, "title": self.title, "place": self.place, "link": self.link}
        return {**words, **times, "status": status, "sequence": int(at.timestamp()) // 60}
