"""A shop with everything in it: rewards, holds, approvals, cases, cancel sessions, budgets; and lives in it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from retention_sdk import Complaint, Credit, Debit, IssueCoupon, IssueGiftCard, PercentOff, Purchase
from retention_sdk.store.schema import metadata
from retention_sdk.testing.plugins.trial.books import TABLES
from tests.approvals.build import ROLES
from tests.build import after, complaint, eur, opened
from tests.engine.leaving import SECRET, leaving
from tests.rewards.build import bought

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Action, Engine

CATALOGUE: dict[str, Any] = {
    "beans": {"title": "Beans", "cost": 60, "gives": {"free_item": "beans-250"}, "per_customer": 1, "stock": 5},
    "card": {"title": "A card", "cost": 50, "gives": {"gift_card": "5 EUR"}, "per_customer": 2},
}
MINUTE = timedelta(minutes=1)


def earn(event: Any, _customer: Any) -> Iterator[Action]:
    """A point for each euro and a coupon for an order; a gift card for a complaint, which somebody has to approve."""
    if isinstance(event, Purchase):
        yield Credit("points", event.total.minor // 100, valid_for=timedelta(days=300))
        yield IssueCoupon(PercentOff(5), cost=eur(1))
    if isinstance(event, Complaint):
        yield IssueGiftCard(eur(30))


def shop(url: str, **tables: Any) -> Engine:
    """An empty shop; it has the same key each time, and so have its actions."""
    tables = {"authority": ROLES, "cases": {}, "offers": {"secret": SECRET}, "rewards": CATALOGUE} | tables
    engine = opened(url, {"earn": earn}, plugins={"save_offer": {}}, **tables)
    with engine.store.cold_write() as connection:
        for table in TABLES:
            connection.execute(delete(metadata.tables[table]))
    return engine


def lived(engine: Engine, name: str, who: str, day: int) -> None:
    """A life: an order, a reward, a hold, a complaint that waits for approval, and a request to cancel.

    Args:
        engine: the shop.
        name: in the ids of what happens.
        who: the customer.
        day: when.
    """
    engine.handle(bought(f"o-{name}", 200, after(day), who))
    engine.redeem(who, "beans", f"r-{name}", at=after(day, hours=1))
    engine.hold(who, Debit("points", 30), f"h-{name}", minutes=7 * 24 * 60, at=after(day, hours=2))
    engine.handle(complaint(f"k-{name}", who, after(day, hours=3), severity="high", order=f"o-{name}", value=eur(200)))
    engine.handle(leaving(f"x-{name}", who, after(day, hours=4), subscription=f"s-{name}"))


def pair_shop(url: str) -> Engine:
    """A shop with points and rewards alone; what it has stays."""
    return opened(url, {"earn": earn}, rewards={"beans": {**CATALOGUE["beans"], "stock": 10_000}})
