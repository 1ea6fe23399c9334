"""Free membership for those who sign up."""

from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import (
    Action,
    Credit,
    Customer,
    IssueCoupon,
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


@strategy
class Welcome:
    """Makes whoever signs up a member, says welcome and, if set so, gives points and a coupon; once a customer."""

    gives_once: ClassVar[bool] = True

    tag: str = setting(default="member", ge=1, help="the tag that members bear")
    template: str = setting(default="welcome", ge=1, help="the message that says welcome")
    points: int = setting(default=0, ge=0, help="points to begin with; 0 gives none")
    unit: str = setting(default="points", ge=1, help="the unit of these points")
    percent: int = setting(default=0, ge=0, le=100, help="percent off the first order; 0 gives no coupon")
    valid_days: int = setting(default=30, ge=1, le=36_500, help="days that the coupon can be used")

    @property
    def proposes(self) -> tuple[type[Action], ...]:
        """The kinds of what it may answer."""
        return (Tag, SendMessage, Credit, Remember, *((IssueCoupon,) if self.percent else ()))

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        gifts = [f"{self.points} {self.unit}"] if self.points else []
        gifts += [f"a coupon for {self.percent} % off"] if self.percent else []
        yield f"Whoever signs up is welcomed{' with ' if gifts else ''}{' and '.join(gifts)}, once."

    @hookimpl
    def on_sign_up(self, event: SignUp, customer: Customer) -> Iterator[Action]:
        """Welcomes a customer who was never welcomed before."""
        # A refused gift costs the memory but not the tag; a member who left lost the tag but not the memory.
        if self.tag in customer.tags or "since" in customer.state:
            return
        reason = "signed up"
        yield Tag(self.tag, reason=reason)
        yield SendMessage(self.template, reason=reason)
        if self.points:
            yield Credit(self.unit, self.points, reason=reason)
        if self.percent:
            yield IssueCoupon(PercentOff(self.percent), valid_for=days(self.valid_days), reason=reason)
        yield Remember({"since": event.occurred_at.isoformat()})
