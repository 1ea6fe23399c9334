"""Deciding: strategies are asked alone and in order, and the guards see what those before were granted."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Action, Credit, Customer, Debit, IssueGiftCard, Remember, Tag, Wallet
from retention_sdk.customer import Standing
from retention_sdk.deciding import Verdict, action_key, decide
from retention_sdk.decision import Decision, Failure, Granted
from retention_sdk.guards import Tally, balance, budget
from retention_sdk.registry import Ask
from tests.build import eur, visit
from tests.guards.tallies import ten_euros

if TYPE_CHECKING:
    from collections.abc import Callable

GUARDS = (balance, budget)
EVENT = visit()
MEMORY = MappingProxyType({"two": MappingProxyType({"x": 2})})
CUSTOMER = Customer("c", Standing(memory=MEMORY), {"points": Wallet("points", available=10)})


def ask(plugin: str, answer: Callable[[Any, Any], Any] | list[Action]) -> Ask:
    """A strategy's hook that answers so."""
    return Ask(plugin, "on_visit", (lambda *_: answer) if isinstance(answer, list) else answer)


def decided(*asks: Ask, left: int = 1000, **more: Any) -> Verdict:
    """What becomes of what strategies answer."""
    return decide("bean-leaf", Tally(EVENT, CUSTOMER, "EUR", (ten_euros(left),), **more), asks, GUARDS)


def test_nobody_is_asked() -> None:
    """Without a strategy there is a decision, and nothing in it."""
    assert decided() == Verdict(Decision(EVENT), {})


def test_grants_are_in_order_with_their_keys() -> None:
    """What is granted stands in the order of asking, each with the key of its place in its own strategy's answer."""
    note = Remember({"y": 1})
    verdict = decided(
        ask("one", [note, Tag("a"), Tag("b")]), ask("two", [Debit("points", 99), Tag("c"), Credit("m", 1)])
    )
    assert verdict.decision.granted == (
        Granted("one", action_key("bean-leaf", EVENT, "one", 1), Tag("a")),
        Granted("one", action_key("bean-leaf", EVENT, "one", 2), Tag("b")),
        Granted("two", action_key("bean-leaf", EVENT, "two", 2), Credit("m", 1)),
    )
    assert [(one.plugin, one.action) for one in verdict.decision.refusals] == [
        ("two", Debit("points", 99)),
        ("two", Tag("c")),
    ]


def test_later_ones_find_what_the_earlier_ones_left() -> None:
    """Wallet and budget are shared: who is asked first is served first, and a credit can be spent by the next."""
    verdict = decided(
        ask("one", [Debit("points", 8), IssueGiftCard(eur(7))]),
        ask("two", [Debit("points", 4)]),
        ask("three", [Credit("points", 3), IssueGiftCard(eur(4))]),
        ask("four", [Debit("points", 5), IssueGiftCard(eur(3))]),
    )
    assert [(one.plugin, one.code) for one in verdict.decision.refusals] == [
        ("two", "balance"),
        ("three", "over_budget"),
    ]
    assert sum(verdict.counted.values()) == 1000
    assert [grant.plugin for grant in verdict.decision.granted] == ["one", "one", "three", "four", "four"]


def test_what_was_spent_before_counts() -> None:
    """The tally that comes in is where counting begins, and only what this event spends is answered."""
    verdict = decided(ask("one", [IssueGiftCard(eur(2)), IssueGiftCard(eur(1))]), left=200)
    assert (len(verdict.decision.granted), *verdict.counted.values()) == (1, 200)


def test_all_see_the_customer_of_before() -> None:
    """Nobody sees what another proposes or remembers; each sees its own memory and nobody else's."""
    seen: dict[str, Customer] = {}

    def looks(name: str) -> Callable[[Any, Customer], list[Action]]:
        def look(event: Any, customer: Customer) -> list[Action]:
            assert event is EVENT
            seen[name] = customer
            return [Credit("points", 5), Tag("x"), Remember({"y": name})]

        return look

    decided(*(ask(name, looks(name)) for name in ("one", "two", "three")))
    assert seen == {
        "one": CUSTOMER,
        "two": Customer("c", CUSTOMER.standing, CUSTOMER.wallets, state={"x": 2}),
        "three": CUSTOMER,
    }


def test_a_failure_is_its_own() -> None:
    """Who fails is named with hook and error, gives and remembers nothing; the others are asked all the same."""

    def breaks(*_: object) -> Any:
        yield Credit("points", 100)
        yield Remember({"z": 1})
        raise LookupError("broken")

    verdict = decided(
        ask("one", [Tag("a")]), ask("two", breaks), ask("three", [Debit("points", 11)]), ask("two", [Tag("b")])
    )
    (failure,) = verdict.decision.failures
    assert (failure.plugin, failure.hook) == ("two", "on_visit")
    assert failure.error.startswith("LookupError: broken at ")
    assert [grant.action for grant in verdict.decision.granted] == [Tag("a"), Tag("b")]
    assert [refusal.code for refusal in verdict.decision.refusals] == ["balance"]
    assert verdict.memory == {}


def test_rubbish_is_a_failure() -> None:
    """An answer that is none is named without a place: nothing raised."""
    (failure,) = decided(ask("one", lambda *_: 3)).decision.failures
    assert failure == Failure("one", "on_visit", "answered a int; answer an iterable of actions, or None")


@pytest.mark.parametrize("nothing", [None, [], (), iter(())])
def test_no_answer(nothing: object) -> None:
    """Nothing to propose is no failure."""
    assert decided(ask("one", lambda *_: nothing)) == Verdict(Decision(EVENT), {})


def test_memories_are_kept_apart() -> None:
    """Each strategy's words are laid over one another in the order in which it said them, under its own name."""
    verdict = decided(
        ask("one", [Remember({"x": 1, "y": 1}), Tag("a"), Remember({"x": None})]), ask("two", [Remember({"x": 3})])
    )
    assert verdict.memory == {"one": {"x": None, "y": 1}, "two": {"x": 3}}


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ([IssueGiftCard(eur(11))], False),
        ([Credit("points", 2**62), Credit("points", 2**62)], False),
        ([Debit("points", 99)], False),
        ([Debit("points", 99), Tag("x")], False),
        ([IssueGiftCard(eur(10))], True),
    ],
    ids=["a gift", "a credit", "a debit", "what goes with it", "all granted"],
)
def test_a_memory_falls_with_what_is_refused(answer: list[Action], kept: bool) -> None:
    """A strategy that could not give or take what it wanted remembers nothing of it; the others do."""
    verdict = decided(ask("one", [*answer, Remember({"given": True})]), ask("two", [Remember({"x": 1})]))
    assert set(verdict.memory) == ({"one", "two"} if kept else {"two"})


def test_an_interrupt_passes() -> None:
    """Ctrl-C is no strategy's failure."""

    def interrupted(*_: object) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        decided(ask("one", interrupted))
