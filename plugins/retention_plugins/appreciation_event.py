"""An event for good customers: invitations, answers, seats, a reminder."""

from collections.abc import Iterator
from datetime import date, datetime, time

from retention_plugins.parts.gatherings import Gathering, Guests
from retention_sdk import (
    Action,
    BadValue,
    Credit,
    Customer,
    Debit,
    Event,
    InvitationAnswered,
    Money,
    Occasion,
    PlaceFreed,
    Remember,
    SendMessage,
    TakePlace,
    days,
    hookimpl,
    setting,
    strategy,
)

CONFIRMED = "CONFIRMED"

MORNING = time(9)
"""When invitations and reminders go out, where the store is."""


@strategy
class AppreciationEvent:
    """Invites good customers to an event, keeps their seats, never one too many, and reminds those who come."""

    name: str = setting(ge=1, help="the event's name, for this one and no other ever after")
    title: str = setting(help="what customers read it is called")
    day: date = setting(help="its day, where the store is")
    begins: str = setting(help='when it begins there, such as "18:30"')
    minutes: int = setting(default=120, ge=1, help="how long it takes")
    place: str = setting(help="where it is")
    seats: int = setting(ge=1, help="how many can come")
    most_each: int = setting(default=2, ge=1, help="how many one customer can come with, themselves too")
    invite_on: date = setting(help="when invitations go out")
    answer_days: int = setting(default=1, ge=0, le=36_500, help="days before it that one has to have answered")
    remind_days: int = setting(
        default=2, ge=0, le=36_500, help="days before it that who comes is reminded; 0 reminds nobody"
    )
    minimum_age: int = setting(default=0, ge=0, help="how old one has to be, as far as known; 0 asks nobody")
    tiers: tuple[str, ...] = setting(default=(), help="the tiers that are invited; none is any")
    tags: tuple[str, ...] = setting(default=(), help="the tags of which one is needed; none is any")
    spent_at_least: Money | None = setting(default=None, help="what was spent by those who are invited")
    orders_at_least: int = setting(default=0, ge=0, help="how often those who are invited have bought")
    link: str = setting(default="", help="where one answers")

    proposes = (SendMessage, TakePlace, Remember, Credit, Debit)

    def __attrs_post_init__(self) -> None:
        try:
            time.fromisoformat(self.begins)
        except ValueError:
            raise BadValue(f'begins is {self.begins!r}; write a time such as "18:30"') from None
        if self.invite_on >= self.day:
            raise BadValue(f"invite_on is {self.invite_on}, which is not before the event on {self.day}")

    def in_words(self) -> Iterator[str]:
        """What it does, for who writes the file."""
        yield f"On {self.invite_on} {self._guests.in_words} are invited to {self.title!r} on {self.day}, once each."
        yield f"The first to answer get its {self.seats} seats, up to {self.most_each} each; others wait for one."

    @property
    def places(self) -> dict[str, int]:
        """The seats that there are."""
        return {self.name: self.seats}

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Iterator[tuple[datetime, str]]:
        """When they are invited, and when they are reminded."""
        times = {"invitation": self.invite_on} if self._is_meant(customer) else {}
        if self.remind_days and customer.state.get("coming"):
            times["reminder"] = self.day - days(self.remind_days)
        for name, day in times.items():
            at = datetime.combine(day, MORNING, customer.store.zone)
            if at > after:
                yield at, name

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> Iterator[Action]:
        """Nobody is invited twice, and nobody is reminded who does not come."""
        if event.name == "reminder" and customer.state.get("coming"):
            yield self._says("event_reminder", event, customer, CONFIRMED, places=customer.places(self.name))
        if event.name == "invitation" and "invited" not in customer.state and self._is_meant(customer):
            yield self._says("event_invitation", event, customer, "TENTATIVE")
            yield Remember({"invited": event.occurred_at.isoformat()})

    @hookimpl
    def on_invitation_answered(self, event: InvitationAnswered, customer: Customer) -> Iterator[Action]:
        """Whoever comes gets their seats, or none and a kind word; whoever does not gives theirs back."""
        waiting = customer.wallet(self._waiting).available
        if event.invitation != self.name or "invited" not in customer.state:
            return
        if not event.coming:
            if customer.places(self.name):
                yield self._says("event_given_back", event, customer, "CANCELLED")
            if waiting:
                yield Debit(self._waiting, waiting, reason="does not come")
            yield Remember({"coming": None})
        elif why := self._refuses(event, customer):
            yield self._says("event_no", event, customer, why=why)
        else:
            full = self._says("event_full", event, customer, places=event.places)
            listed = () if waiting else (Credit(self._waiting, event.places, entitlement=True, reason="waits"),)
            yield from self._seated(event, customer, event.places, waiting, (full, *listed))

    @hookimpl
    def on_place_freed(self, event: PlaceFreed, customer: Customer) -> Iterator[Action]:
        """Whoever waited gets the seats that they had asked for."""
        waiting = customer.wallet(self._waiting).available
        if event.of == self.name and waiting and self._today(event, customer) < self.day:
            yield from self._seated(event, customer, waiting, waiting, ())

    def _seated(
        self, event: Event, customer: Customer, places: int, waiting: int, instead: tuple[Action, ...]
    ) -> Iterator[Action]:
        yield TakePlace(self.name, places, instead=instead, entitlement=True, reason=self.title)
        yield self._says("event_seat", event, customer, CONFIRMED, places=places)
        if waiting:
            yield Debit(self._waiting, waiting, reason="waits no more")
        yield Remember({"coming": places})

    @property
    def _waiting(self) -> str:
        return f"waiting:{self.name}"

    @property
    def _guests(self) -> Guests:
        return Guests(self.tiers, self.tags, self.spent_at_least, self.orders_at_least, self.minimum_age)

    def _is_meant(self, customer: Customer) -> bool:
        return self._guests.include(customer, self._gathering.at(customer.store.zone))

    def _refuses(self, event: InvitationAnswered, customer: Customer) -> str:
        if self._today(event, customer) > self.day - days(self.answer_days):
            return "late"
        return "many" if event.places > self.most_each else ""

    def _today(self, event: Event, customer: Customer) -> date:
        return event.occurred_at.astimezone(customer.store.zone).date()

    @property
    def _gathering(self) -> Gathering:
        return Gathering(
            name=self.name,
            title=self.title,
            day=self.day,
            begins=self.begins,
            minutes=self.minutes,
            place=self.place,
            link=self.link,
        )

    def _says(self, template: str, event: Event, customer: Customer, status: str = "", **more: str | int) -> Action:
        data: dict[str, object] = {**self._gathering.told(customer.store.timezone), "most": self.most_each, **more}
        if status:
            data["calendar"] = self._gathering.calendar(customer.store.timezone, status, event.occurred_at)
        purpose = "marketing" if template == "event_invitation" else "service"
        return SendMessage(template, data=data, purpose=purpose, reason=self.title)
