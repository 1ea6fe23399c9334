"""The first limit of a store: what was given before there was one is counted into the month, once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from retention_sdk import Engine, IssueGiftCard, SendMessage
from retention_sdk.store import begin_budget
from retention_sdk.times import to_micros
from tests.build import eur, opened, rows, visit
from tests.ready import upgrade
from tests.store.together import in_threads

if TYPE_CHECKING:
    from collections.abc import Iterator

JANUARY, FEBRUARY = to_micros(datetime(2100, 1, 1, tzinfo=UTC)), to_micros(datetime(2100, 2, 1, tzinfo=UTC))
GIFTS = {"one": lambda *_: [IssueGiftCard(eur(3)), SendMessage("hello")]}


def at(day: int, month: int = 1, micros: int = 0) -> datetime:
    """An instant of 2100."""
    return datetime(2100, month, day, 0, 0, 0, micros, UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A store without a limit that gives three euros a visit, and another one beside it."""
    upgrade(database_url)
    with opened(database_url, GIFTS) as engine, opened(database_url, GIFTS, store={"key": "other"}) as other:
        other.handle(visit(at=at(5)))
        yield engine


def begun(engine: Engine, month: int = 1) -> dict[str, int]:
    """What is counted by month, after a month was begun."""
    begin, end = (JANUARY, FEBRUARY) if month == 1 else (FEBRUARY, to_micros(at(1, 3)))
    begin_budget(engine.store, engine.config.store.key, f"2100-{month:02}", begin, end)
    return {row.period: row.spent for row in rows(engine, "budgets")}


def test_what_was_given_counts(engine: Engine) -> None:
    """What was given in the month is counted to the microsecond, neither another month's nor another store's."""
    edges = (at(1), at(31), datetime(2100, 1, 31, 23, 59, 59, 999_999, UTC), at(1, 2), at(31, 12).replace(year=2099))
    engine.handle_many(visit(f"v-{number}", at=when) for number, when in enumerate(edges))
    assert begun(engine) == {"2100-01": 900}
    assert begun(engine, month=2) == {"2100-01": 900, "2100-02": 300}


def test_it_is_counted_once(engine: Engine) -> None:
    """A month that is counted stays as it is, whatever is given after it, and however often it is begun."""
    engine.handle(visit("v-1", at=at(5)))
    assert begun(engine) == {"2100-01": 300}
    engine.handle(visit("v-2", at=at(5)))
    assert begun(engine) == begun(engine) == {"2100-01": 300}


def test_a_month_of_nothing(engine: Engine) -> None:
    """A month in which nothing was given begins with nothing, and it is counted too."""
    assert begun(engine) == {"2100-01": 0}
    engine.handle(visit(at=at(5)))
    assert begun(engine) == {"2100-01": 0}


def test_a_limit_goes_on_from_there(engine: Engine, database_url: str) -> None:
    """Under a limit that comes later, what was given before it is spent already."""
    engine.handle_many(visit(f"v-{n}", at=at(5)) for n in range(3))
    begun(engine)
    with opened(database_url, GIFTS, limits={"monthly_budget": "12 EUR"}) as limited:
        codes = [[refusal.code for refusal in limited.handle(visit(f"w-{n}", at=at(6))).refusals] for n in range(2)]
        assert codes == [[], ["over_budget"]]
        assert {row.period: row.spent for row in rows(limited, "budgets")}["2100-01"] == 1200


def test_an_engine_begins_this_month(engine: Engine, database_url: str) -> None:
    """An engine with a limit begins the month of now when it is opened, and once; one without a limit begins none."""
    now = datetime.now(UTC)
    engine.handle(visit("now", at=now))
    with opened(database_url, GIFTS):
        assert rows(engine, "budgets") == []
    for _ in range(2):
        with opened(database_url, GIFTS, limits={"monthly_budget": "12 EUR"}):
            assert [(row.period, row.spent) for row in rows(engine, "budgets")] == [(f"{now:%Y-%m}", 300)]


def test_everybody_begins_at_once(engine: Engine, database_url: str) -> None:
    """Of several engines that begin a month at the same moment one counts, and nobody fails."""
    engine.handle_many(visit(f"v-{n}", at=at(5)) for n in range(20))
    engines = [opened(database_url, GIFTS) for _ in range(6)]
    assert in_threads(6, lambda number: begun(engines[number])) == [{"2100-01": 6000}] * 6
    for one in engines:
        one.close()
