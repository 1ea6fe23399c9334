"""What expires next: wallets know when, strategies are asked about it ahead, and see how much."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Credit, Debit, Expiring, HoldPlaced, OrderCancelled, SendMessage, hookimpl
from tests.audit import audit
from tests.build import Does, opened, order, rows, visit
from tests.clock.build import on, whens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Action, Customer, Engine, Event, Occasion

DAY = timedelta(days=1)
NOON = on("2101-01-10 12:00")


class Warns:
    """Is asked two days before something expires, and keeps what it saw."""

    def __init__(self) -> None:
        self.seen: list[tuple[Expiring, ...]] = []

    @hookimpl
    def occasions(self, customer: Customer) -> Iterator[tuple[datetime, str]]:
        """Two days before the next expiry of each wallet."""
        for wallet in customer.wallets.values():
            if wallet.expires_at is not None:
                yield wallet.expires_at - 2 * DAY, wallet.unit

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> Iterator[Action]:
        """Keeps what expires."""
        self.seen.append(customer.expiring)
        for one in customer.expiring:
            if one.unit == event.name:
                yield SendMessage("soon", data={"amount": one.amount}, until=one.at)

    @hookimpl
    def on_visit(self, event: Event, customer: Customer) -> None:
        """Sees nothing of it at other events."""
        assert event
        assert customer.expiring == ()


def shop(url: str, warns: Warns, credit: Any, **more: Any) -> Engine:
    """A shop that gives points for an order, takes some for a visit, and warns."""

    def gives(event: Any, customer: Customer) -> list[Action]:
        if event.kind == "purchase":
            return [credit]
        spent = min(int(event.place or 0), customer.wallet("points").available)
        return [Debit("points", spent)] if spent else []

    return opened(url, {"points": Does(gives), "warns": warns}, **more)


def told(engine: Engine) -> list[Any]:
    """The amounts that were told."""
    return [row.body for row in sorted(rows(engine, "outbox"), key=lambda row: row.at) if row.kind == "send_message"]


def test_what_expires_is_told_before(database_url: str) -> None:
    """A strategy is asked at the time that it named, and sees what can be spent and expires, the earliest first."""
    warns = Warns()
    with shop(database_url, warns, Credit("points", 10, valid_for=5 * DAY)) as engine:
        engine.handle_many([order(at=NOON), order("o-2", at=NOON + DAY), order("o-3", at=NOON + DAY)])
        assert [row.expires_at for row in rows(engine, "wallets")] == [(NOON + 5 * DAY).timestamp() * 1_000_000]
        assert engine.tick(NOON + 3 * DAY - timedelta(microseconds=1)).occasions == 0
        assert engine.tick(NOON + 3 * DAY).occasions == 1
        assert warns.seen == [(Expiring(NOON + 5 * DAY, "points", 10), Expiring(NOON + 6 * DAY, "points", 20))]
        for hour in range(5 * 24):
            engine.tick(NOON + 3 * DAY + timedelta(hours=hour))
        assert whens(engine, "occasion") == ["2101-01-13 12:00", "2101-01-14 12:00"]
        assert [row.expires_at for row in rows(engine, "wallets")] == [None]
        assert audit(engine) == []


def test_spent_in_time(database_url: str) -> None:
    """What would expire tomorrow and is spent today is not told; of what is spent in part the rest is."""
    warns = Warns()
    with shop(database_url, warns, Credit("points", 10, valid_for=5 * DAY)) as engine:
        engine.handle_many([order(at=NOON), order("o-2", "d", at=NOON)])
        engine.handle_many([visit("v-1", at=NOON + 2 * DAY, place="10"), visit("v-2", "d", NOON + 2 * DAY, place="4")])
        assert engine.tick(NOON + 20 * DAY).occasions == 0  # it is too late by then
        assert engine.customer("c").wallet("points").expires_at is None
    with shop(database_url, warns, Credit("points", 10, valid_for=50 * DAY)) as engine:
        engine.handle_many([order("o-3", "e", at=NOON), visit("v-3", "e", at=NOON + DAY, place="4")])
        engine.tick(NOON + 48 * DAY)
        assert warns.seen == [(Expiring(NOON + 50 * DAY, "points", 6),)]
        assert audit(engine) == []


def test_what_is_pending(sqlite_url: str) -> None:
    """What cannot be spent yet has an expiry too, and is none of what can be spent and expires."""
    warns = Warns()
    credit = Credit("points", 10, pending_for=4 * DAY, valid_for=DAY)
    with shop(sqlite_url, warns, credit) as engine:
        engine.handle(order(at=NOON))
        assert engine.customer("c").wallet("points").expires_at is None or warns
        assert [row.expires_at for row in rows(engine, "wallets")] == [(NOON + 5 * DAY).timestamp() * 1_000_000]
        engine.tick(NOON + 3 * DAY)
        assert warns.seen == [()]
        assert audit(engine) == []


def test_what_a_checkout_holds(sqlite_url: str) -> None:
    """What a checkout holds expires when it is let go, and is not told of meanwhile."""
    warns = Warns()
    with shop(sqlite_url, warns, Credit("points", 10, valid_for=3 * DAY)) as engine:
        engine.handle(order(at=NOON))
        hold = HoldPlaced(
            id="h",
            customer="c",
            occurred_at=NOON + DAY - timedelta(hours=1),
            unit="points",
            amount=4,
            minutes=4 * 24 * 60,
        )
        engine.handle(hold)
        engine.tick(NOON + DAY)
        assert warns.seen == [(Expiring(NOON + 3 * DAY, "points", 6),)]
        engine.tick(NOON + 3 * DAY + timedelta(hours=13))
        assert [row.expires_at for row in rows(engine, "wallets")] == [(hold.occurred_at + 4 * DAY).timestamp() * 1e6]
        engine.tick(NOON + 9 * DAY)
        assert [row.expires_at for row in rows(engine, "wallets")] == [None]
        assert audit(engine) == []


def test_an_order_that_is_called_off(sqlite_url: str) -> None:
    """What was given for an order that is called off does not expire, and is not told."""
    warns = Warns()
    with shop(sqlite_url, warns, Credit("points", 10, valid_for=5 * DAY)) as engine:
        engine.handle(order(at=NOON))
        engine.handle(OrderCancelled(id="x", customer="c", occurred_at=NOON + DAY, order="o-1"))
        assert engine.tick(NOON + 4 * DAY).occasions == 0
        assert engine.customer("c").wallet("points").expires_at is None
        assert audit(engine) == []


@pytest.mark.parametrize("late", [True, False])
def test_a_debit_that_comes_late(sqlite_url: str, late: bool) -> None:
    """Told late or in time, a debit of before comes to the same wallet; what was told cannot be unsaid."""
    warns = Warns()
    spends = visit(at=NOON + DAY, place="10")
    with shop(sqlite_url, warns, Credit("points", 10, valid_for=5 * DAY)) as engine:
        engine.handle_many([order(at=NOON)] if late else [order(at=NOON), spends])
        assert engine.tick(NOON + 3 * DAY).occasions == (1 if late else 0)
        engine.handle(spends)
        wallet = engine.customer("c").wallet("points")
        assert (wallet.available, wallet.expires_at) == (0, None)
        assert len(told(engine)) == (1 if late else 0)
        assert audit(engine) == []
