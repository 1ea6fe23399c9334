"""A stream of events without end that is the same on every run, and the shop that handles it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from retention_sdk import (
    Action,
    AmountOff,
    ApprovalGiven,
    CancelRequest,
    Credit,
    Engine,
    Event,
    GoodwillProposed,
    HoldCaptured,
    HoldPlaced,
    IssueCoupon,
    IssueGiftCard,
    Line,
    OfferAccepted,
    Purchase,
    Redemption,
    Remember,
    hookimpl,
)
from retention_sdk.deciding import action_key
from retention_sdk.testing.plugins.trial.books import TABLES, books
from tests.build import after, config, eur, visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PLUGINS: dict[str, Any] = {
    "points": {"pending_days": 2, "expires_days": 20},
    "save_offer": {"cooldown_days": 0},
    "punch_card": {"sku": "beans", "stamps": 5, "cost": "1.20 EUR"},
}
CLOCK = ("handled_at", "failed_at", "attempts")
"""Columns that tell when our program did something, or how often it had to: they may differ."""


class Moody:
    """Fails on one order in seven, unless it is well; else it gives, counts and spends like anybody."""

    def __init__(self, *, well: bool) -> None:
        self.well = well

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Any) -> Iterator[Action]:
        """Answers an order."""
        seen = int(customer.state.get("seen", 0)) + 1
        yield Credit("smiles", event.quantity)
        if event.quantity == 7 and not self.well:
            raise ConnectionError("not well")
        yield Remember({"seen": seen})
        if seen % 5 == 0:
            yield IssueCoupon(AmountOff(eur("0.50")), reason=f"order {event.id}")


KINDS = (
    *[Purchase] * 14,
    *(Redemption, Redemption, HoldPlaced, HoldPlaced, HoldCaptured, HoldCaptured),
    *(CancelRequest, OfferAccepted, OfferAccepted, GoodwillProposed, ApprovalGiven, ApprovalGiven),
)


def event(number: int) -> Event:
    """The event at a place of the stream; some come again."""
    dice = random.Random(number)
    if dice.random() < 0.1 and number > 9:
        return event(number - dice.randrange(1, 9))
    kind, customer = _drawn(dice)
    # in turn: rows tell in which batch a late fact came, and the two runs have other batches
    at = after(number // 8, seconds=number)
    return kind(id=f"o-{number:06}", customer=customer, occurred_at=at, **_fields(kind, customer, number, dice))


def _drawn(dice: random.Random) -> tuple[type[Any], str]:
    return dice.choice(KINDS), f"c-{dice.randrange(9)}"


def _fields(kind: type[Event], customer: str, number: int, dice: random.Random) -> dict[str, Any]:
    about = {OfferAccepted: CancelRequest, ApprovalGiven: GoodwillProposed, HoldCaptured: HoldPlaced}
    asked = _earlier(about[kind], customer, number) if kind in about else ""
    sku, quantity = dice.choice(["beans", "tea"]), dice.randint(1, 7)
    makers: dict[type[Event], Callable[[], dict[str, Any]]] = {
        Purchase: lambda: {"lines": [Line(sku=sku, quantity=quantity, total=eur(dice.randrange(1, 60)))]},
        Redemption: lambda: {"reward": "off"},
        HoldPlaced: lambda: {"unit": "points", "amount": dice.randint(1, 9), "minutes": 9_000},
        HoldCaptured: lambda: {"hold": asked},
        CancelRequest: lambda: {"subscription": "s-1", "reason": "price", "price": eur(dice.choice(["0.50", 1]))},
        OfferAccepted: lambda: {"session": asked, "offer": _key(asked, "save_offer", 0)},
        GoodwillProposed: lambda: {"action": IssueGiftCard(eur(dice.choice(["0.30", "0.70"]))), "role": "agent"},
        ApprovalGiven: lambda: {"approval": _key(asked, "engine/staff", 1_000), "role": "lead"},
    }
    return makers[kind]()


def _key(id: str, plugin: str, place: int) -> str:
    return action_key("bean-leaf", visit(id), plugin, place)


def _earlier(kind: type[Event], customer: str, number: int) -> str:
    """The id of the latest fact of a kind of a customer; of none, where there was none lately."""
    for before in range(number - 1, max(number - 200, 0), -1):
        dice = random.Random(before)
        if dice.random() >= 0.1 and _drawn(dice) == (kind, customer):
            return f"o-{before:06}"
    return "none"


def shop(url: str, *, well: bool = False) -> Engine:
    """The shop: points that wait and expire, a punch card, somebody moody, roles, rewards, and budgets that run out."""
    tables = config(
        url,
        plugins=PLUGINS,
        limits={
            "monthly_budget": "30 EUR",
            "budgets": [
                {"amount": "3 EUR", "period": "week", "strategy": "punch_card"},
                {"amount": "3 EUR", "role": "lead"},
            ],
        },
        authority={"agent": "0.50 EUR", "lead": {"amount": "9 EUR", "answers_in": 4}},
        rewards={"off": {"title": "Off", "cost": 30, "gives": {"amount_off": "0.40 EUR"}, "stock": 30}},
    )
    return Engine.from_config(tables, {"moody": Moody(well=well)})


def everything(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """All rows of a shop but what a clock wrote into them, so that two shops can be compared."""
    found = books(engine)

    def told(row: Any) -> dict[str, Any]:
        return {name: value for name, value in row._mapping.items() if name not in CLOCK}

    return {table: sorted(map(told, found[table]), key=str) for table in TABLES}
