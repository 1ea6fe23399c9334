"""Each hook is asked when the page says so: an engine with a strategy for each hook, and an event of each kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from retention_sdk import (
    Action,
    Complaint,
    Credit,
    Customer,
    Engine,
    Event,
    HoldPlaced,
    IssueStoreCredit,
    Offer,
    OfferAccepted,
    OfferApplied,
    Purchase,
    Refused,
    events,
    hookimpl,
    hookspecs,
    strategy,
)
from retention_sdk import CancelRequest as Leaves
from retention_sdk.testing import after, build, eur

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

HOOKS = [name for name, hook in vars(hookspecs).items() if hasattr(hook, f"{hookspecs.PROJECT}_spec")]
KINDS = [kind for kind in events.KINDS.values() if kind.__module__.startswith("retention_sdk.")]
ASKED: list[tuple[str, Any]] = []
"""Who was asked about what."""


def only(hook: str) -> object:
    """A strategy that implements one hook, and proposes nothing."""

    def answer(self: object, event: Event) -> None:
        ASKED.append((hook, event))

    answer.__name__ = hook
    return strategy(type("Only", (), {hook: hookimpl(answer), "__annotations__": {}}))()


@strategy
class Generous:
    """Gives and offers, so that there is something to redeem, to hold, to approve and to accept."""

    @hookimpl
    def on_purchase(self) -> list[Action]:
        """Points."""
        return [Credit("points", 100)]

    @hookimpl
    def on_complaint(self) -> list[Action]:
        """More than anybody may give by themselves."""
        return [IssueStoreCredit(eur(50))]

    @hookimpl
    def on_cancel_request(self) -> list[Action]:
        """An offer."""
        return [Offer("5 EUR for you", [IssueStoreCredit(eur(5))])]


@strategy
class Timed:
    """Names a time, looks back, counts units, and sees what anybody proposes."""

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Iterable[tuple[datetime, str]]:
        """The day after."""
        ASKED.append(("occasions", customer.id))
        return [(after + timedelta(days=1), "tea")]

    @hookimpl
    def on_occasion(self, event: Event) -> None:
        """It has come."""
        ASKED.append(("on_occasion", event))

    @hookimpl
    def looks_back(self) -> timedelta:
        """A year."""
        ASKED.append(("looks_back", None))
        return timedelta(days=365)

    @hookimpl
    def counts_units(self) -> Iterable[str]:
        """Points."""
        ASKED.append(("counts_units", None))
        return ["points"]

    @hookimpl
    def review_action(self, action: Action) -> Refused | None:
        """Lets all pass."""
        ASKED.append(("review_action", action))
        return None


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine with all of them, and customers with whom something was before."""
    ASKED.clear()
    named = {f"only_{hook}": only(hook) for hook in HOOKS if hook.startswith("on_") and hook != "on_occasion"}
    config = {
        "store": {"currency": "EUR", "database": f"sqlite:///{tmp_path_factory.mktemp('hooks')}/shop.db"},
        "authority": {"agent": "10 EUR", "supervisor": "100 EUR"},
        "rewards": {"reward-1": {"title": "5 EUR off", "cost": 10, "gives": {"amount_off": "5 EUR"}}},
    }
    with Engine.from_config(config, {"generous": Generous(), "timed": Timed(), **named}) as opened:
        for customer in ("c", "accepted", "applied"):
            own = "" if customer == "c" else f"{customer}-"
            for days, kind in enumerate((Purchase, Complaint, Leaves, HoldPlaced)):
                long = {"minutes": 10_000} if kind is HoldPlaced else {}
                first = build(kind, customer=customer, at=after(days), **long)
                opened.handle(attrs.evolve(first, id=f"{own}{first.id}"))
            session = opened.customer(customer).standing.sessions[0]
            more = {"customer": customer, "session": session.id}
            if own:
                opened.handle(build(OfferAccepted, id=f"{own}yes", at=after(5), offer=session.offers[0].key, **more))
            if customer == "applied":
                opened.handle(build(OfferApplied, id=f"{own}done", at=after(6), **more))
        yield opened


def of(engine: Engine, kind: type[Event]) -> Mapping[str, Any]:
    """What an event of a kind says besides, so that it follows from what was before."""
    hook = kind.kind
    who = {
        "offer_applied": "accepted",
        "offer_failed": "accepted",
        "save_check_due": "applied",
        "save_checked": "applied",
    }
    customer = engine.customer(who.get(hook, "c"))
    fields = {"customer": customer.id} if hook in who else {}
    session = customer.standing.sessions[0]
    if "offer" in attrs.fields_dict(kind) or "session" in attrs.fields_dict(kind):
        fields |= {"session": session.id}
    if "offer" in attrs.fields_dict(kind):
        fields |= {"offer": session.offers[0].key}
    if "approval" in attrs.fields_dict(kind):
        fields |= {"approval": customer.approvals[0].key, "role": "supervisor"}
    return fields | ({"plugin": "timed"} if hook == "occasion" else {})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_an_event_of_each_kind(engine: Engine, kind: type[Event]) -> None:
    """The hook of its kind is asked about it, with that very event, and no other hook is."""
    event = build(kind, id="probe", at=after(7), **of(engine, kind))
    ASKED.clear()
    decision = engine.preview(event)
    asked = [hook for hook, about in ASKED if isinstance(about, Event) and about.id == event.id]
    assert asked == [f"on_{kind.kind}"], (decision, ASKED)


def test_the_other_hooks(engine: Engine, sqlite_url: str) -> None:
    """What is no event's is asked too: about actions, about times, and when the engine starts."""
    ASKED.clear()
    engine.handle(build(Purchase, id="another", at=after(8)))
    engine.tick(after(10))
    asked = {hook for hook, _ in ASKED}
    assert {"review_action", "occasions", "on_occasion"} <= asked
    with Engine.from_config({"store": {"currency": "EUR", "database": sqlite_url}}, {"timed": Timed()}):
        assert {"looks_back", "counts_units"} <= {hook for hook, _ in ASKED}
    assert {f"on_{kind.kind}" for kind in KINDS} | asked | {"looks_back", "counts_units"} >= {*HOOKS}
