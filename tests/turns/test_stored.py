"""Decisions as they are stored, and back."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import BadValue, Credit, Debit, IssueGiftCard, Schedule, Tag
from retention_sdk.decision import Decision, Failure, Granted, Refusal
from retention_sdk.turns.stored import amended, decision_of, decision_text
from tests.build import eur, visit
from tests.values.made import ACTIONS, actions, events, names, texts

if TYPE_CHECKING:
    from retention_sdk import Action, Event

KEYS = st.text("0123456789abcdef", min_size=32, max_size=32)
LATER = st.none() | st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year < 9000)
GRANTS = st.lists(st.builds(Granted, names, KEYS, actions, LATER, st.just("") | names), max_size=3).map(tuple)
REFUSALS = st.lists(st.builds(Refusal, names, actions, names, texts), max_size=3).map(tuple)
FAILURES = st.lists(st.builds(Failure, names, names, texts), max_size=3).map(tuple)


@given(events, GRANTS, REFUSALS, FAILURES)
def test_a_decision_comes_back(
    event: Event, granted: tuple[Granted, ...], refusals: tuple[Refusal, ...], failures: tuple[Failure, ...]
) -> None:
    """Any decision is read as it was written, is told in the same words, and written again it is the same text."""
    decision = Decision(event, granted, refusals, failures)
    text = decision_text(decision)
    again = decision_of(event, text)
    assert again == decision
    assert again.explain() == decision.explain()
    assert decision_text(again) == text
    assert [type(action) for action in again.actions] == [type(action) for action in decision.actions]


@pytest.mark.parametrize("kind", ACTIONS)
def test_every_kind_of_action_comes_back(kind: type[Action]) -> None:
    """An action of any kind is read again as what was granted, and as what was refused."""

    @given(ACTIONS[kind])
    def comes_back(action: Action) -> None:
        decision = Decision(visit(), (Granted("one", "k", action),), (Refusal("two", action, "code", "Why."),))
        assert decision_of(visit(), decision_text(decision)) == decision

    comes_back()


@given(events)
def test_the_event_is_not_in_the_text(event: Event) -> None:
    """A decision is stored beside its event, so an event is not stored twice, and an empty decision is hardly there."""
    assert decision_text(Decision(event)) == '{"v":1}'
    assert decision_of(event, '{"v":1}') == Decision(event)


def test_the_stored_form_never_changes() -> None:
    """This text is written down: databases hold it, so it must be read for ever, and as this decision."""
    decision = Decision(
        visit(),
        (Granted("points", "k1", Credit("points", 5, reason="welcome")), Granted("points", "k2", Tag("new"))),
        (Refusal("gifts", IssueGiftCard(eur(4)), "over_budget", "Too much."), Refusal("gifts", Tag("x"), "a", "b")),
        (Failure("sick", "on_visit", "ValueError: no"),),
    )
    text = (
        '{"v":1,"granted":[["points","k1",{"kind":"credit","reason":"welcome","unit":"points","amount":5}],'
        '["points","k2",{"kind":"tag","tag":"new"}]],'
        '"refusals":[["gifts",{"kind":"issue_gift_card","amount":{"minor":400,"currency":"EUR"}},"over_budget",'
        '"Too much."],["gifts",{"kind":"tag","tag":"x"},"a","b"]],'
        '"failures":[["sick","on_visit","ValueError: no"]]}'
    )
    assert decision_of(visit(), text) == decision
    assert json.loads(decision_text(decision)) == json.loads(text)


def test_an_event_within_an_action() -> None:
    """What is scheduled for later is read as it was written, its profile too."""
    later = Schedule(visit("later", place="somewhere"))
    decision = Decision(visit(), (Granted("one", "k", later),))
    assert decision_of(visit(), decision_text(decision)) == decision


def test_an_action_of_a_kind_that_is_gone() -> None:
    """A decision with an action of a plugin's own kind cannot be read without the plugin, and says of which kind."""
    with pytest.raises(BadValue, match="'teleport' is no kind of action; a newer version or a plugin may have it"):
        decision_of(visit(), '{"v":1,"granted":[["one","k",{"kind":"teleport"}]]}')


def failed(*plugins: str) -> tuple[Failure, ...]:
    """Failures of strategies, in the order of asking."""
    return tuple(Failure(plugin, "on_visit", f"{plugin} is broken") for plugin in plugins)


def test_a_retry_is_added() -> None:
    """What was decided stays, what is answered now is added, and who is well has no failure any more."""
    refusal = Refusal("one", Debit("points", 9), "balance", "Too much.")
    first = Decision(visit(), (Granted("one", "k1", Tag("a")),), (refusal,), failed("two", "three", "four"))
    now = Decision(
        visit(), (Granted("two", "k2", Tag("b")),), (Refusal("two", Tag("c"), "x", "y"),), failed("three")
    )  # fmt: skip
    both = amended(first, now, ["two", "three"])
    assert both.granted == first.granted + now.granted
    assert both.refusals == first.refusals + now.refusals
    assert both.failures == failed("four", "three"), "who was not asked again keeps its failure"
    assert decision_of(visit(), decision_text(both)) == both


def test_a_retry_of_nobody() -> None:
    """Where nobody was asked again, the decision is as it was."""
    first = Decision(visit(), (Granted("one", "k1", Tag("a")),), (), failed("two"))
    assert amended(first, Decision(visit()), []) == first
