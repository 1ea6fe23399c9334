"""A limit that is set counts what every month gave until then, however often it was set and removed before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from retention_sdk import Engine, IssueGiftCard, SendMessage
from tests.build import eur, opened, rows, visit
from tests.ready import upgrade
from tests.store.together import in_threads

if TYPE_CHECKING:
    from collections.abc import Iterator

GIFTS = {"one": lambda *_: [IssueGiftCard(eur(3)), SendMessage("hello")]}
LIMITS = {"monthly_budget": "12 EUR"}


def at(day: int, month: int = 1, hour: int = 0, micros: int = 0) -> datetime:
    """An instant of 2100."""
    return datetime(2100, month, day, hour, 0, 0, micros, UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A store without a limit that gives three euros a visit, and another one beside it."""
    upgrade(database_url)
    with opened(database_url, GIFTS) as engine, opened(database_url, GIFTS, store={"key": "other"}) as other:
        other.handle(visit(at=at(5)))
        yield engine


def counted(url: str, **more: object) -> dict[str, int]:
    """What is counted by month, after an engine with a limit was opened."""
    with opened(url, GIFTS, limits=LIMITS, **more) as limited:
        return {row.period: row.amount for row in rows(limited, "counters")}


def test_what_was_given_counts(engine: Engine, database_url: str) -> None:
    """What was given in a month is counted to the microsecond, neither another month's nor another store's."""
    last = datetime(2100, 1, 31, 23, 59, 59, 999_999, UTC)
    edges = (at(1), at(31), last, at(1, 2), at(31, 12).replace(year=2099))
    engine.handle_many(visit(f"v-{number}", at=when) for number, when in enumerate(edges))
    assert rows(engine, "counters") == []
    assert counted(database_url) == {"2099-12": 300, "2100-01": 900, "2100-02": 300}


@pytest.mark.parametrize(("zone", "month"), [("UTC", "2100-01"), ("Asia/Kathmandu", "2100-02")])
def test_a_month_is_the_stores(engine: Engine, database_url: str, zone: str, month: str) -> None:
    """A month begins at midnight of the store, a zone of quarter hours included; another zone counts anew."""
    engine.handle(visit(at=datetime(2100, 1, 31, 18, 15, tzinfo=UTC)))
    assert counted(database_url) == {"2100-01": 300}
    assert counted(database_url, store={"timezone": zone}) == {month: 300}


def test_a_limit_goes_on_from_there(engine: Engine, database_url: str) -> None:
    """Under a limit that comes later, what was given before it is spent already."""
    engine.handle_many(visit(f"v-{n}", at=at(5)) for n in range(3))
    with opened(database_url, GIFTS, limits=LIMITS) as limited:
        codes = [[refusal.code for refusal in limited.handle(visit(f"w-{n}", at=at(6))).refusals] for n in range(2)]
        assert codes == [[], ["over_budget"]]
        assert {row.period: row.amount for row in rows(limited, "counters")} == {"2100-01": 1200}


def test_a_limit_removed_and_set_again(engine: Engine, database_url: str) -> None:
    """What was given while there was no limit counts when there is one again, in this month and in earlier ones."""
    for number, month in enumerate((1, 2)):
        with opened(database_url, GIFTS, limits=LIMITS) as limited:
            limited.handle(visit(f"limited-{number}", at=at(5, month)))
        with opened(database_url, GIFTS) as unlimited:
            unlimited.handle_many(visit(f"free-{number}-{n}", at=at(6, month)) for n in range(3))
    assert counted(database_url) == {"2100-01": 1200, "2100-02": 1200}
    with opened(database_url, GIFTS, limits=LIMITS) as limited:
        decisions = limited.handle_many([visit("late-1", at=at(7, 1)), visit("late-2", at=at(7, 2))])
        assert [[refusal.code for refusal in decision.refusals] for decision in decisions] == [["over_budget"]] * 2


def test_a_limit_that_stays_is_not_counted_again(engine: Engine, database_url: str) -> None:
    """An engine that opens under the same settings leaves the count as it is."""
    engine.handle(visit(at=at(5)))
    assert counted(database_url) == {"2100-01": 300}
    with opened(database_url, GIFTS, limits=LIMITS) as limited:
        limited.handle(visit("v-2", at=at(5)))
        assert {row.period: row.amount for row in rows(limited, "counters")} == {"2100-01": 600}
    assert counted(database_url) == {"2100-01": 600}


def test_everybody_begins_at_once(engine: Engine, database_url: str) -> None:
    """Of several engines that begin to keep a limit at the same moment one counts, and nobody fails."""
    engine.handle_many(visit(f"v-{n}", at=at(5)) for n in range(20))
    assert in_threads(6, lambda _: counted(database_url)) == [{"2100-01": 6000}] * 6


def test_counting_while_others_spend(engine: Engine, database_url: str) -> None:
    """A changed limit that counts while others spend under the one before loses nothing, and nobody fails."""
    high = {"monthly_budget": "1000 EUR"}

    def work(number: int) -> None:
        if number % 2:
            for more in range(5):
                opened(database_url, GIFTS, limits={"monthly_budget": f"{2000 + 10 * number + more} EUR"}).close()
        else:
            spender.handle_many(visit(f"v-{number}-{n}", f"c-{number}-{n}", at=at(1 + n, 1 + n % 3)) for n in range(20))

    with opened(database_url, GIFTS, limits=high) as spender:
        in_threads(6, work)
        spent = sum(row.amount for row in rows(spender, "counters"))
    assert spent == 3 * 20 * 300
