"""Group commit: who comes together is committed together, and everybody gets their own answer."""

from __future__ import annotations

import random
import signal
from threading import Barrier, main_thread
from typing import Any

import pytest

from retention_sdk import RetentionError
from retention_sdk.turns import GroupCommit
from tests.turns.callers import PATIENCE, Caller, Held, occupied, queued, until

pytestmark = pytest.mark.parametrize("leaders", [1, 3])


def group_of(leaders: int, most: int = 1_000) -> tuple[GroupCommit[str, str], Held]:
    """A group commit, and the run that it makes."""
    held = Held()
    return GroupCommit(held, leaders, most), held


def go_on(held: Held, leaders: int) -> None:
    """Let go of all that hold the lead."""
    for number in range(leaders):
        held.release(f"hold-{number}")


def test_who_comes_alone_leads_alone(leaders: int) -> None:
    """With nobody else there, an item is a batch, in the thread of its caller, again and again."""
    group, held = group_of(leaders)
    assert [group.submit(f"item-{n}") for n in range(5)] == [f"ITEM-{n}" for n in range(5)]
    assert held.batches == [[f"item-{n}"] for n in range(5)]


def test_all_who_wait_share_the_next_batch(leaders: int) -> None:
    """All who came while every leader was busy are in one batch, in the order in which they came; each is answered."""
    group, held = group_of(leaders)
    first = occupied(group, held, leaders)
    items = [f"item-{n}" for n in range(20)]
    waiting = queued(group, *items)
    assert held.batches == [[f"hold-{n}"] for n in range(leaders)]
    held.release("hold-0")
    assert [caller.result() for caller in waiting] == [item.upper() for item in items]
    assert held.batches[leaders:] == [items]
    assert [caller.waits for caller in first] == [False] + [True] * (leaders - 1)
    go_on(held, leaders)
    assert [caller.result() for caller in first] == [f"HOLD-{n}" for n in range(leaders)]


def test_the_lead_goes_on_and_on(leaders: int) -> None:
    """Who comes while those who waited are being run is in the batch after theirs."""
    group, held = group_of(leaders)
    first = occupied(group, held, leaders)
    second = queued(group, "hold-second", "b")
    held.release("hold-0")
    until(lambda: held.begun("hold-second"))
    third = queued(group, "c", "d", "e")
    held.release("hold-second")
    assert [caller.result() for caller in second + third] == ["HOLD-SECOND", "B", "C", "D", "E"]
    assert held.batches[leaders:] == [["hold-second", "b"], ["c", "d", "e"]]
    go_on(held, leaders)
    assert all(isinstance(caller.result(), str) for caller in first)


def test_no_more_than_most(leaders: int) -> None:
    """A batch has no more items than it may; the rest follows, first come first served."""
    group, held = group_of(leaders, most=4)
    first = occupied(group, held, leaders)
    waiting = queued(group, *"abcdefghij")
    held.release("hold-0")
    assert [caller.result() for caller in waiting] == list("ABCDEFGHIJ")
    assert held.batches[leaders:] == [list("abcd"), list("efgh"), list("ij")]
    go_on(held, leaders)
    assert len([caller.result() for caller in first]) == leaders


def test_batches_of_one(leaders: int) -> None:
    """Where one is the most, everybody is a batch of their own."""
    group, held = group_of(leaders, most=1)
    first = occupied(group, held, leaders)
    waiting = queued(group, *"abc")
    go_on(held, leaders)
    assert [caller.result() for caller in waiting + first][:3] == ["A", "B", "C"]
    assert sorted(held.batches[leaders:]) == [["a"], ["b"], ["c"]]


def test_an_answer_that_is_an_error(leaders: int) -> None:
    """An error among the answers is raised to its own caller alone, and the batch is not run again."""
    group, held = group_of(leaders)
    first = occupied(group, held, leaders)
    waiting = queued(group, "a", "no-b", "c")
    held.release("hold-0")
    answers = [caller.result() for caller in waiting]
    assert (answers[0], repr(answers[1]), answers[2]) == ("A", "LookupError('no-b')", "C")
    assert held.batches[leaders:] == [["a", "no-b", "c"]]
    go_on(held, leaders)
    assert len([caller.result() for caller in first]) == leaders


@pytest.mark.parametrize("items", [("a", "bad", "c"), ("bad", "b", "c"), ("a", "b", "bad")])
def test_a_batch_that_one_spoils(leaders: int, items: tuple[str, ...]) -> None:
    """A batch that raises is run item by item: only whose own run raises gets an error, and it is that run's."""
    group, held = group_of(leaders)
    first = occupied(group, held, leaders)
    waiting = queued(group, *items)
    held.release("hold-0")
    answers = [caller.result() for caller in waiting]
    for item, answer in zip(items, answers, strict=True):
        assert repr(answer) == "ValueError('spoilt: bad')" if item == "bad" else answer == item.upper()
    assert held.batches[leaders:] == [list(items), *([item] for item in items)]
    go_on(held, leaders)
    assert len([caller.result() for caller in first]) == leaders


