"""What a strategy remembers of a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Action, Credit, Customer, Debit, IssueGiftCard, Remember, SendMessage, Tag
from tests.build import Does, eur, opened, rows, visit

if TYPE_CHECKING:
    from collections.abc import Callable


class Learns(Does):
    """A strategy that answers what a test hands in, and notes what it remembered before."""

    def __init__(self) -> None:
        super().__init__(self.learn)
        self.next: list[Action] = []
        self.knew: list[dict[str, Any]] = []

    def learn(self, _: object, customer: Customer) -> list[Action]:
        self.knew.append(dict(customer.state))
        return self.next


def told(engine: Any, learns: Learns, *answers: list[Action]) -> list[dict[str, Any]]:
    """What the strategy knew at each of some visits, and at one after them."""
    for number, answer in enumerate([*answers, []]):
        learns.next = answer
        engine.handle(visit(f"v-{number}"))
    return learns.knew


def test_values_are_laid_over_each_other(database_url: str) -> None:
    """New values are laid over the old ones, None forgets one, and several answers add up."""
    learns = Learns()
    with opened(database_url, {"learns": learns}) as engine:
        knew = told(
            engine,
            learns,
            [Remember({"a": 1, "b": [1, {"x": "y"}]})],
            [Remember({"a": 2}), Remember({"c": True})],
            [Remember({"b": None})],
        )
    full = {"a": 2, "b": (1, {"x": "y"}), "c": True}
    assert knew == [{}, {"a": 1, "b": (1, {"x": "y"})}, full, {"a": 2, "c": True}]


def test_a_memory_outlives_the_engine(database_url: str) -> None:
    """What was remembered is there after a restart; another customer and another store have none of it."""
    learns = Learns()
    with opened(database_url, {"learns": learns}) as engine:
        told(engine, learns, [Remember({"a": 1})])
    with opened(database_url, {"learns": learns}) as engine:
        engine.handle(visit("v-9"))
        engine.handle(visit("v-10", customer="d"))
    with opened(database_url, {"learns": learns}, store={"name": "Other"}) as engine:
        engine.handle(visit("v-9"))
    assert learns.knew == [{}, {"a": 1}, {"a": 1}, {}, {}]


def test_it_is_no_action(database_url: str) -> None:
    """What is remembered is not among a decision's actions, leaves no row in the outbox, and takes no key."""
    with opened(database_url, {"one": lambda *_: [Remember({"a": 1}), Tag("x")]}) as engine:
        decision = engine.handle(visit())
        assert decision.actions == (Tag("x"),)
        assert [row.kind for row in rows(engine, "outbox")] == ["tag"]
        assert engine.handle(visit()) == decision


REFUSED: dict[str, tuple[list[Action], bool]] = {
    "nothing": ([Credit("points", 1)], True),
    "a debit": ([Debit("points", 99)], False),
    "a gift": ([IssueGiftCard(eur(99))], False),
    "one gift of two": ([IssueGiftCard(eur(1)), IssueGiftCard(eur(99))], False),
    "a gift with its price": ([Credit("points", 5), Debit("points", 5), IssueGiftCard(eur(99))], False),
    "a gift and its message": ([IssueGiftCard(eur(99)), SendMessage("hello")], False),
}


@pytest.mark.parametrize(("actions", "kept"), REFUSED.values(), ids=REFUSED)
def test_it_falls_with_a_refused_gift(database_url: str, actions: list[Action], kept: bool) -> None:
    """A memory of what was refused would be a lie: it is kept only where nothing given or taken was refused."""
    learns = Learns()
    with opened(database_url, {"learns": learns}, limits={"monthly_budget": "10 EUR"}) as engine:
        assert told(engine, learns, [Remember({"given": True}), *actions])[1:] == [{"given": True} if kept else {}]


def test_one_memory_does_not_fall_with_another(sqlite_url: str) -> None:
    """A refusal costs the memory of the strategy that was refused, and of no other."""

    def proud(amount: int) -> Callable[[object, Customer], list[Action]]:
        gift = [Remember({"n": amount}), IssueGiftCard(eur(amount))]
        return lambda _, customer: [*gift, Tag(str(dict(customer.state)))]

    with opened(sqlite_url, {"small": proud(1), "large": proud(99)}, limits={"monthly_budget": "10 EUR"}) as engine:
        engine.handle(visit("v-1"))
        decision = engine.handle(visit("v-2"))
        assert [action.tag for action in decision.actions if isinstance(action, Tag)] == ["{'n': 1}", "{}"]


def test_a_failed_strategy_remembers_nothing(sqlite_url: str) -> None:
    """What a strategy yields before it raises is no answer, and is not remembered."""

    def forgetful(event: Any, customer: Customer) -> Any:
        yield Remember({"a": 1})
        yield Tag(str(dict(customer.state)))
        if event.place == "dark":
            raise ValueError("lost")

    with opened(sqlite_url, {"forgetful": forgetful}) as engine:
        engine.handle(visit("v-1", place="dark"))
        assert engine.handle(visit("v-2")).actions == (Tag("{}"),)
        assert engine.handle(visit("v-3")).actions == (Tag("{'a': 1}"),)
