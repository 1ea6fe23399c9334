"""What is said of an event: in words, and as an entry of a calendar."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

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
