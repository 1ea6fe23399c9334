"""The states of a session: every step that there is, and every one that there is not."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from retention_sdk import (
    BadValue,
    CancelledDirectly,
    CancelRequest,
    CancelSurveyed,
    Granted,
    Offer,
    OfferAccepted,
    OfferApplied,
    OfferDeclined,
    OfferFailed,
    PauseSubscription,
    SaveCheckDue,
    SaveChecked,
    SessionAbandoned,
    SessionState,
    days,
)
from retention_sdk.cancelling import IllegalTransition, after, minted, opened
from tests.build import START
from tests.build import after as later

if TYPE_CHECKING:
    from collections.abc import Callable

    from retention_sdk import CancelSession

PAUSE = PauseSubscription("s-1", days(30))
REQUEST = CancelRequest(id="x-1", customer="c", occurred_at=START, subscription="s-1")
GRANTED = (Granted("save", "k-1", Offer("a pause", [PAUSE], valid_for=days(5))), Granted("save", "k-2", Offer("x", [])))
FACT: dict[str, Any] = {"id": "e", "customer": "c", "occurred_at": later(1), "session": "x-1"}
EVENTS: dict[str, Any] = {
    "survey": CancelSurveyed(**FACT, reason="price"),
    "accept": OfferAccepted(**FACT, offer="k-1"),
    "decline": OfferDeclined(**FACT, offer="k-1"),
    "cancel": CancelledDirectly(**FACT),
    "apply": OfferApplied(**FACT),
    "fail": OfferFailed(**FACT, error="no"),
    "abandon": SessionAbandoned(**FACT),
    "due": SaveCheckDue(**FACT, days=30),
    "check": SaveChecked(**FACT, days=30, still_subscribed=True),
}
NEXT = {
    "opened": {"survey": "surveyed", "cancel": "cancelled", "abandon": "abandoned"},
    "surveyed": {"survey": "surveyed", "cancel": "cancelled", "abandon": "abandoned"},
    "offered": {
        "survey": "offered",
        "accept": "applying",
        "decline": "offered",
        "cancel": "cancelled",
        "abandon": "abandoned",
    },
    "accepted": {"apply": "applied", "fail": "failed", "cancel": "cancelled"},
    "applying": {"apply": "applied", "fail": "failed", "cancel": "cancelled"},
    "failed": {"apply": "applied", "cancel": "cancelled"},
    "declined": {"survey": "declined", "cancel": "cancelled", "abandon": "abandoned"},
    "applied": {"due": "applied", "check": "applied"},
    "cancelled": {},
    "abandoned": {},
}


def _in(state: str) -> CancelSession:
    """A session in a state."""
    session = opened(evolve(REQUEST, reason="price") if state == "surveyed" else REQUEST, "eu", 3)
    if state in ("opened", "surveyed"):
        return session
    offered = minted(session, REQUEST, GRANTED)
    taken = after(offered, EVENTS["accept"], [Granted("save", "g", PAUSE)])
    steps: dict[str, Callable[[], CancelSession]] = {
        "offered": lambda: offered,
        "accepted": lambda: after(offered, OfferAccepted(**FACT, offer="k-2")),
        "applying": lambda: taken,
        "failed": lambda: after(taken, EVENTS["fail"]),
        "applied": lambda: after(taken, EVENTS["apply"]),
        "declined": lambda: after(after(offered, EVENTS["decline"]), OfferDeclined(**FACT, offer="k-2")),
        "cancelled": lambda: after(session, EVENTS["cancel"]),
        "abandoned": lambda: after(session, EVENTS["abandon"]),
    }
    return steps[state]()


@pytest.mark.parametrize(("state", "event"), [*product(SessionState, EVENTS)], ids=str)
def test_every_step(state: SessionState, event: str) -> None:
    """From each state each event leads where the table says, or is refused with a code."""
    session = _in(state)
    assert session.state == state
    wanted = NEXT[state].get(event)
    granted = [Granted("save", "g", PAUSE)] if event == "accept" else []
    if wanted is None:
        with pytest.raises(IllegalTransition) as error:
            after(session, EVENTS[event], granted)
        assert error.value.code in CODES
        return
    moved = after(session, EVENTS[event], granted)
    assert (moved.state, moved.changed_at) == (wanted, later(1))


CODES = {
    *("session_closed", "out_of_place", "unknown_offer"),
    *("offer_used", "other_offer_accepted", "offer_declined", "offer_expired"),
}


@pytest.mark.parametrize(
    ("state", "event", "code"),
    [
        ("offered", OfferAccepted(**FACT, offer="k-9"), "unknown_offer"),
        ("offered", OfferAccepted(**{**FACT, "occurred_at": later(6)}, offer="k-1"), "offer_expired"),
        ("applying", OfferAccepted(**FACT, offer="k-1"), "offer_used"),
        ("applied", OfferAccepted(**FACT, offer="k-1"), "offer_used"),
        ("applying", OfferAccepted(**FACT, offer="k-2"), "other_offer_accepted"),
        ("declined", OfferAccepted(**FACT, offer="k-1"), "offer_declined"),
        ("offered", OfferApplied(**FACT), "out_of_place"),
        ("applied", SessionAbandoned(**FACT), "session_closed"),
        ("cancelled", CancelledDirectly(**FACT), "session_closed"),
    ],
)
def test_the_codes(state: str, event: Any, code: str) -> None:
    """What is refused has a stable code and a sentence."""
    with pytest.raises(IllegalTransition, match=r"\w+.*\.") as error:
        after(_in(state), event)
    assert error.value.code == code


def test_a_session_keeps_what_it_was_opened_with() -> None:
    """Channel, law, reason, and the version of the settings are those of the request."""
    request = evolve(REQUEST, channel="phone", jurisdiction="germany", text="too dear")
    session = opened(request, "eu", 3)
    assert (session.channel, session.jurisdiction, session.flow, session.state) == ("phone", "germany", 3, "surveyed")
    assert opened(REQUEST, "eu", 3).jurisdiction == "eu"


def test_offers_for_one_event_are_one_screen() -> None:
    """What is offered at once is seen at once; what is declined is not offered again."""
    session = _in("offered")
    assert (session.screens, [one.key for one in session.offers]) == (1, ["k-1", "k-2"])
    left = after(session, EVENTS["decline"], [Granted("save", "k-3", Offer("last", []))])
    assert (left.screens, [one.key for one in left.standing_offers]) == (2, ["k-2", "k-3"])


def test_days_of_a_check() -> None:
    """A save is looked at after 30, 60 and 90 days, and after no other number."""
    with pytest.raises((BadValue, ValueError), match="31"):
        SaveCheckDue(**FACT, days=31)  # type: ignore[arg-type]
