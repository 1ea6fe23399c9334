"""The states of a session, and what leads from one to the next."""

from collections.abc import Sequence
from functools import singledispatch

from attrs import evolve

from retention_sdk.actions import Offer
from retention_sdk.cancelling.session import UNDECIDED, CancelSession, Effect, MintedOffer, SessionState
from retention_sdk.decision import Granted
from retention_sdk.errors import RetentionError
from retention_sdk.events import CancelReason, CancelRequest, Event
from retention_sdk.events.sessions import (
    CancelledDirectly,
    CancelSurveyed,
    OfferAccepted,
    OfferApplied,
    OfferDeclined,
    OfferFailed,
    SaveCheckDue,
    SaveChecked,
    SessionAbandoned,
    SessionEvent,
)

Obstacle = tuple[str, str]
"""A stable code, and a sentence for a person."""


class IllegalTransition(RetentionError):
    """An event came that a session in its state has no place for.

    Attributes:
        code: a stable code, such as "session_closed".
    """

    def __init__(self, code: str, sentence: str) -> None:
        self.code, self.sentence = code, sentence
        super().__init__(code, sentence)

    def __str__(self) -> str:
        return self.sentence


def opened(request: CancelRequest, jurisdiction: str, flow: int) -> CancelSession:
    """The session that a request opens.

    Args:
        request: the request.
        jurisdiction: whose law counts where the request does not say.
        flow: the version of the settings.

    Returns:
        The session; it is surveyed where the request says why.
    """
    told = request.reason is not CancelReason.OTHER or bool(request.text)
    return CancelSession(
        id=request.id,
        customer=request.customer,
        subscription=request.subscription,
        opened_at=request.occurred_at,
        changed_at=request.occurred_at,
        state=SessionState.SURVEYED if told else SessionState.OPENED,
        channel=request.channel,
        jurisdiction=request.jurisdiction or jurisdiction,
        reason=request.reason,
        price=request.price,
        flow=flow,
    )


def after(session: CancelSession, event: SessionEvent, granted: Sequence[Granted] = ()) -> CancelSession:
    """A session after an event.

    Args:
        session: as of just before the event.
        event: an event of this session.
        granted: what was granted for the event: an offer among it is minted, what an accepted offer gives is noted.

    Returns:
        The session as of just after it.

    Raises:
        IllegalTransition: the session has no place for the event; the message names both and says what to do.
    """
    if why := obstacle(session, event):
        raise IllegalTransition(*why)
    moved = evolve(_moved(event, session), changed_at=event.occurred_at)
    if isinstance(event, OfferAccepted):
        return _with_effects(moved, event, granted)
    return minted(moved, event, granted)


def minted(session: CancelSession, event: Event, granted: Sequence[Granted]) -> CancelSession:
    """A session with the offers in it that were granted for an event: together they are one screen."""
    offers = tuple(
        MintedOffer(one.key, one.plugin, one.action, event.occurred_at, under=one.under)
        for one in granted
        if isinstance(one.action, Offer)
    )
    if not offers or session.state not in UNDECIDED:
        return session
    offered = (*session.offers, *offers)
    return evolve(session, state=SessionState.OFFERED, offers=offered, screens=session.screens + 1)


def _with_effects(session: CancelSession, event: OfferAccepted, granted: Sequence[Granted]) -> CancelSession:
    taken = session.minted(event.offer)
    effects = tuple(
        Effect(one.key, one.plugin, one.action, event.occurred_at, one.under)
        for one in granted
        if taken and one.plugin == taken.plugin and one.action in taken.offer.actions
    )
    return evolve(session, effects=effects, state=SessionState.APPLYING if effects else session.state)


@singledispatch
def _moved(_: SessionEvent, session: CancelSession) -> CancelSession:
    return session


@_moved.register
def _(event: CancelSurveyed, session: CancelSession) -> CancelSession:
    state = SessionState.SURVEYED if session.state is SessionState.OPENED else session.state
    return evolve(session, state=state, reason=event.reason)


