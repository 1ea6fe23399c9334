"""A customer as of a time: what has begun to count by then, and what has expired."""

from __future__ import annotations

import pytest

from retention_sdk import BadValue, Credit, CustomersMerged, days
from tests.build import after, gives, opened, order, visit

WAITS = Credit("points", 10, pending_for=days(2), valid_for=days(5))


def test_what_counts_by_then(database_url: str) -> None:
    """What is pending counts from its time on, and what expires does not from its own; nothing is written for that."""
    with opened(database_url, {"gift": gives(WAITS)}) as engine:
        engine.handle(order())
        held = [engine.customer("c", at=at).wallet("points") for at in (after(1), after(2), after(7), after(1))]
        assert [(one.available, one.pending) for one in held] == [(0, 10), (10, 0), (0, 0), (0, 10)]
        assert engine.customer("c").wallet("points").pending == 10


def test_whoever_became_another(database_url: str) -> None:
    """It is told of the one whom they have turned out to be."""
    with opened(database_url, {"gift": gives(WAITS)}) as engine:
        engine.handle(visit(customer="d"))
        engine.handle(CustomersMerged(id="m", customer="c", other="d", occurred_at=after(1)))
        assert engine.customer("d", at=after(3)).wallet("points").available == 10


def test_no_zone(sqlite_url: str) -> None:
    """A time without a zone is refused."""
    with opened(sqlite_url) as engine, pytest.raises(BadValue, match="no time zone"):
        engine.customer("c", at=after().replace(tzinfo=None))
