"""Friends bring friends: both are rewarded once the friend has kept an order."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, cast

from retention_plugins.parts.friends import are_one, brought, friends_side, kept
from retention_sdk import (
    Action,
    Credit,
    Customer,
    IssueCoupon,
    IssueNumber,
    Money,
    PercentOff,
    Purchase,
    Referral,
    ReferralKept,
    Referred,
    Remember,
    Schedule,
    SendMessage,
    days,
    hookimpl,
    mark_of,
    setting,
    strategy,
)


@strategy
class Referrals:
    """Rewards a customer and the friend whom they brought, once the friend has kept a first order for long enough.

    Friends are new customers, and nobody brings themselves, nor anybody twice. What was given is taken back from both
    where the order comes back later.
    """

    proposes: ClassVar[tuple[type[Action], ...]] = (IssueNumber, Schedule, Remember, SendMessage, Credit, IssueCoupon)

    hold_days: int = setting(
        default=30, ge=0, le=36_500, help="days that the friend's order has to be kept: the return window"
    )
    minimum: Money | None = setting(default=None, help="the least that the order has to come to")
    percent: int = setting(default=10, ge=0, le=100, help="percent off for who brought a friend; 0 gives no coupon")
    points: int = setting(default=0, ge=0, help="points for who brought a friend; 0 gives none")
    friend_percent: int = setting(default=10, ge=0, le=100, help="percent off for the friend; 0 gives no coupon")
    friend_points: int = setting(default=0, ge=0, help="points for the friend; 0 gives none")
    unit: str = setting(default="points", ge=1, help="the unit of these points")
    valid_days: int = setting(default=90, ge=1, le=36_500, help="days that a coupon can be used")
    most: int = setting(default=10, ge=1, le=100, help="how many friends one customer is rewarded for in a period")
    period_days: int = setting(default=365, ge=1, le=36_500, help="days of that period")

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        least = f" of {self.minimum} or more" if self.minimum else ""
        mine, theirs = self._gifts(self.points, self.percent), self._gifts(self.friend_points, self.friend_percent)
        yield f"Who was brought by a customer and keeps a first order{least} for {self.hold_days} days gets {theirs}."
        yield f"Who brought them gets {mine}, for {self.most} friends in {self.period_days} days at most."

    @hookimpl
    def on_sign_up(self, customer: Customer) -> Iterator[Action]:
        """Gives a member the number that friends come with."""
        if "number" not in customer.state:
            yield IssueNumber("referral", reason="friends come with it")
            yield Remember({"number": True})

    @hookimpl
    def on_referral(self, event: Referral, customer: Customer) -> Iterator[Action]:
        """Tells the friend's side who brought them."""
        if not are_one(customer, event.friend):
            yield Schedule(brought(event, customer), reason="brought a friend")

    @hookimpl
    def on_referred(self, event: Referred, customer: Customer) -> Iterator[Action]:
        """Keeps who brought a new customer; whoever has ordered, or was here before they were forgotten, is not new."""
        known = customer.history.orders or customer.standing.returning or "referrer" in customer.state
        if not known and not are_one(customer, event.referrer, event.marks):
            yield Remember({"referrer": event.referrer})

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Customer) -> Iterator[Action]:
        """Has an order of a friend looked at when it is kept; later ones too, since the first may come back."""
        referrer, small = customer.state.get("referrer"), self.minimum is not None and event.total < self.minimum
        if referrer is not None and "kept" not in customer.state and not small:
            at = event.occurred_at + days(self.hold_days)
            yield Schedule(kept(event, customer, str(referrer), at), reason="was brought by a friend")

    @hookimpl
    def on_referral_kept(self, event: ReferralKept, customer: Customer) -> Iterator[Action]:
        """Rewards whoever brought a friend, up to the most of a period; and then the friend."""
        if event.side == "friend":
            if "kept" not in customer.state:
                why = "was brought by a friend"
                yield from self._reward(self.friend_points, self.friend_percent, "referral_friend", why)
                yield Remember({"kept": True})
            return
        had, friend = self._had(event, customer), mark_of(event.other)
        if friend in had or are_one(customer, event.other, event.marks):
            return
        yield Schedule(friends_side(event, customer.id), reason="brought a friend")
        if len(had) < self.most:
            yield from self._reward(self.points, self.percent, "referral_thanks", "brought a friend")
            yield Remember({"brought": {**had, friend: event.occurred_at.isoformat()}})

    def _had(self, event: ReferralKept, customer: Customer) -> dict[str, str]:
        """The friends that somebody was rewarded for in the period, as marks, each with when."""
        since, brought = (event.occurred_at - days(self.period_days)).isoformat(), customer.state.get("brought")
        had = cast("Mapping[str, str]", brought or {})
        return {friend: at for friend, at in had.items() if at > since}

    def _gifts(self, points: int, percent: int) -> str:
        gifts = [f"{points} {self.unit}"] if points else []
        gifts += [f"a coupon for {percent} % off"] if percent else []
        return " and ".join(gifts) or "nothing"

    def _reward(self, points: int, percent: int, template: str, reason: str) -> Iterator[Action]:
        if points:
            yield Credit(self.unit, points, reason=reason)
        if percent:
            yield IssueCoupon(PercentOff(percent), valid_for=days(self.valid_days), reason=reason)
        if points or percent:
            yield SendMessage(template, data={"points": points, "unit": self.unit}, reason=reason)
