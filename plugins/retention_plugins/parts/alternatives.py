"""What can be had instead of leaving."""

from collections.abc import Callable, Mapping
from typing import Literal

from attrs import frozen

from retention_sdk import (
    Action,
    BadValue,
    ChangePlan,
    CreateTask,
    DiscountSubscription,
    ExtendService,
    FreeItem,
    IssueCoupon,
    Money,
    PauseSubscription,
    SkipDelivery,
    days,
    gift_in_words,
    setting,
)

Kind = Literal["discount", "pause", "skip", "plan", "gift", "service", "person"]

KINDS: Mapping[str, type[Action]] = {
    "discount": DiscountSubscription,
    "pause": PauseSubscription,
    "skip": SkipDelivery,
    "plan": ChangePlan,
    "gift": IssueCoupon,
    "service": ExtendService,
    "person": CreateTask,
}
"""What each kind promises."""

CALL = {"en": "a call from one of us", "cs": "zavoláme vám", "pl": "nasz telefon do Ciebie", "pt": "uma chamada nossa"}


@frozen(kw_only=True)
class Alternative:
    """Something that can be had instead of leaving."""

    kind: Kind = setting(help="what it is")
    percent: int = setting(default=30, ge=1, le=100, help="discount: percent off")
    cycles: int = setting(default=3, ge=1, help="discount: periods that it lasts")
    days: int = setting(default=30, ge=1, help="pause, service: days that it lasts; gift: days that it can be taken")
    deliveries: int = setting(default=1, ge=1, help="skip: deliveries that are left out")
    plan: str | None = setting(default=None, help="plan: the id of the smaller plan")
    sku: str | None = setting(default=None, help="gift: the item that is given free")
    cost: Money | None = setting(default=None, help="gift, service: what it costs the store, for budgets")
    role: str = setting(default="agent", ge=1, help="person: who calls")
    title: dict[str, str] = setting(default={}, help="what the customer reads, by language; what it is by default")

    def __attrs_post_init__(self) -> None:
        needed = {"plan": "plan", "gift": "sku"}.get(self.kind)
        if needed and not getattr(self, needed):
            raise BadValue(f"{needed} is missing; a {self.kind} needs it")

    def action(self, subscription: str, price: Money | None) -> Action:
        """What whoever accepts it gets."""
        cost = price and price.part(self.percent * self.cycles, 100)
        script = "Ask what would make it worth staying. Let them go kindly if nothing does."
        promised: dict[Kind, Callable[[], Action]] = {
            "discount": lambda: DiscountSubscription(subscription, self.percent, self.cycles, cost=cost),
            "pause": lambda: PauseSubscription(subscription, days(self.days)),
            "skip": lambda: SkipDelivery(subscription, self.deliveries),
            "plan": lambda: ChangePlan(subscription, self.plan or ""),
            "gift": lambda: IssueCoupon(FreeItem(self.sku or ""), valid_for=days(self.days), cost=self.cost),
            "service": lambda: ExtendService(subscription, days(self.days), cost=self.cost),
            "person": lambda: CreateTask("Call before the customer leaves", role=self.role, due=days(1), script=script),
        }
        return promised[self.kind]()

    def in_words(self) -> str:
        """What it is, for the merchant."""
        return self.said(self.action("any", None), "en")

    def said(self, promised: Action, language: str) -> str:
        """What the customer reads of it."""
        told = self.title.get(language) or self.title.get("en")
        return told or gift_in_words(promised, language) or CALL.get(language, CALL["en"])


OFFERS = {
    "discount": Alternative(kind="discount"),
    "pause": Alternative(kind="pause"),
    "skip": Alternative(kind="skip"),
    "call": Alternative(kind="person"),
}
"""What can be offered without being written."""
