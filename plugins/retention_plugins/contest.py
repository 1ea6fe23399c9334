"""A contest with a free way in, and a draw that anybody can check."""

from collections.abc import Iterator
from datetime import date

from retention_plugins.parts.contests import Admission
from retention_sdk import (
    Action,
    BadValue,
    ContestDrawn,
    ContestEntry,
    ContestWon,
    CreateTask,
    Credit,
    Customer,
    Draw,
    Event,
    IssueGiftCard,
    Money,
    Purchase,
    Remember,
    Secret,
    SendMessage,
    SignUp,
    days,
    hookimpl,
    setting,
    strategy,
)

TERMS = (
    *("opens", "closes", "wait_days", "winners", "prize", "gift_card", "free_way", "by_purchase", "minimum"),
    *("by_sign_up", "minimum_age", "regions", "excluded", "staff_tag", "commitment"),
)
"""The settings that stay as they are from the first day to the draw."""


@strategy
class Contest:
    """Takes entries, one a person and as good whether bought or free, and draws winners from a seed fixed before."""

    name: str = setting(ge=1, help="the contest's name, for this one and no other ever after")
    title: str = setting(help="what customers read it is called")
    opens: date = setting(help="its first day, where the store is")
    closes: date = setting(help="its last day, to the end of it")
    wait_days: int = setting(
        default=7, ge=0, le=36_500, help="days after the last one until it is drawn, so that orders settle"
    )
    winners: int = setting(default=1, ge=1, le=500, help="how many win")
    prize: str = setting(help="what each of them wins, in words")
    gift_card: Money | None = setting(default=None, help="the gift card that is the prize; none has a person send it")
    free_way: str = setting(help="how one takes part without buying, in words")
    by_purchase: bool = setting(default=False, help="whether an order takes part too")
    minimum: Money | None = setting(default=None, help="what such an order comes to at least")
    by_sign_up: bool = setting(default=False, help="whether joining takes part too")
    minimum_age: int = setting(default=18, ge=0, help="how old one has to be, as far as known; 0 asks nobody")
    regions: tuple[str, ...] = setting(default=(), help="where one has to live, such as CZ or US-CA; none is anywhere")
    excluded: tuple[str, ...] = setting(default=(), help="where one may not live, such as US-NY")
    staff_tag: str = setting(default="staff", help="the tag of those who may not take part")
    rules_url: str = setting(default="", help="where the rules stand, and the draw after it")
    secret: Secret = setting(help="what the draw is made of: 32 characters or more, drawn at random, told to nobody")
    commitment: str = setting(default="", help="what is published of it before the first day; the check tells it")
    role: str = setting(default="agent", ge=1, help="who sends prizes, and publishes the draw")

    proposes = (Credit, SendMessage, Remember, CreateTask, IssueGiftCard)

    def __attrs_post_init__(self) -> None:
        if not self.free_way.strip():
            raise BadValue("free_way is empty; nobody may have to buy to win: say how one takes part for nothing")
        if self.gift_card is not None and self.gift_card.minor <= 0:
            raise BadValue(f"gift_card is {self.gift_card}; write an amount above zero, or leave it out")
        if self.closes < self.opens:
            raise BadValue(f"closes is {self.closes}, before the first day {self.opens}")
        if self.commitment != self._draw.commitment:
            raise BadValue(
                f'commitment is not that of the secret; write "{self._draw.commitment}", and publish it with the rules'
            )

    def in_words(self) -> Iterator[str]:
        """What it does, for who writes the file."""
        yield f"From {self.opens} to {self.closes} people take part in {self.title!r}, once each, and need not buy."
        if self.by_purchase:
            yield f"An order{f' of {self.minimum} or more' if self.minimum else ''} takes part too, if it is kept."
        if self.by_sign_up:
            yield "Whoever joins takes part too."
        yield f"On {self._draw.on} {self.winners} of them win {self.prize}, whatever budgets say."
        yield "From its first day until then none of its rules can be changed."

    @property
    def draws(self) -> tuple[Draw, ...]:
        """The draw that the engine makes."""
        return (self._draw,)

    @hookimpl
    def on_contest_entry(self, event: ContestEntry, customer: Customer) -> Iterator[Action]:
        """The free way in."""
        if event.contest != self.name or "free" in customer.state:
            return
        if why := self._refused(event, customer, event.region):
            if customer.state.get("no") != why:
                yield SendMessage("contest_refused", data={**self._told(), "why": why}, reason=f"not in it: {why}")
                yield Remember({"no": why})
            return
        yield from self._enter(customer, f"{self.name} by {event.via}")
        yield Remember({"free": True})

    @hookimpl
    def on_sign_up(self, event: SignUp, customer: Customer) -> Iterator[Action]:
        """Joining takes part too, where the merchant says so."""
        if self.by_sign_up and "free" not in customer.state and not self._refused(event, customer):
            yield from self._enter(customer, f"{self.name} by signing up")
            yield Remember({"free": True})

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Customer) -> Iterator[Action]:
        """An order takes part too, as long as it is kept: whoever holds several units is drawn as one person."""
        enough = self.minimum is None or event.total.minor >= self.minimum.minor
        if self.by_purchase and enough and "free" not in customer.state and not self._refused(event, customer):
            yield from self._enter(customer, f"{self.name} by an order")

    @hookimpl
    def on_contest_won(self, event: ContestWon) -> Iterator[Action]:
        """The prize is owed, so no budget refuses it."""
        if event.contest != self.name:
            return
        reason = f"drawn as number {event.place} of {event.entries} in {self.name}"
        if self.gift_card:
            yield IssueGiftCard(self.gift_card, entitlement=True, reason=reason)
        else:
            yield CreateTask(f"Send the prize: {self.prize}", role=self.role, reason=reason)
        data = {**self._told(), "entry": event.entry, "entries": event.entries}
        yield SendMessage("contest_won", data=data, reason=reason)

    @hookimpl
    def on_contest_drawn(self, event: ContestDrawn) -> Iterator[Action]:
        """Somebody has to publish what proves it."""
        if event.contest == self.name:
            script = f"Put what `retention contest proof {self.name}` prints next to the rules."
            yield CreateTask(f"Publish the draw of {self.title}", role=self.role, script=script, reason="it is drawn")

    @property
    def _draw(self) -> Draw:
        return Draw(
            of=self.name,
            unit=f"contest:{self.name}",
            opens=self.opens,
            on=self.closes + days(1 + self.wait_days),
            winners=self.winners,
            secret=self.secret.reveal(),
            terms={name: str(getattr(self, name)) for name in TERMS},
        )

    def _enter(self, customer: Customer, reason: str) -> Iterator[Action]:
        yield Credit(self._draw.unit, 1, entitlement=True, reason=reason)
        if "entry" not in customer.state:
            entry = self._draw.entry(customer.id)
            yield SendMessage("contest_entered", data={**self._told(), "entry": entry}, reason=reason)
            yield Remember({"entry": entry})

    def _told(self) -> dict[str, str | int]:
        draw = self._draw
        dates = {"opens": str(self.opens), "closes": str(self.closes), "drawn": str(draw.on)}
        told = {"title": self.title, "prize": self.prize, "free_way": self.free_way, "rules_url": self.rules_url}
        return {**told, **dates, "rules": draw.rules, "commitment": draw.commitment, "winners": self.winners}

    def _refused(self, event: Event, customer: Customer, region: str = "") -> str:
        """Why somebody cannot take part; empty where they can."""
        admission = Admission(
            opens=self.opens,
            closes=self.closes,
            minimum_age=self.minimum_age,
            regions=self.regions,
            excluded=self.excluded,
            staff_tag=self.staff_tag,
        )
        return admission.refuses(customer, event.occurred_at, region)
