"""Guards that plugins bring along: they refuse like ours, and where they fail nothing is let through."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Action, Customer, Event, IssueGiftCard, PluginError, Refused, SendMessage, Tag, hookimpl
from tests.build import Does, eur, gives, opened, rows, visit

if TYPE_CHECKING:
    from collections.abc import Callable

CARD, HELLO = IssueGiftCard(eur(4)), SendMessage("hello")


class Judge:
    """A guard that answers what a function answers."""

    def __init__(self, answer: Callable[[Any, Any, Any], object]) -> None:
        self.answer = answer

    @hookimpl
    def review_action(self, action: Action, event: Event, customer: Customer) -> object:
        """Answers."""
        return self.answer(action, event, customer)


def no_cards(action: Action, _event: Event, _customer: Customer) -> Refused | None:
    """Refuses gift cards."""
    return Refused("no_cards", "Gift cards are sold out.") if isinstance(action, IssueGiftCard) else None


def test_it_refuses(database_url: str) -> None:
    """What a plugin's guard refuses is refused with its code and sentence, whoever proposed it; the rest is granted."""
    strategies = {"one": gives(CARD, HELLO), "judge": Judge(no_cards), "two": gives(HELLO, CARD)}
    with opened(database_url, strategies) as engine:
        decision = engine.handle(visit())
        assert decision.actions == (HELLO, HELLO)
        assert [(one.plugin, one.code, one.sentence) for one in decision.refusals] == [
            ("one", "no_cards", "Gift cards are sold out."),
            ("two", "no_cards", "Gift cards are sold out."),
        ]
        assert decision.failures == ()
        assert engine.handle(visit()) == decision


def test_it_sees_the_action_the_event_and_the_customer(sqlite_url: str) -> None:
    """It is told what is proposed, for what, and to whom; it may take fewer of them."""
    seen: list[object] = []

    class Brief:
        @hookimpl
        def review_action(self, customer: Customer, action: Action) -> None:
            seen.append((action, customer.id))

    judge = Judge(lambda *told: seen.append((told[0], told[1].id, told[2].id)))
    with opened(sqlite_url, {"one": gives(CARD), "judge": judge, "brief": Brief()}) as engine:
        assert engine.handle(visit()).actions == (CARD,)
    assert seen == [(CARD, "v-1", "c"), (CARD, "c")]


def test_it_is_asked_after_ours(sqlite_url: str) -> None:
    """What one of our guards refuses is not shown to a plugin."""
    seen: list[Action] = []
    strategies = {"one": gives(CARD, HELLO), "judge": Judge(lambda action, *_: seen.append(action))}
    with opened(sqlite_url, strategies, limits={"monthly_budget": "1 EUR"}) as engine:
        engine.handle(visit())
    assert seen == [HELLO]


def raises(*_: object) -> object:
    """Fails."""
    raise ValueError("no idea")


def leaves(*_: object) -> object:
    """Wants to end the process."""
    sys.exit(3)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (raises, "ValueError: no idea at "),
        (leaves, "SystemExit: 3 at "),
        (lambda *_: True, "TypeError: it answered a bool; answer None, or Refused(code, sentence)"),
        (lambda *_: "no", "TypeError: it answered a str"),
        (lambda *_: Refused("", "It is not."), "BadValue: "),
        (lambda *_: Refused("code", ""), "BadValue: "),
        (lambda *_: ("code", "It is not."), "TypeError: it answered a pair of texts; answer Refused(code, sentence)"),
        (lambda *_: (1, 2), "TypeError: it answered a tuple"),
    ],
)
def test_where_it_fails_nothing_is_let_through(database_url: str, answer: Any, error: str) -> None:
    """Each action that it failed on is refused, it is named once, and the others' refusals stand."""
    with opened(database_url, {"one": gives(CARD, HELLO), "judge": Judge(answer)}) as engine:
        decision = engine.handle(visit())
        assert decision.actions == ()
        assert [(one.code, one.sentence) for one in decision.refusals] == [
            ("guard_failed", "judge could not say whether it may be done.")
        ] * 2
        (failure,) = decision.failures
        assert (failure.plugin, failure.hook) == ("judge", "review_action")
        assert failure.error.startswith(error)
        assert "judge failed in review_action and what it was asked about is refused: " in decision.explain()
        assert engine.handle(visit()) == decision


def test_a_guard_is_not_asked_again(database_url: str) -> None:
    """A retry asks strategies; one that is a guard too, and failed as one, does not propose a second time."""

    class Both(Does):
        @hookimpl
        def review_action(self, action: Action) -> object:
            return raises() if isinstance(action, IssueGiftCard) else None

    with opened(database_url, {"both": Both(gives(CARD, Tag("x")))}) as engine:
        decision = engine.handle(visit())
        assert decision.actions == (Tag("x"),)
        assert rows(engine, "failures") == []
        assert engine.retry_failures() == []
        assert engine.handle(visit()) == decision


def test_ones_that_cannot_be_asked(sqlite_url: str) -> None:
    """A guard that takes something else is refused when it is loaded."""

    class Odd:
        @hookimpl
        def review_action(self, action: Action, amount: int) -> None: ...

    with pytest.raises(PluginError, match="amount"):
        opened(sqlite_url, {"odd": Odd()})
