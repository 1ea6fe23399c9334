"""Twice the stamps on some days of the week: a strategy for retention-sdk."""

from collections.abc import Iterator
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from retention_sdk import Action, BadValue, Credit, Customer, Purchase, hookimpl, setting, strategy

__all__ = ["DoubleStamps"]

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@strategy
class DoubleStamps:
    """Gives one more stamp for each item that is bought on the days of the week that the shop picks."""

    sku: str = setting(help="the item that is stamped twice")
    weekdays: tuple[Weekday, ...] = setting(help="the days it is done on")
    unit: str = setting(default="stamps", ge=1, help="the wallet's unit, as the card has it")
    timezone: str = setting(default="UTC", help="the time zone in which a day begins")

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    def __attrs_post_init__(self) -> None:
        if not self.weekdays:
            raise BadValue("weekdays is empty; name a day, such as 'tuesday'")
        try:
            ZoneInfo(self.timezone)
        except (ValueError, OSError, KeyError):
            raise BadValue(f"timezone is {self.timezone!r}; write an IANA name such as 'Europe/Prague'") from None

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        days = " and ".join(f"{day.capitalize()}s" for day in self.weekdays)
        yield f"On {days} each {self.sku} that is bought brings one of {self.unit} more."

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Customer) -> Iterator[Action]:
        """Stamps once more what was paid for, if the day is one of those."""
        bought = event.paid_quantity_of(self.sku)
        day = WEEK[event.occurred_at.astimezone(ZoneInfo(self.timezone)).weekday()]
        if bought and day in self.weekdays:
            yield Credit(self.unit, bought, reason=f"twice the stamps on {day.capitalize()}s")
