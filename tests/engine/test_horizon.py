"""The horizon: how far back a late fact is heard."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from retention_sdk import Engine, Refund
from retention_sdk.times import to_micros
from tests.audit import audit
from tests.build import after, config, opened, order, rows

if TYPE_CHECKING:
    from typing import Any

SHIPPED: dict[str, Any] = {
    "welcome": {"points": 50},
    "points": {},
    "punch_card": {"sku": "beans", "stamps": 3},
    "frequent_buyer": {"orders": 3, "within_days": 60},
}
TEN = {"horizon_days": 10}


def points(engine: Engine) -> int:
    """The points that the customer can spend."""
    return engine.customer("c").wallet("points").available


def test_a_fact_from_before_the_horizon(database_url: str) -> None:
    """It counts from the horizon on, a note says so, and nothing before that is decided again."""
    tiers = {"points": {"expires_days": 30}}
    with opened(database_url, plugins=tiers, refunds=TEN) as engine:
        engine.handle(order("o-1", at=after(0)))
        engine.handle(order("o-2", at=after(100)))
        late = engine.handle(order("o-0", total=7, at=after(-400)))
        assert [(note.code, note.sentence) for note in late.notes] == [
            (
                "beyond_horizon",
                "It happened on 2098-11-27 and was told more than 10 days late; it counts from 2100-04-01 on.",
            )
        ]
        assert late.event.occurred_at == after(90)
        assert points(engine) == 17  # those of the first order have expired, the late ones are ten days old
        (lot,) = [row for row in rows(engine, "lots") if row.amount == 7]
        assert lot.at == to_micros(after(90))
        assert [row.revised is None for row in rows(engine, "events")] == [True, True, False]
        assert audit(engine) == []


def test_within_the_horizon(sqlite_url: str) -> None:
    """A fact that is not older counts from when it happened, to the microsecond; without a horizon any fact does."""
    with opened(sqlite_url, plugins=SHIPPED, refunds=TEN) as engine:
        engine.handle(order("o-2", at=after(100)))
        edge = engine.handle(order("o-1", at=after(90)))
        assert (edge.notes, edge.event.occurred_at) == ((), after(90))
        assert engine.handle(order("o-0", at=after(90, microseconds=-1))).notes != ()
    with opened(sqlite_url, plugins=SHIPPED, store={"key": "other"}) as engine:
        engine.handle(order("o-2", at=after(100)))
        assert engine.handle(order("o-1", at=after(-10_000))).notes == ()


def test_a_redelivery(database_url: str) -> None:
    """Told again, in a batch, alone or after a restart, it answers the same; another body is a conflict."""
    told = order("o-0", at=after(-400))
    with opened(database_url, plugins=SHIPPED, refunds=TEN) as engine:
        engine.handle(order("o-1", at=after(0)))
        first, again = engine.handle_many([told, told])
        assert first == again == engine.handle(told) == engine.preview(told)
    with opened(database_url, plugins=SHIPPED, refunds=TEN) as engine:
        assert engine.handle(told) == first
        (error,) = engine.results([order("o-0", total=11, at=after(-400))])
        assert "o-0" in str(error)


def test_the_note_stays(sqlite_url: str) -> None:
    """Where a later fact has it decided again, it counts from where it counted, and says so once."""
    with opened(sqlite_url, plugins=SHIPPED, refunds=TEN) as engine:
        engine.handle(order("o-1", at=after(0)))
        engine.handle(order("o-0", at=after(-400)))
        engine.handle(order("o-2", at=after(-10)))
        (row,) = [row for row in rows(engine, "events") if row.id == "o-0"]
        assert (row.revised or row.decision).count("beyond_horizon") == 1
        engine.handle(Refund(id="r-0", customer="c", occurred_at=after(1), order="o-0"))
        assert audit(engine) == []


def test_a_late_refund(sqlite_url: str) -> None:
    """A refund that is told too late takes back what the order gave, from the horizon on."""
    with opened(sqlite_url, plugins={"points": {}}, refunds=TEN) as engine:
        engine.handle(order("o-1", at=after(0)))
        engine.handle(order("o-2", total=5, at=after(100)))
        engine.handle(Refund(id="r-1", customer="c", occurred_at=after(1), order="o-1"))
        assert points(engine) == 5
        assert audit(engine) == []


def test_refunded_in_the_end(sqlite_url: str) -> None:
    """However late facts come, an order that is refunded leaves nothing, and the books add up."""
    dice = random.Random(5)
    for number in range(6):
        tables = config(sqlite_url, plugins=SHIPPED, refunds=TEN | {"spent": "into_debt"}, store={"key": f"s{number}"})
        with Engine.from_config(tables) as engine:
            facts: list[Any] = [order(f"o-{n}", total=10 + n, at=after(dice.randrange(60))) for n in range(8)]
            facts += [
                Refund(id=f"r-{n}", customer="c", occurred_at=after(60 + dice.randrange(60)), order=f"o-{n}")
                for n in range(8)
            ]
            dice.shuffle(facts)
            for fact in facts:
                engine.handle(fact)
            customer = engine.customer("c")
            assert customer.history.orders == 0
            assert {unit: wallet.available for unit, wallet in customer.wallets.items() if unit != "points"} == {
                "stamps": 0
            }
            assert audit(engine) == []
