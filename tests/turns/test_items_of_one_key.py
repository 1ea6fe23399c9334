"""Group commit: items of one key are never in two batches at once, and keep nobody else from running."""

from __future__ import annotations

import random
from collections import Counter
from threading import Barrier, Lock
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk.turns import GroupCommit
from tests.turns.callers import PATIENCE, Caller, Held, queued, until

if TYPE_CHECKING:
    from collections.abc import Sequence


def group_of(leaders: int, most: int = 1_000) -> tuple[GroupCommit[str, str], Held]:
    """A group commit whose items have the key that is their last letter."""
    held = Held()
    return GroupCommit(held, leaders, most, key=lambda item: item[-1]), held


def held_by(group: GroupCommit[str, str], held: Held, item: str) -> Caller:
    """A caller whose batch has begun and is held."""
    caller = Caller(group.submit, item)
    until(lambda: held.begun(item))
    return caller


def test_a_key_waits_for_itself_alone() -> None:
    """While a key's batch runs, its next items wait together although somebody could lead; other keys go on."""
    group, held = group_of(3)
    first = held_by(group, held, "hold-1a")
    waiting = queued(group, "2a", "3a")
    assert [group.submit(item) for item in ("1b", "1c", "2b")] == ["1B", "1C", "2B"]
    assert all(caller.waits for caller in [first, *waiting])
    held.release("hold-1a")
    assert [caller.result() for caller in [first, *waiting]] == ["HOLD-1A", "2A", "3A"]
    assert held.batches == [["hold-1a"], ["1b"], ["1c"], ["2b"], ["2a", "3a"]]


def test_a_batch_takes_what_can_run() -> None:
    """Who leads takes all that waits in order, but for the keys of others' batches; those come when theirs is done."""
    group, held = group_of(2)
    a, b = held_by(group, held, "hold-1a"), held_by(group, held, "hold-1b")
    waiting = queued(group, "2a", "1c", "2b", "2c", "3a")
    held.release("hold-1b")
    assert [caller.result() for caller in [b, *waiting[1:4]]] == ["HOLD-1B", "1C", "2B", "2C"]
    assert held.batches[2:] == [["1c", "2b", "2c"]]
    assert waiting[0].waits
    held.release("hold-1a")
    assert [caller.result() for caller in [a, waiting[0], waiting[4]]] == ["HOLD-1A", "2A", "3A"]
    assert held.batches[3:] == [["2a", "3a"]]


@pytest.mark.parametrize("fate", ["bad", "stop", "no"])
def test_a_key_is_free_after_anything(fate: str) -> None:
    """An error or an interrupt in a key's batch frees it, for who waits for it and for who comes later."""
    group, held = group_of(2)
    held_by_fate = held_by(group, held, f"hold-{fate}-a")
    spoils = queued(group, f"{fate}-2a", "3a")
    held.release(f"hold-{fate}-a")
    assert isinstance(held_by_fate.result(), str)
    assert all(caller.result() is not None for caller in spoils)
    assert group.submit("4a") == "4A"
    assert (group._busy, group._idle) == (set(), 2)


def test_no_key_runs_twice_at_once() -> None:
    """Of twelve callers and four keys, in batches of three, no key is ever in two batches; all are answered."""
    running, lock, clashes = Counter[str](), Lock(), []

    def run(items: Sequence[str]) -> list[str]:
        keys = {item[-1] for item in items}
        with lock:
            running.update(keys)
            clashes.extend(key for key in keys if running[key] > 1)
        sleep(0.0005)
        with lock:
            running.subtract(keys)
        return [item.upper() for item in items]

    group: GroupCommit[str, str] = GroupCommit(run, 3, 3, key=lambda item: item[-1])
    start = Barrier(12)

    def work(number: int) -> list[Any]:
        dice = random.Random(number)
        start.wait(PATIENCE)
        items = [f"{number}-{at}{dice.choice('abcd')}" for at in range(80)]
        return [(item, group.submit(item)) for item in items]

    callers = [Caller(work, number) for number in range(12)]
    answered = [pair for caller in callers for pair in caller.result()]
    assert len(answered) == 12 * 80
    assert all(answer == item.upper() for item, answer in answered)
    assert clashes == []
    assert (group._busy, group._idle, len(group._queue)) == (set(), 3, 0)
