"""What our database must hold after a row: a benchmark of wrong work is worthless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from tests.benchmarks.floor import expected
from tests.benchmarks.orders import name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retention_sdk import Engine
    from tests.benchmarks.floor import Event, Row

_MOVED = """
SELECT customer, unit, sum(CASE WHEN target IN ('available', 'pending') THEN amount ELSE 0 END)
                     - sum(CASE WHEN source IN ('available', 'pending') THEN amount ELSE 0 END)
FROM movements GROUP BY customer, unit
"""
_WALLETS = "SELECT customer, unit, available + pending FROM wallets"
_LOTS = "SELECT customer, unit, sum(remaining) FROM lots GROUP BY customer, unit"
_POINTS = "SELECT customer, available FROM wallets WHERE unit = 'points' AND available > 0"


def _counting(statement: str) -> str:
    return f"SELECT count(*) FROM ({statement}) a"


def rows(engine: Engine, statement: str) -> list[Row]:
    """The rows of a query, sums as ints."""
    with engine.store.engine.connect() as connection:
        found = connection.execute(text(statement))
        return [tuple(int(v) if v is not None and not isinstance(v, str) else v for v in row) for row in found]


def verify(engine: Engine, events: Sequence[Event]) -> None:
    """See that each event is in the store once, points are the sums of whole euros, and the ledger agrees.

    Raises:
        AssertionError: it is wrong, and so whatever was measured.
    """
    assert rows(engine, "SELECT count(*) FROM events") == [(len({event[0] for event in events}),)]
    points = {name(customer): amount for customer, amount in expected(events).items() if amount}
    assert dict(rows(engine, _POINTS)) == points
    verify_ledger(engine)


def verify_ledger(engine: Engine) -> None:
    """See that wallets, movements and lots agree, and that no strategy failed.

    Raises:
        AssertionError: they do not.
    """
    for same in (_MOVED, _LOTS):
        # of as many rows, each with a customer and a unit of its own, all are equal if all of one are in the other
        assert rows(engine, _counting(same)) == rows(engine, _counting(_WALLETS))
        assert rows(engine, f"SELECT * FROM ({same}) a EXCEPT SELECT * FROM ({_WALLETS}) b") == []
    assert rows(engine, "SELECT count(*) FROM failures") == [(0,)]
