"""A shop with roles, and requests for approval in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from retention_sdk import Approval, Complaint, IssueGiftCard, hookimpl
from retention_sdk.events import Event
from retention_sdk.times import to_micros
from retention_sdk.wire import from_json
from tests.build import complaint, eur, opened, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from retention_sdk import Action, Decision, Engine

ROLES: dict[str, Any] = {
    "agent": "20 EUR",
    "lead": {"amount": "50 EUR", "answers_in": 4},
    "owner": {"amount": "500 EUR", "answers_in": 8},
}


def card(amount: int, reason: str = "") -> IssueGiftCard:
    """A gift card."""
    return IssueGiftCard(eur(amount), reason=reason)


class OnComplaint:
    """Answers complaints alone, with some actions."""

    def __init__(self, *actions: Action) -> None:
        self.actions = actions

    @hookimpl
    def on_complaint(self) -> Iterable[Action]:
        """Answers them."""
        return self.actions


def shop(url: str, *actions: Action, roles: dict[str, Any] = ROLES, **tables: Any) -> Engine:
    """An engine that answers complaints with some actions."""
    return opened(url, {"one": OnComplaint(*actions)}, authority=roles, **tables)


def asking(url: str, *actions: Action, at: datetime | None = None, **tables: Any) -> Engine:
    """The same, with a customer who has complained."""
    engine = shop(url, *actions, **tables)
    engine.handle(complaint() if at is None else complaint(at=at))
    return engine


def approval(engine: Engine, place: int = 0, customer: str = "c") -> Approval:
    """One of a customer's approvals, as it stands."""
    return engine.customer(customer).approvals[place]


def refused(decision: Decision) -> list[tuple[str, str]]:
    """The codes and sentences of what was refused."""
    return [(one.code, one.sentence) for one in decision.refusals]


def given(engine: Engine) -> list[str]:
    """The kinds of what is in the outbox, requests and tasks aside."""
    return [row.kind for row in rows(engine, "outbox") if row.kind not in ("request_approval", "create_task")]


def fire(engine: Engine, until: datetime) -> list[Decision]:
    """Hand in all that was scheduled up to a time, as a worker does, in order."""
    done: dict[str, Decision] = {}
    while True:
        due = [row for row in rows(engine, "schedule") if row.due_at <= to_micros(until) and row.key not in done]
        if not due:
            return list(done.values())
        first = min(due, key=lambda row: (row.due_at, row.key))
        event: Event = from_json(first.event, Event)
        done[first.key] = engine.handle(event)


def paid(*actions: Action) -> Callable[[Any, Any], list[Action]]:
    """What a strategy does that answers complaints with some actions."""
    return lambda event, _: list(actions) if isinstance(event, Complaint) else []
