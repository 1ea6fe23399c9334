"""The `[messages]` table: who is written to, when, and how often."""

from datetime import time
from typing import Any, Literal

from attrs import Attribute, field, frozen

from retention_sdk.authoring import setting
from retention_sdk.checks import accepts
from retention_sdk.errors import BadValue

_TIME = r"\s*T?[0-9]{2}[0-9:.,]*\s*"

TRANSACTIONAL = ("service", "transactional", "legal")
"""The purposes of what a customer must know."""


@frozen
class Frequency:
    """The most that is sent through one channel in a span of days.

    Args:
        most: how many; 0 is nothing at all.
        days: in any span of so many days.
    """

    most: int = setting(ge=0)
    days: int = setting(ge=1)


@frozen
class QuietHours:
    """Hours of the day in which nothing is sent, from one to the other, past midnight where the end is earlier."""

    begin: time
    end: time

    @classmethod
    def parse(cls, text: str) -> "QuietHours":
        """Read "21:00-08:00".

        Raises:
            BadValue: it is written otherwise, or no time is left.
        """
        try:
            begin, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
        except ValueError:
            raise BadValue(f"quiet_hours is {text!r}; write from when to when, such as '21:00-08:00'") from None
        if begin == end or begin.tzinfo or end.tzinfo:
            raise BadValue(f"quiet_hours is {text!r}; write two different times of day, such as '21:00-08:00'")
        return cls(begin, end)

    def __contains__(self, moment: time) -> bool:
        if self.begin < self.end:
            return self.begin <= moment < self.end
        return moment >= self.begin or moment < self.end


@accepts(pattern=f"^{_TIME}-{_TIME}$")
def _hours(_: object, __: "Attribute[Any]", value: str | None) -> None:
    if value is not None:
        QuietHours.parse(value)


@frozen
class Messages:
    """Who is written to, when, and how often. What is transactional is held to none of it.

    Args:
        consent: whether a message needs the customer's yes to its channel and purpose; one without a channel, to any.
        transactional: the purposes of what a customer must know.
        quiet_hours: when nothing is sent, such as "21:00-08:00", in the customer's time zone, else in the store's.
        quiet: what becomes of a message in the quiet hours: "defer" sends it when they end, "drop" refuses it.
        frequency: the most that is sent, by channel; "any" is all of them together. A channel that is not named
            has no cap.
        severe_complaints: whether a customer with an open severe complaint is advertised to, and made offers.
    """

    consent: bool = True
    transactional: tuple[str, ...] = TRANSACTIONAL
    quiet_hours: str | None = field(default=None, validator=_hours)
    quiet: Literal["defer", "drop"] = "defer"
    frequency: dict[str, Frequency] = field(factory=dict[str, Frequency])
    severe_complaints: bool = False

    @property
    def hours(self) -> QuietHours | None:
        """The quiet hours."""
        return None if self.quiet_hours is None else QuietHours.parse(self.quiet_hours)
