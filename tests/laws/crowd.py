"""Many callers at once: what each does, in threads and in processes of its own."""

from __future__ import annotations

import json
import random
from collections import Counter
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

from retention_sdk import Decision, Engine
from retention_sdk.testing.adapters.threads import at_once
from tests.audit import audit, books
from tests.build import after, opened, visit
from tests.scripted import Scripted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from retention_sdk import Visit

CUSTOMERS = 7
BUDGET = 2_000
PATIENCE = 30
"""Seconds that no machine needs for one event."""
SCRIPTS = ("+5", "+7//30", "+3/2", "+1 gift:30", "+4 -2 gift:70", "gift:100 tag:x", "-6 gift:45", "+2 note")


class Call:
    """A call in a thread of its own, which nobody waits for at the end of the program."""

    def __init__(self, run: Callable[..., Any], *arguments: Any) -> None:
        self._answer: Any = None
        self._run, self._arguments = run, arguments
        self._thread = Thread(target=self._begin, daemon=True)
        self._thread.start()

    def _begin(self) -> None:
        try:
            self._answer = self._run(*self._arguments)
        except BaseException as error:  # noqa: BLE001, whatever it is, it is the answer
            self._answer = error

    def answer(self) -> Any:
        """What it answered or raised; an AssertionError where it does not come back."""
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "a call hangs"
        return self._answer


def together(count: int, run: Callable[[int], Any]) -> list[Any]:
    """Run a function in threads that begin at once; it gets the thread's number."""
    return at_once(run, count)


def event(id: str) -> Visit:
    """An event that its id says all about, so that every caller makes the same of it."""
    dice = random.Random(id)
    customer, script = f"c-{dice.randrange(CUSTOMERS)}", dice.choice(SCRIPTS)
    return visit(id, customer, at=after(dice.randrange(20)), place=script)


class Crowd(NamedTuple):
    """How many call, how many events all of them handle, and how many each has to itself."""

    callers: int
    shared: int
    own: int


def load(crowd: Crowd, caller: int) -> list[Visit]:
    """What one caller handles: the events of all and some of its own, in an order of its own."""
    events = [event(f"all-{n}") for n in range(crowd.shared)] + [event(f"{caller}-{n}") for n in range(crowd.own)]
    random.Random(caller).shuffle(events)
    return events


def shop(url: str, name: str = "crowd") -> Engine:
    """The engine of a caller: two strategies, and a budget that does not last."""
    strategies: dict[str, object] = {"one": Scripted("points"), "two": Scripted("stamps")}
    return opened(url, strategies, store={"name": name}, limits={"monthly_budget": "20 EUR"})


def work(engine: Engine, crowd: Crowd, caller: int) -> list[Decision]:
    """Handle what a caller has to: every third of them in batches, the others one by one."""
    events = load(crowd, caller)
    if caller % 3:
        return [engine.handle(event) for event in events]
    return [decision for at in range(0, len(events), 10) for decision in engine.handle_many(events[at : at + 10])]


def work_alone(url: str, crowd: Crowd, caller: int, start: Any, answers: Any) -> None:
    """The same in a process of its own, which opens its own engine when all are there."""
    start.wait(120)
    with shop(url) as engine:
        answers.put((caller, {decision.event.id: repr(decision) for decision in work(engine, crowd, caller)}))


def must_hold(engine: Engine, answered: Iterable[dict[str, str]], crowd: Crowd) -> None:
    """What must be true after any crowd, whatever the order was.

    Args:
        engine: an engine on its database.
        answered: for each caller, what it was answered by event id.
        crowd: how many there were.
    """
    first: dict[str, str] = {}
    for answers in answered:
        for id, answer in answers.items():
            assert first.setdefault(id, answer) == answer
    assert len(first) == crowd.shared + crowd.callers * crowd.own
    found = books(engine)
    assert len(found["events"]) == len(first)
    assert audit(engine) == []
    assert {id: repr(engine.handle(event(id))) for id in first} == first
    given, gifts = Counter[tuple[str, str]](), 0
    for row in found["events"]:
        # what was answered stays answered; what counts is what later facts made of it
        for _, _, action in json.loads(row.revised or row.decision).get("granted", []):
            if action["kind"] in ("credit", "debit"):
                sign = 1 if action["kind"] == "credit" else -1
                given[row.customer, action["unit"]] += sign * action["amount"]
            gifts += action["amount"]["minor"] if action["kind"] == "issue_gift_card" else 0
    expired = Counter[tuple[str, str]]()
    for row in found["movements"]:
        expired[row.customer, row.unit] += row.amount if row.target == "expired" else 0
    wallets = Counter({(row.customer, row.unit): row.available + row.pending for row in found["wallets"]})
    assert wallets == given - expired
    assert [row.amount for row in found["counters"] if row.amount] == [gifts]
    # the smallest gift would still have found room, had it been refused too early
    assert BUDGET - 100 < gifts <= BUDGET
