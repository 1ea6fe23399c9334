"""What the engine itself does for a session: it carries a cancellation out, and comes back to a save."""

from collections.abc import Iterator
from datetime import timedelta
from functools import singledispatch
from hashlib import blake2b
from typing import get_args

from retention_sdk.actions import Action, CancelSubscription, CreateTask, Schedule, SendMessage
from retention_sdk.cancelling.session import CancelSession
from retention_sdk.events.sessions import (
    CancelledDirectly,
    CheckDay,
    OfferAccepted,
    OfferApplied,
    OfferFailed,
    SaveCheckDue,
    SessionAbandoned,
    SessionEvent,
)

SOURCE = "retention"
"""Where the events are from that the engine makes."""

SUPPORT = "support"


def event_id(kind: str, session: CancelSession, detail: str = "") -> str:
    """The id of an event that the engine makes for a session: the same for the same kind, session and detail.

    Whose session it is has no place in it: that changes where two customers turn out to be one, and is to be forgotten.
    """
    parts = (kind, session.opened_at.isoformat(), session.id, detail)
    # lengths keep ("a", "bc") and ("ab", "c") apart
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return f"{kind}-{blake2b(text.encode(), digest_size=16).hexdigest()}"


def sweep(session: CancelSession, days: int) -> Schedule:
    """The end of a session that the customer does not come back to."""
    later = SessionAbandoned(
        id=event_id(SessionAbandoned.kind, session),
        customer=session.customer,
        occurred_at=session.opened_at + timedelta(days=days),
        source=SOURCE,
        session=session.id,
    )
    return Schedule(later, reason="a cancel request was opened")


def applied(accepted: OfferAccepted, session: CancelSession) -> Schedule:
    """The end of a session whose offer promised nothing but units, which are credited with its acceptance."""
    later = OfferApplied(
        id=event_id(OfferApplied.kind, session),
        customer=session.customer,
        occurred_at=accepted.occurred_at + timedelta(microseconds=1),
        source=SOURCE,
        session=session.id,
    )
    return Schedule(later, reason="what the offer promised is credited")


@singledispatch
def due(_: SessionEvent, _session: CancelSession) -> Iterator[Action]:
    """What the engine does when an event comes.

    Args:
        event: an event that the session has a place for.
        session: as of just before it.

    Yields:
        Actions.
    """
    yield from ()


@due.register
def _(_: CancelledDirectly, session: CancelSession) -> Iterator[Action]:
    if session.subscription:
        yield CancelSubscription(session.subscription, reason="the customer confirmed it")
    data = {"session": session.id, "subscription": session.subscription}
    yield SendMessage("cancel_receipt", data=data, reason="the customer cancelled")


@due.register
def _(event: OfferApplied, session: CancelSession) -> Iterator[Action]:
    for days in get_args(CheckDay):
        later = SaveCheckDue(
            id=event_id(SaveCheckDue.kind, session, str(days)),
            customer=session.customer,
            occurred_at=event.occurred_at + timedelta(days=days),
            source=SOURCE,
            session=session.id,
            days=days,
        )
        yield Schedule(later, reason="the customer was saved")


@due.register
def _(event: OfferFailed, session: CancelSession) -> Iterator[Action]:
    script = f"Do by hand what was promised, and tell the customer. The platform said: {event.error or 'nothing'}"
    title = f"Make the accepted offer of session {session.id} true"
    yield CreateTask(title, role=SUPPORT, due=timedelta(days=1), script=script, reason="an accepted offer failed")


@due.register
def _(event: SaveCheckDue, session: CancelSession) -> Iterator[Action]:
    script = f"Report it as SaveChecked(session={session.id!r}, days={event.days}, still_subscribed=...)."
    title = f"Look whether subscription {session.subscription} still runs"
    yield CreateTask(title, role=SUPPORT, due=timedelta(days=1), script=script, reason=f"saved {event.days} days ago")