def test_a_lone_item_is_not_run_twice(leaders: int) -> None:
    """A batch of one that raises is not tried again, and the next caller can lead."""
    group, held = group_of(leaders)
    for _ in range(leaders + 1):
        with pytest.raises(ValueError, match="spoilt: bad"):
            group.submit("bad")
    assert group.submit("a") == "A"
    assert held.batches == [["bad"]] * (leaders + 1) + [["a"]]


def test_an_interrupt_reaches_the_leader(leaders: int) -> None:
    """Ctrl-C while a batch is run is raised in its leader; those who shared it are told to come again.

    Who came later is committed as if nothing had been, and so is who comes again.
    """
    group, held = group_of(leaders)
    first = occupied(group, held, leaders)
    shared = queued(group, "hold-lead", "stop", "c")
    held.release("hold-0")
    until(lambda: held.begun("hold-lead"))
    later = queued(group, "d", "e")
    held.release("hold-lead")
    lead, *others = [caller.result() for caller in shared]
    assert isinstance(lead, KeyboardInterrupt)
    for told in others:
        assert isinstance(told, RetentionError)
        assert "interrupted; hand the event in again" in str(told)
    assert [caller.result() for caller in later] == ["D", "E"]
    assert held.batches[leaders:] == [["hold-lead", "stop", "c"], ["d", "e"]], "an interrupted batch is not run again"
    assert group.submit("c") == "C"
    go_on(held, leaders)
    assert len([caller.result() for caller in first]) == leaders


def test_an_interrupted_lead_is_given_up(leaders: int) -> None:
    """However many leaders are interrupted, there is somebody to lead afterwards."""
    group, held = group_of(leaders)
    for _ in range(leaders + 1):
        with pytest.raises(KeyboardInterrupt):
            group.submit("stop")
    assert [caller.result() for caller in occupied_and_released(group, held, leaders)] == [
        f"HOLD-{n}" for n in range(leaders)
    ]


def occupied_and_released(group: GroupCommit[str, str], held: Held, leaders: int) -> list[Caller]:
    """As many leaders as there may be, at once, let go."""
    callers = occupied(group, held, leaders)
    go_on(held, leaders)
    return callers


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="a signal cannot be sent to a thread here")
def test_a_waiter_that_is_interrupted(leaders: int) -> None:
    """Who is interrupted while they wait does not take the lead away: those who come after them are answered."""
    group, held = group_of(leaders)
    first = occupied(group, held, leaders)

    def interrupt() -> None:
        until(lambda: len(group._queue) == 1)
        signal.pthread_kill(main_thread().ident or 0, signal.SIGINT)

    interrupter = Caller(interrupt)
    with pytest.raises(KeyboardInterrupt):
        group.submit("gone")
    assert interrupter.result() is None
    go_on(held, leaders)
    assert len([caller.result() for caller in first]) == leaders
    late = [Caller(group.submit, f"late-{n}") for n in range(leaders)]
    assert [caller.result(10) for caller in late] == [f"LATE-{n}" for n in range(leaders)]
    assert group._idle == leaders


def test_a_run_that_answers_too_little(leaders: int) -> None:
    """A run that does not answer every item is an error to its leader, and nobody is left waiting."""
    held = Held()
    group: GroupCommit[str, str] = GroupCommit(lambda items: held(items)[:2], leaders, 9)
    first = occupied(group, held, leaders)
    waiting = queued(group, *"abc")
    held.release("hold-0")
    answers = [caller.result() for caller in waiting]
    assert isinstance(answers[0], ValueError)
    assert isinstance(answers[2], RetentionError)
    go_on(held, leaders)
    assert len([caller.result() for caller in first]) == leaders


def test_a_crowd(leaders: int) -> None:
    """Sixteen threads, with errors and interrupts among their items: each answer is its own, and nobody is stuck."""
    group, held = group_of(leaders, most=5)
    threads, each = 16, 60
    start = Barrier(threads)

    def work(number: int) -> list[tuple[str, Any]]:
        dice = random.Random(number)
        start.wait(PATIENCE)
        found: list[tuple[str, Any]] = []
        for at in range(each):
            item = f"{dice.choice(['a', 'a', 'a', 'a', 'a', 'no', 'bad', 'stop'])}-{number}-{at}"
            try:
                found.append((item, group.submit(item)))
            except BaseException as error:  # noqa: BLE001 - it is looked at below
                found.append((item, error))
        return found

    callers = [Caller(work, number) for number in range(threads)]
    answered = [pair for caller in callers for pair in caller.result()]
    shared = {item for batch in held.batches if len(batch) > 1 and "stop" in "".join(batch) for item in batch}
    for item, answer in answered:
        kind = item.partition("-")[0]
        if isinstance(answer, str):
            assert (kind, answer) == ("a", item.upper())
        elif isinstance(answer, LookupError):
            assert (kind, str(answer.args[0])) == ("no", item)
        elif isinstance(answer, ValueError):
            assert (kind, str(answer)) == ("bad", f"spoilt: {item}")
        elif isinstance(answer, RetentionError):
            assert item in shared
        else:
            assert isinstance(answer, KeyboardInterrupt)
            assert kind == "stop" or item in shared
    assert {item for batch in held.batches for item in batch} == {item for item, _ in answered}
    assert len(answered) == threads * each
    assert held.most <= leaders
    assert max(map(len, held.batches)) <= 5
    assert group._idle == leaders
