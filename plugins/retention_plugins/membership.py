"""Free membership with a card that has a number of its own."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import (
    Action,
    Credit,
    Customer,
    IssueCoupon,
    IssueNumber,
    PercentOff,
    Remember,
    SendMessage,
    SignUp,
    Tag,
    days,
    hookimpl,
    setting,
    strategy,
)

CARD = "card"
"""What the number is of: `engine.number(customer, "card")`."""


@strategy
class Membership:
    """Makes whoever signs up a member, with a card of their own, points and a coupon; replaces a card that was lost."""

    gives_once: ClassVar[bool] = True

    tag: str = setting(default="member", ge=1, help="the tag that members bear")
    template: str = setting(default="membership_card", ge=1, help="the message with the card")
    lost_template: str = setting(
        default="membership_new_card", ge=1, help="the message with a card for one that was lost"
    )
    points: int = setting(default=0, ge=0, help="points to begin with; 0 gives none")
    unit: str = setting(default="points", ge=1, help="the unit of these points")
    percent: int = setting(default=0, ge=0, le=100, help="percent off the first order; 0 gives no coupon")
    valid_days: int = setting(default=30, ge=1, le=36_500, help="days that the coupon can be used")

    @property
    def proposes(self) -> tuple[type[Action], ...]:
        """The kinds of what it may answer."""
        return (Tag, IssueNumber, SendMessage, Credit, Remember, *((IssueCoupon,) if self.percent else ()))

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        gifts = [f"{self.points} {self.unit}"] if self.points else []
        gifts += [f"a coupon for {self.percent} % off"] if self.percent else []
        besides = f" and {' and '.join(gifts)}" if gifts else ""
        yield f"Who signs up gets a card with a number of their own{besides}, once."
        yield "Who loses the card gets another, and the old number is void."

    @hookimpl
    def on_sign_up(self, event: SignUp, customer: Customer) -> Iterator[Action]:
        """Gives a card to whoever has none."""
        if "since" in customer.state:
            return
        reason = "signed up"
        yield Tag(self.tag, reason=reason)
        yield IssueNumber(CARD, reason=reason)
        if self.points:
            yield Credit(self.unit, self.points, reason=reason)
        if self.percent:
            yield IssueCoupon(PercentOff(self.percent), valid_for=days(self.valid_days), reason=reason)
        yield SendMessage(self.template, reason=reason)
        yield Remember({"since": event.occurred_at.isoformat()})

    @hookimpl
    def on_card_lost(self, customer: Customer) -> Iterator[Action]:
        """Gives a member another card; the number of the old one is void with that."""
        if "since" in customer.state:
            yield IssueNumber(CARD, reason="the card was lost")
            yield SendMessage(self.lost_template, reason="the card was lost")
