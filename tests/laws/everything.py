"""Lives of customers with all that there is in them, and the shop that does all of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from attrs import frozen

from retention_sdk import (
    ApprovalGiven,
    ApprovalRefused,
    Birthday,
    CancelledDirectly,
    CancelRequest,
    CancelSurveyed,
    Complaint,
    Consent,
    Delivered,
    Dispute,
    Event,
    GoodwillProposed,
    HoldCaptured,
    HoldPlaced,
    HoldReleased,
    IssueGiftCard,
    Line,
    MonthDay,
    OfferAccepted,
    OfferApplied,
    OfferDeclined,
    OfferFailed,
    OrderCancelled,
    OrderEdited,
    OrderReopened,
    Profile,
    Purchase,
    Redemption,
    RedemptionCancelled,
    Refund,
    RefundLine,
    SignUp,
    Visit,
)
from retention_sdk.deciding import action_key
from retention_sdk.testing import in_order
from retention_sdk.testing.drawn.facts import SKUS
from retention_sdk.times import to_micros
from retention_sdk.wire import from_json
from tests.build import START, eur, rows, visit
from tests.cases.build import CASES, NEEDS, STEPS
from tests.laws.arrival import PLUGINS
from tests.laws.arrival import shop as any_shop
from tests.laws.test_reward_arrival import CATALOGUE

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from retention_sdk import Engine

TABLES: dict[str, Any] = {
    "plugins": {
        **PLUGINS,
        "save_offer": {"cooldown_days": 9},
        "birthday_gift": {"percent": 15, "points": 7, "apart_days": 0},
        "complaint_recovery": {"max_amount": "40 EUR"},
    },
    "limits": {
        "minimum_age": 18,
        "cooldowns": [{"kind": "issue_coupon", "days": 9, "strategy": "frequent_buyer"}, {"kind": "offer", "days": 3}],
    },
    "authority": {
        "agent": {"amount": "2 EUR", "days": 9},
        "lead": {"amount": "15 EUR", "answers_in": 9, "share": 80},
        "owner": {"amount": "900 EUR", "reason": True},
    },
    "messages": {"quiet_hours": "21:00-08:00", "frequency": {"any": {"most": 3, "days": 20}}},
    "stacking": {"lanes": {"new": ["welcome", "frequent_buyer"]}},
    "holdout": {"strategies": {"birthday_gift": 50}},
    "cases": CASES,
    "rewards": CATALOGUE,
    "privacy": {"secret": "0123456789abcdef"},
}
"""All guards but those that count money: whoever comes first has what is left there."""

STORE = "bean-leaf"
SEVERITIES = ("low", "medium", "high", "high", "severe")


def shop(url: str, **tables: Any) -> Engine:
    """The shop."""
    return any_shop(url, **TABLES | tables)


def lives(dice: random.Random, customers: str = "cd") -> list[Event]:
    """Facts of some customers, in turn; some that others are about are missing."""
    found = [event for name in customers for event in Life(dice, name).facts() if dice.random() < 0.8]
    return in_order(found)


@frozen
class Life:
    """What happens to a customer, most of it in an order that makes sense.

    Args:
        dice: draws it.
        name: the customer's id; ids of their facts begin with it.
    """

    dice: random.Random
    name: str

    def facts(self) -> Iterator[Event]:
        """All of it; no id comes twice."""
        yield self._made(SignUp, "s", 0, profile=self._profile())
        yield self._made(Visit, "v", self._hour(), profile=self._profile())
        yield self._made(Birthday, "b", self._hour())
        for number in range(self.dice.randint(1, 5)):
            yield from self._order(f"o{number}", self._hour() // 2)
        for number in range(self.dice.randint(0, 2)):
            yield from self._complaint(f"k{number}", self._hour())
        for number in range(self.dice.randint(0, 2)):
            yield from self._leaving(f"x{number}", self._hour())
        for number in range(self.dice.randint(0, 2)):
            yield from self._goodwill(f"g{number}", self._hour())
        for number in range(self.dice.randint(0, 3)):
            yield from self._reward(f"r{number}", self._hour())

    def _hour(self) -> int:
        return self.dice.randrange(24 * 40)

    def _made(self, kind: type[Any], id: str, hour: int, **fields: Any) -> Event:
        at = START + timedelta(hours=hour, minutes=self.dice.choice([0, 0, 7]))
        source = "till" if id.startswith("r") else "sdk"
        event: Event = kind(id=f"{self.name}-{id}", customer=self.name, occurred_at=at, source=source, **fields)
        return event

    def _later(self, hour: int) -> int:
        """A while later; seldom before."""
        return max(hour + self.dice.choice([1, 2, 5, 20, 50, 100, 300, -30]), 0)

    def _profile(self) -> Profile:
        at = START + timedelta(hours=self._hour())
        words = [Consent(channel="email", given=self.dice.random() < 0.8, at=at)]
        born = MonthDay(5, 5, self.dice.choice([2060, 2095])) if self.dice.random() < 0.1 else None
        return Profile(consents=words, birthday=born)

    def _lines(self) -> list[Line]:
        dice = self.dice
        return [
            Line(
                sku=dice.choice(SKUS),
                quantity=dice.randint(1, 5),
                total=eur(dice.choice([0, dice.randint(1, 60)])),
                categories=dice.choice([[], ["hot"]]),
            )
            for _ in range(dice.randint(1, 3))
        ]

    def _any_order(self) -> str:
        return f"{self.name}-o{self.dice.randrange(4)}"

    def _order(self, id: str, hour: int) -> Iterator[Event]:
        dice, order = self.dice, f"{self.name}-{id}"
        yield self._made(Purchase, id, hour, lines=self._lines())
        for place in range(dice.choice([0, 0, 1, 1, 2, 3])):
            back = [RefundLine(sku=dice.choice(SKUS), quantity=dice.randint(1, 3))]
            kind, more = dice.choice(
                [
                    (Refund, {"lines": back}),
                    (Refund, {"amount": eur(dice.randint(1, 30))}),
                    (Refund, {}),
                    (OrderCancelled, {}),
                    (OrderReopened, {}),
                    (OrderEdited, {"lines": self._lines()}),
                    (Dispute, {"state": dice.choice(["opened", "won", "lost"])}),
                    (Delivered, {}),
                ]
            )
            unnamed = kind is Refund and dice.random() < 0.1
            about = {"order": None if unnamed else order}
            yield self._made(kind, f"{id}-{place}", self._later(hour), **about, **more)

    def _complaint(self, id: str, hour: int) -> Iterator[Event]:
        dice = self.dice
        yield self._made(
            Complaint,
            id,
            hour,
            order=dice.choice([self._any_order(), self._any_order(), None]),
            severity=dice.choice(SEVERITIES),
            category=dice.choice(["damaged", "late"]),
        )
        yield from self._steps(id, hour)
        yield from self._answers(id, "engine/complaint_recovery", 1, hour)

    def _steps(self, id: str, hour: int) -> Iterator[Event]:
        for place in range(self.dice.choice([0, 1, 2, 4])):
            name = self.dice.choice([*STEPS, "applied", "followed", "closed"])
            case = f"{self.name}-{id}"
            yield self._made(STEPS[name], f"{id}-s{place}", self._later(hour), case=case, **NEEDS.get(name, {}))

    def _answers(self, id: str, plugin: str, place: int, hour: int) -> Iterator[Event]:
        """What roles make of what was asked about a fact."""
        dice = self.dice
        key = self._key(id, plugin, place)
        for number in range(dice.choice([0, 1, 1, 2])):
            kind = dice.choice([ApprovalGiven, ApprovalGiven, ApprovalRefused])
            role, reason = dice.choice([("lead", ""), ("owner", "kind"), ("owner", "kind"), ("owner", "")])
            later = self._later(hour)
            yield self._made(kind, f"{id}-a{number}", later, approval=key, role=role, reason=reason, by="Sue")

    def _key(self, id: str, plugin: str, place: int) -> str:
        return action_key(STORE, visit(f"{self.name}-{id}"), plugin, place)

    def _leaving(self, id: str, hour: int) -> Iterator[Event]:
        dice = self.dice
        reason, price = dice.choice(["price", "price", "not_using", "technical"]), eur(dice.choice([3, 12, 50]))
        yield self._made(CancelRequest, id, hour, subscription="s-1", reason=reason, price=price)
        yield from self._answers(id, "engine/save_offer", 0, hour)
        yield from self._steps(id, hour)
        offers = [self._key(id, "save_offer", 0), self._key(f"{id}-a0", "save_offer", 1_000)]
        offers += [self._key(f"{id}-t{place}", "save_offer", 0) for place in range(2)]
        for place in range(dice.choice([0, 1, 2, 4])):
            offer = {"offer": dice.choice(offers)}
            kind, more = dice.choice(
                [
                    *[(OfferAccepted, offer)] * 3,
                    *[(OfferDeclined, offer)] * 2,
                    (OfferApplied, {}),
                    (OfferFailed, {}),
                    (CancelledDirectly, {}),
                    (CancelSurveyed, {"reason": dice.choice(["price", "service"])}),
                ]
            )
            yield self._made(kind, f"{id}-t{place}", self._later(hour), session=f"{self.name}-{id}", **more)

    def _goodwill(self, id: str, hour: int) -> Iterator[Event]:
        dice = self.dice
        gift = IssueGiftCard(eur(dice.randint(1, 30)), reason=dice.choice(["", "kind"]))
        case, order = dice.choice([None, f"{self.name}-k0"]), dice.choice([None, self._any_order()])
        role = dice.choice(["agent", "agent", "lead", "owner"])
        yield self._made(GoodwillProposed, id, hour, action=gift, role=role, case=case, order=order)
        yield from self._answers(id, "engine/staff", 1_000, hour)

    def _reward(self, id: str, hour: int) -> Iterator[Event]:
        dice, one, later = self.dice, f"{self.name}-{id}", self._later(hour)
        reward = dice.choice(["off", "once"])
        if dice.random() < 0.5:
            yield self._made(Redemption, id, hour, reward=reward)
        else:
            what = {"reward": reward} if dice.random() < 0.4 else {"unit": "points", "amount": dice.randint(1, 20)}
            yield self._made(HoldPlaced, id, hour, minutes=dice.choice([600, 9_000]), **what)
            if dice.random() < 0.7:
                amount = dice.choice([None, None, dice.randint(1, 20)])
                yield self._made(HoldCaptured, f"{id}-c", later, hold=one, amount=amount)
            if dice.random() < 0.3:
                yield self._made(HoldReleased, f"{id}-l", self._later(hour), hold=one)
        if dice.random() < 0.4:
            yield self._made(RedemptionCancelled, f"{id}-x", self._later(later), redemption=one)


def whole_refunds(events: Sequence[Event], at: datetime) -> list[Event]:
    """For each order that was bought, a refund of all that is left of it."""
    bought = [event for event in events if isinstance(event, Purchase)]
    return [
        Refund(id=f"{one.id}-whole", customer=one.customer, occurred_at=at, order=one.id, source=one.source)
        for one in bought
    ]


def ring(engine: Engine, until: datetime) -> None:
    """Hand in all that is scheduled up to a time, as a worker does, in order."""
    done = defaultdict[str, bool](bool)
    while due := [row for row in rows(engine, "schedule") if row.due_at <= to_micros(until) and not done[row.key]]:
        first = min(due, key=lambda row: (row.due_at, row.key))
        done[first.key] = True
        engine.handle(from_json(first.event, Event))


def known(engine: Engine) -> list[Event]:
    """All facts that an engine knows, those that it told itself among them."""
    return [from_json(row.body, Event) for row in rows(engine, "events")]