@_moved.register
def _(event: OfferAccepted, session: CancelSession) -> CancelSession:
    return evolve(session, state=SessionState.ACCEPTED, accepted=event.offer)


@_moved.register
def _(event: OfferDeclined, session: CancelSession) -> CancelSession:
    offers = tuple(evolve(one, declined=one.declined or one.key == event.offer) for one in session.offers)
    left = any(not one.declined for one in offers)
    return evolve(session, offers=offers, state=SessionState.OFFERED if left else SessionState.DECLINED)


@_moved.register
def _(_: CancelledDirectly, session: CancelSession) -> CancelSession:
    return evolve(session, state=SessionState.CANCELLED)


@_moved.register
def _(_: OfferApplied, session: CancelSession) -> CancelSession:
    return evolve(session, state=SessionState.APPLIED)


@_moved.register
def _(_: OfferFailed, session: CancelSession) -> CancelSession:
    return evolve(session, state=SessionState.FAILED)


@_moved.register
def _(_: SessionAbandoned, session: CancelSession) -> CancelSession:
    return evolve(session, state=SessionState.ABANDONED)


@_moved.register
def _(event: SaveChecked, session: CancelSession) -> CancelSession:
    if event.still_subscribed:
        return evolve(session, checked=tuple(sorted({*session.checked, event.days})))
    return evolve(session, left_after=event.days)


def obstacle(session: CancelSession, event: SessionEvent) -> Obstacle | None:
    """Why a session has no place for an event.

    Args:
        session: as of just before the event.
        event: an event of this session.

    Returns:
        A code and a sentence; None where it has.
    """
    match event:
        case OfferAccepted(offer=key) | OfferDeclined(offer=key):
            return _offer_obstacle(session, event, key)
        case CancelSurveyed() | SessionAbandoned():
            places = UNDECIDED
        case OfferApplied():
            places = frozenset({SessionState.ACCEPTED, SessionState.APPLYING, SessionState.FAILED})
        case OfferFailed():
            places = frozenset({SessionState.ACCEPTED, SessionState.APPLYING})
        case SaveCheckDue() | SaveChecked():
            places = frozenset({SessionState.APPLIED})
        case _:
            return None if session.open else _closed(session, event)
    if session.state in places:
        return None
    return _closed(session, event) if not session.open else _misplaced(session, event)


def _offer_obstacle(session: CancelSession, event: SessionEvent, key: str) -> Obstacle | None:
    offer = session.minted(key)
    if offer is None:
        return "unknown_offer", f"Session {session.id} has no offer {key}; pass one of engine.offers(session)."
    if session.accepted is not None:
        return _taken(session, offer)
    if not session.open:
        return _closed(session, event)
    if offer.declined:
        return "offer_declined", f"The offer of {offer.offer.title} was declined before."
    if offer.expires_at is not None and event.occurred_at > offer.expires_at:
        return "offer_expired", f"The offer of {offer.offer.title} stood until {offer.expires_at:%Y-%m-%d %H:%M} UTC."
    return None


def _taken(session: CancelSession, offer: MintedOffer) -> Obstacle:
    if session.accepted == offer.key:
        return "offer_used", f"The offer of {offer.offer.title} was accepted before, and is good once."
    return "other_offer_accepted", f"Another offer of session {session.id} was accepted; a session gives one."


def _closed(session: CancelSession, event: SessionEvent) -> Obstacle:
    what = event.kind.replace("_", " ")
    sentence = f"Session {session.id} is {session.state}, and {what} {event.id} comes too late; ask to cancel anew."
    return "session_closed", sentence


def _misplaced(session: CancelSession, event: SessionEvent) -> Obstacle:
    what = event.kind.replace("_", " ")
    return "out_of_place", f"Session {session.id} is {session.state}, which has no place for {what} {event.id}."
