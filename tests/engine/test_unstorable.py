"""What no database takes: a strategy that answers it fails alone, an event that holds it is refused alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import frozen

from retention_sdk import (
    Action,
    BadValue,
    Credit,
    Customer,
    Decision,
    Event,
    Giving,
    IssueCoupon,
    Line,
    Money,
    Offer,
    PercentOff,
    Remember,
    RequestSurvey,
    Schedule,
    SendMessage,
    SetTier,
    Tag,
)
from tests.build import opened, order, rows, visit

ANY: Any = object()
DAY = timedelta(days=1)


@frozen
class Home(Action):
    """An action of somebody's own, which has no stored form."""

    what: str = ""


def good(_: Event, __: Customer) -> list[Action]:
    """A point."""
    return [Credit("points", 1, reason="good")]


# made only when the strategy is asked, since the actions themselves may refuse some of it one day
ODD: dict[str, Any] = {
    "a NUL": lambda: Tag("\0"),
    "half a character": lambda: Tag("\ud800"),
    "a reason that is none": lambda: Tag("x", reason=ANY),
    "too many points": lambda: Credit("points", 2**63),
    "far too many points": lambda: Credit("points", 2**70),
    "a lot of no time": lambda: Credit("points", 1, pending_for=ANY),
    "days that are a number": lambda: Credit("points", 1, pending_for=3),  # type: ignore[arg-type]
    "longer than time": lambda: Credit("points", 1, valid_for=timedelta.max),
    "pending longer than time": lambda: Credit("points", 1, pending_for=timedelta.max),
    "before time": lambda: Credit("points", 1, pending_for=-timedelta.max),
    "no benefit": lambda: IssueCoupon("10 %"),  # type: ignore[arg-type]
    "no time": lambda: IssueCoupon(PercentOff(1), valid_for="90 days"),  # type: ignore[arg-type]
    "too much money": lambda: IssueCoupon(PercentOff(1), cost=Money(2**64, "EUR")),
    "no tier": lambda: SetTier(5),  # type: ignore[arg-type]
    "no event": lambda: Schedule("tomorrow"),  # type: ignore[arg-type]
    "no channel": lambda: SendMessage("hello", channel=ANY),
    "too much data": lambda: SendMessage("hello", data={"n": 2**70}),
    "data with a NUL": lambda: SendMessage("hello", data={"\0": "\0"}),
    "no delay": lambda: RequestSurvey("nps", delay=5),  # type: ignore[arg-type]
    "an offer of strings": lambda: Offer("10 % off", actions="10"),  # type: ignore[arg-type]
    "a memory with a NUL": lambda: Remember({"x": "\0"}),
    "a memory of half a character": lambda: Remember({"x": "\ud800"}),
    "a memory too large": lambda: Remember({"x": 2**70}),
    "no kind": Action,
    "no kind of gift": Giving,
    "a kind of its own": Home,
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_answer_that_cannot_be_stored(database_url: str, odd: Any) -> None:
    """It fails by name, the others' work commits, other events of the batch too, and redelivery answers the same.

    Or it is stored exactly, where that can be done.
    """
    strategies = {"before": good, "odd": lambda event, _: [odd()] if event.id == "v-1" else [], "after": good}
    with opened(database_url, strategies) as engine:
        decisions = engine.handle_many([visit("v-0"), visit("v-1"), visit("v-2")])
        assert (
            engine.customer("c").wallet("points").lifetime
            - sum(action.amount for action in decisions[1].actions[1:-1] if isinstance(action, Credit))
            == 6
        )
        if not decisions[1].failures:
            assert len(decisions[1].actions) == 2 + (not isinstance(odd(), Remember))
        else:
            assert [failure.plugin for failure in decisions[1].failures] == ["odd"]
            assert [grant.plugin for grant in decisions[1].granted] == ["before", "after"]
    with opened(database_url, strategies) as engine:
        assert engine.handle(visit("v-1")) == decisions[1]
        assert engine.retry_failures() is not None


def test_units_do_not_overflow(database_url: str) -> None:
    """A wallet that would hold more than a database can count costs the strategy its proposal, not the batch."""
    strategies = {"huge": lambda *_: [Credit("points", 2**62)], "good": lambda *_: [Credit("miles", 1)]}
    with opened(database_url, strategies) as engine:
        decisions = engine.handle_many([visit(f"v-{n}") for n in range(4)])
        assert all(decision.actions[-1] == Credit("miles", 1) for decision in decisions)
        assert engine.customer("c").wallet("miles").available == 4
        assert engine.customer("c").wallet("points").available == 2**62


LONGEST = "".join(chr(0x20000 + n * 7919 % 40_000) for n in range(250))
"""Characters of four bytes that cannot be pressed together."""

BAD_EVENTS: dict[str, Any] = {
    "a NUL in the id": lambda: visit("\0"),
    "half a character in the id": lambda: visit("\ud800"),
    "a NUL in the customer": lambda: visit("v-1", "\0"),
    "half a character in the customer": lambda: visit("v-1", "\ud800"),
    "a NUL in a text": lambda: visit("v-1", place="\0"),
    "half a character in a text": lambda: visit("v-1", place="\ud800"),
    "a text that is none": lambda: visit("v-1", place=ANY),
    "too many units": lambda: order("v-1", quantity=2**70),
    "too much money": lambda: order("v-1", lines=[Line(sku="a", quantity=1, total=Money(2**70, "EUR"))]),
    "as much as fits": lambda: order("v-1", lines=[Line(sku="a", quantity=1, total=Money(2**62, "EUR"))] * 4),
    "the longest names": lambda: visit(LONGEST, LONGEST[::-1], source=LONGEST),
    "the beginning of time": lambda: visit("v-1", at=datetime.min.replace(tzinfo=UTC)),
    "the end of time": lambda: visit("v-1", at=datetime.max.replace(tzinfo=UTC)),
}


def outcome(engine: Any, make: Any) -> object:
    """What becomes of an event: a decision, or the refusal that it is a bad value."""
    try:
        return engine.handle(make())
    except BadValue as error:
        return error


@pytest.mark.parametrize("make", BAD_EVENTS.values(), ids=BAD_EVENTS)
def test_an_event_that_cannot_be_stored(database_url: str, make: Any) -> None:
    """It is a BadValue for its caller, or it is stored and answers the same again; the engine goes on after it.

    Anything else would come to all callers that share its commit.
    """
    more = {"limits": {"monthly_budget": "5 EUR", "per_customer": {"amount": "5 EUR", "days": 9}}}
    with opened(database_url, {"good": good}, store={"timezone": "Pacific/Auckland"}, **more) as engine:
        first, second = outcome(engine, make), outcome(engine, make)
        assert isinstance(first, BadValue) or first == second
        assert isinstance(engine.handle(visit("v-2", customer="d")), Decision)
        assert len(rows(engine, "events")) == 1 + isinstance(first, Decision)
