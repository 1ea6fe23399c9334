"""A complaint opens a case or joins one, whatever channel it comes over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import BadConfig, Severity
from tests.build import Does, complaint, eur, opened, order
from tests.cases.build import at, case, store

if TYPE_CHECKING:
    from retention_sdk import Case, Complaint, Engine

MATTER: dict[str, Any] = {"category": "damaged", "order": "o-1", "sku": "beans"}


def handled(engine: Engine, *complaints: Complaint) -> tuple[Case, ...]:
    """The customer's cases after some complaints."""
    engine.handle_many(complaints)
    return engine.customer("c").cases


def test_one_matter_over_all_channels(database_url: str) -> None:
    """A form, a mail and a call about one matter are one case, which keeps every message and the first clock."""
    with store(database_url) as engine:
        (case,) = handled(
            engine,
            complaint("k-1", at=at(4, 9), source="form", **MATTER),
            complaint("m-1", at=at(4, 10), source="mail", **MATTER),
            complaint("t-1", at=at(6, 9), source="phone", **(MATTER | {"sku": None})),
        )
        assert (case.id, case.messages, case.joined) == ("k-1", 3, ("m-1", "t-1"))
        assert (case.opened_at, case.last_at) == (at(4, 9), at(6, 9))
        assert [(clock.name, clock.started_at) for clock in case.clocks] == [
            ("first_response", at(4, 9)),
            ("resolution", at(4, 9)),
        ]
        assert [one.id for one in engine.customer("c").complaints] == ["k-1", "m-1", "t-1"]


@pytest.mark.parametrize(
    "other",
    [{"category": "late"}, {"order": "o-2"}, {"order": None}, {"sku": "tea"}, {"at": at(18, 10)}],
    ids=lambda other: next(iter(other)),
)
def test_another_matter(sqlite_url: str, other: dict[str, Any]) -> None:
    """Another category, order or item, or a long silence, is another case."""
    with opened(sqlite_url, cases={"join_days": 14}) as engine:
        later = {"at": at(5, 9), **MATTER, **other}
        cases = handled(engine, complaint("k-1", at=at(4, 9), **MATTER), complaint("k-2", **later))
        assert [one.id for one in cases] == ["k-1", "k-2"]


def test_the_window_is_counted_from_the_last_message(sqlite_url: str) -> None:
    """Who writes every ten days writes about one matter."""
    with opened(sqlite_url) as engine:
        complaints = [complaint(f"k-{n}", at=at(4, 9) + n * timedelta(days=10), **MATTER) for n in range(4)]
        assert [one.messages for one in handled(engine, *complaints)] == [4]


def test_the_worst_that_was_said_counts(sqlite_url: str) -> None:
    """A worse message makes the case worse, and its resolution due sooner, never later."""
    with store(sqlite_url) as engine:
        engine.handle(complaint("k-1", at=at(4, 9), **MATTER))
        engine.handle(complaint("k-2", at=at(4, 11), severity=Severity.HIGH, **MATTER))
        sooner = case(engine).clock("resolution")
        assert sooner
        assert (case(engine).severity, sooner.started_at) == ("high", at(4, 11))
        engine.handle(complaint("k-3", at=at(4, 12), severity=Severity.LOW, **MATTER))
        assert (case(engine).severity, case(engine).clock("resolution")) == ("high", sooner)


def test_two_shops_may_use_the_same_id(sqlite_url: str) -> None:
    """A case of an id that is taken has its source before it."""
    with store(sqlite_url) as engine:
        first = complaint("k-1", at=at(4, 9), source="web", **MATTER)
        second = complaint("k-1", at=at(4, 10), source="pos", category="late")
        assert [one.id for one in handled(engine, first, second)] == ["k-1", "pos:k-1"]
        assert [one.id for one in engine.customer("c").complaints] == ["k-1", "k-1"]


def test_without_settings_there_is_no_clock(database_url: str) -> None:
    """A store whose file says nothing of cases decides what it decided before; its cases are kept all the same."""
    with opened(database_url) as engine:
        decision = engine.handle(complaint(at=at(4, 9), **MATTER))
        assert (decision.granted, decision.notes) == ((), ())
        assert (case(engine).clocks, case(engine).state, case(engine).level) == ((), "new", "agent")


@pytest.mark.parametrize("together", [True, False])
def test_what_an_order_was_worth(database_url: str, *, together: bool) -> None:
    """A case knows what its order cost where a strategy looks back to it, or where the complaint says, batch or not."""
    events = [
        order(total=80, at=at(3, 9)),
        complaint("k-1", at=at(4, 9), order="o-1"),
        complaint("k-2", at=at(4, 9), order="o-9", value=eur(9)),
        complaint("k-3", at=at(4, 9), order="o-9", category="late"),
    ]
    for window, worth in ((30, eur(80)), (0, None)):
        looks = Does(lambda *_: None, timedelta(days=window))
        with opened(database_url, {"looks": looks}, store={"name": f"looks {window}"}) as engine:
            for batch in [events] if together else [[event] for event in events]:
                engine.handle_many(batch)
            assert [one.worth for one in engine.customer("c").cases] == [worth, eur(9), None]


def test_many_cases(sqlite_url: str) -> None:
    """Of a customer who complains of everything the latest twenty open cases are kept."""
    with opened(sqlite_url) as engine:
        cases = handled(engine, *(complaint(f"k-{n}", at=at(4, 9), order=f"o-{n}") for n in range(23)))
        assert [one.id for one in cases] == sorted([f"k-{n}" for n in range(23)])[-20:]


def test_the_name_of_the_engine_is_taken(sqlite_url: str) -> None:
    """No strategy can be called as the engine calls itself, or two would have the same keys."""
    with pytest.raises(BadConfig, match="'cases' is what the engine itself is called"):
        opened(sqlite_url, {"cases": lambda *_: None})
