"""The steps of a case, and those that it cannot take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import Action, RefundMoney, Severity
from retention_sdk.cases import CaseRefusal, Rules, opened, taken
from tests.build import complaint, eur, visit
from tests.cases.build import STEPS, at, case, fire, step, store

if TYPE_CHECKING:
    from retention_sdk import Engine


def walk(engine: Engine, *names: str, day: int = 4) -> list[str]:
    """The states of the case k-1 after each step, an hour apart, from an opening at nine on."""
    engine.handle(complaint(at=at(day, 9), category="damaged"))
    states: list[str] = []
    for hour, name in enumerate(names, start=10):
        engine.handle(step(name, at(day, hour)))
        states.append(case(engine).state)
    return states


def test_the_way_of_a_case(database_url: str) -> None:
    """Answered, diagnosed, remedied, followed up, closed; and open again with all that was done."""
    with store(database_url, follow_up_hours=None) as engine:
        states = walk(engine, "answered", "diagnosed", "applied", "followed", "closed", "reopened", "answered")
        assert states == ["acked", "diagnosed", "follow_up_due", "confirmed", "closed", "reopened", "acked"]
        again = case(engine)
        assert [one.what for one in again.steps] == [
            *("opened", "answered", "diagnosed: packed badly", "applied: a call", "settled", "closed", "reopened"),
            "answered",
        ]
        assert [one.what for one in again.remedies] == ["a call"]
        resolution = again.clock("resolution")
        assert resolution
        assert (resolution.started_at, resolution.met_at) == (at(4, 15), None)
        assert [one.id for one in engine.customer("c").complaints] == ["k-1"]


def test_an_unsettled_follow_up(sqlite_url: str) -> None:
    """A customer who is not content has an open case, with its clocks from now on."""
    with store(sqlite_url) as engine:
        walk(engine, "answered", "applied")
        engine.handle(step("followed", at(4, 14), outcome="unsettled", text="still broken"))
        assert case(engine).state == "reopened"
        running = {clock.name: clock.started_at for clock in case(engine).clocks if clock.runs}
        assert running == {"resolution": at(4, 14), "next_response": at(4, 14)}
        assert engine.handle(step("closed", at(4, 15))).notes[0].code == "follow_up_due"


@pytest.mark.parametrize(
    ("names", "last", "code"),
    [
        ((), "closed", "follow_up_due"),
        ((), "followed", "case_unanswered"),
        ((), "resumed", "case_not_paused"),
        ((), "reopened", "case_open"),
        (("paused",), "paused", "case_paused"),
        (("answered", "followed"), "applied", "case_confirmed"),
        (("answered", "followed", "closed"), "answered", "case_closed"),
    ],
)
def test_a_step_that_cannot_be_taken(sqlite_url: str, names: tuple[str, ...], last: str, code: str) -> None:
    """It is a fact, and kept; it changes nothing, and a note says why and what to do."""
    with store(sqlite_url) as engine:
        walk(engine, *names)
        before = case(engine)
        decision = engine.handle(step(last, at(4, 16)))
        assert [note.code for note in decision.notes] == [code]
        assert (case(engine), decision.granted) == (before, ())
        assert f"[{code}]: Case k-1 " in decision.explain()
        assert engine.handle(step(last, at(4, 16))) == decision


def test_no_such_case(sqlite_url: str) -> None:
    """A step of a case that is not there names the cases that are."""
    with store(sqlite_url) as engine:
        walk(engine)
        (note,) = engine.handle(step("answered", at(4, 10), case="k-2")).notes
        assert (note.code, note.sentence) == (
            "no_such_case",
            "There is no case 'k-2'; the customer's cases are: k-1.",
        )


def test_steps_in_any_order_of_arrival(database_url: str) -> None:
    """A follow-up that is told of after the closing is found where it happened, and the case is closed by it."""
    with store(database_url) as engine:
        walk(engine, "answered", "applied")
        assert engine.handle(step("closed", at(4, 15))).notes[0].code == "follow_up_due"
        engine.handle(step("followed", at(4, 14)))
        assert case(engine).state == "closed"


def test_a_ring_that_comes_late(database_url: str) -> None:
    """A worker that was down rings hours later: what was answered in time was answered in time, and no more."""
    with store(database_url) as engine:
        walk(engine, "answered")
        rung = fire(engine, at(4, 17))
        assert {note.code for decision in rung for note in decision.notes} == {"clock_met"}
        engine.handle(complaint("k-2", at=at(6, 9), category="damaged"))
        engine.handle(step("answered", at(7, 9, 30)))
        fire(engine, at(7, 17))
        clock = case(engine).clock("next_response")
        assert clock
        assert (clock.breached_at, clock.met_at) == (at(6, 16), at(7, 9, 30))
        assert case(engine).level == "help desk"


def test_the_next_response_does_not_override_the_first(sqlite_url: str) -> None:
    """A second message while nobody has answered the first starts no clock of its own."""
    with store(sqlite_url) as engine:
        walk(engine)
        engine.handle(complaint("k-2", at=at(4, 10), category="damaged"))
        assert case(engine).clock("next_response") is None
        first = case(engine).clock("first_response")
        assert first
        assert first.due_at == at(4, 14)


def test_holidays_and_nights_do_not_count(sqlite_url: str) -> None:
    """Four hours from Monday at half past four are over on Wednesday, for Tuesday is a holiday."""
    with store(sqlite_url) as engine:
        engine.handle(complaint(at=at(4, 16, 30)))
        clock = case(engine).clock("first_response")
        assert clock
        assert clock.due_at == at(6, 13, 30)


def test_a_case_that_waits_for_the_customer(database_url: str) -> None:
    """Paused time does not count, and what rings in it rings for nothing; nobody can pause before they answer."""
    with store(database_url) as engine:
        walk(engine, "answered", "paused")
        waiting = case(engine)
        assert [clock.due_at for clock in waiting.clocks if clock.runs] == [None]
        engine.handle(step("resumed", at(11, 10)))
        (due,) = [clock.due_at for clock in case(engine).clocks if clock.runs]
        assert due == at(14, 16)  # 28 hours: two on Monday, and twenty-six from Monday a week later on
        moved = [note.code for decision in fire(engine, at(12, 9)) for note in decision.notes]
        assert moved == ["clock_met", "clock_met", "clock_moved", "clock_moved"]
        fire(engine, at(14, 17))
        assert case(engine).level == "help desk"


def test_a_message_ends_the_waiting(sqlite_url: str) -> None:
    """The customer wrote: the case waits no more."""
    with store(sqlite_url) as engine:
        walk(engine, "answered", "paused")
        engine.handle(complaint("k-2", at=at(6, 9), category="damaged"))
        assert not case(engine).is_paused
        assert case(engine).pauses[0].end == at(6, 9)


def test_a_pause_does_not_hide_that_nobody_answered(sqlite_url: str) -> None:
    """The first response is due when it was, whatever is waited for."""
    with store(sqlite_url) as engine:
        walk(engine, "paused")
        fire(engine, at(4, 17))
        assert case(engine).level == "help desk"


def test_terms_are_frozen(database_url: str) -> None:
    """What the file says later changes no clock of a case that is open; a case that is opened then has the new ones."""
    with store(database_url) as engine:
        walk(engine, "answered")
    with store(database_url, next_response_hours=1) as engine:
        engine.handle(complaint("k-2", at=at(4, 13), category="damaged"))
        engine.handle(complaint("k-3", at=at(4, 13), category="late"))
        engine.handle(step("answered", at(4, 13, 30), case="k-3"))
        engine.handle(complaint("k-4", at=at(4, 14), category="late"))
        due = [one.clock("next_response") for one in engine.customer("c").cases]
        assert [clock and clock.due_at for clock in due] == [at(6, 11), at(4, 15)]


def test_terms_are_frozen_through_a_replay(database_url: str) -> None:
    """A fact from before the case that comes late decides the case again, with the clocks that it was promised."""
    with store(database_url, {"looks": lambda *_: None}) as engine:
        walk(engine, "answered")
        before = case(engine)
    with store(database_url, {"looks": lambda *_: None}, resolution_hours={"medium": 1}, calendar={}) as engine:
        engine.handle(visit(at=at(2, 9)))
        assert case(engine) == before


def test_up_to_the_top(sqlite_url: str) -> None:
    """While nobody answers, each level has the same time; at the top there is nobody above."""
    with store(sqlite_url, resolution_hours={}) as engine:
        walk(engine)
        tasks = [action for decision in fire(engine, at(31, 12)) for action in decision.actions]
        roles = [action.role for action in tasks if action.kind == "create_task"]  # type: ignore[attr-defined]
        assert roles == ["agent", "help desk", "help desk", "supervisor", "supervisor"]
        clock = case(engine).clock("first_response")
        assert clock
        assert (case(engine).level, clock.breached_at) == ("supervisor", at(4, 14))


def test_a_remedy_above_a_role(sqlite_url: str) -> None:
    """What a person gave is a fact; that it was above their role is said."""
    with store(sqlite_url) as engine:
        walk(engine, "answered")
        decision = engine.handle(step("applied", at(4, 14), amount=eur(21), role="agent"))
        (note,) = decision.notes
        assert (note.code, note.sentence) == ("over_authority", "21.00 EUR is above the 20.00 EUR that agent may give.")


def test_what_a_strategy_gives_when_it_is_asked_again(database_url: str) -> None:
    """A strategy that failed on a complaint and is well now gives for the case what it would have given then."""
    ill = [True]

    def pays(event: Any, _: object) -> list[Action]:
        if ill:
            ill.clear()
            raise ValueError("no")
        return [RefundMoney("o-1", eur(5))]

    with store(database_url, {"pays": pays}) as engine:
        engine.handle(complaint(at=at(4, 9), order="o-1"))
        assert (case(engine).remedies, case(engine).state) == ((), "new")
        engine.retry_failures()
        assert [(one.what, one.cost) for one in case(engine).remedies] == [("refund_money", eur(5))]
        assert case(engine).state == "remedy_proposed"


def test_a_preview_changes_no_case(sqlite_url: str) -> None:
    """What would become of a case is told, and does not become of it."""
    with store(sqlite_url) as engine:
        walk(engine)
        before = case(engine)
        assert engine.preview(step("closed", at(4, 10))).notes[0].code == "follow_up_due"
        assert engine.preview(complaint("k-2", at=at(4, 10), category="damaged")).notes[0].code == "joins_case"
        assert case(engine) == before


@settings(max_examples=60)
@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_whatever_is_tried(names: list[str]) -> None:
    """No sequence of steps closes a case before a follow-up, loses a step, or goes on with a closed case."""
    now = opened((), complaint(at=at(4, 9), severity=Severity.HIGH), Rules(), None)
    followed = False
    for minute, name in enumerate(names):
        before = now
        try:
            now = taken(now, step(name, at(4, 10, minute)), Rules())
        except CaseRefusal:
            continue
        assert now.steps[: len(before.steps)] == before.steps
        assert len(now.steps) == len(before.steps) + 1
        assert name == "reopened" or before.is_open
        followed = name == "followed" or (followed and name != "reopened")
        assert now.is_open or followed
