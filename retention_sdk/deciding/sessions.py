"""Cancel sessions in a decision: what an event means for the session that it names."""

from collections.abc import Sequence

from attrs import evolve, field, frozen

from retention_sdk.actions import (
    ChangePlan,
    Credit,
    DiscountSubscription,
    ExtendService,
    PauseSubscription,
    SkipDelivery,
)
from retention_sdk.cancelling import (
    UNDECIDED,
    CancelSession,
    Flow,
    MintedOffer,
    SessionState,
    after,
    minted,
    obstacle,
    opened,
)
from retention_sdk.cancelling.due import SOURCE, applied, due, sweep
from retention_sdk.customer import Standing
from retention_sdk.deciding.own import OwnTurn, Taken, own_ask
from retention_sdk.deciding.rules import ENGINE
from retention_sdk.decision import Decision, Granted, Refusal
from retention_sdk.events import (
    CancelledDirectly,
    CancelRequest,
    Event,
    OfferAccepted,
    OfferApplied,
    OfferDeclined,
    OfferFailed,
    SaveCheckDue,
    SessionAbandoned,
    SessionEvent,
)
from retention_sdk.language import said
from retention_sdk.registry import Ask

MOST_CLOSED = 3
"""The latest closed sessions that a standing keeps."""

MOST_OPEN = 20
"""The latest open ones."""

_OF_THE_SUBSCRIPTION = (PauseSubscription, SkipDelivery, DiscountSubscription, ChangePlan, ExtendService)
"""What is of no use when the subscription has ended."""


@frozen
class SessionTurn(OwnTurn):
    """What an event means for the customer's cancel sessions.

    Args:
        offer: the offer that the event is about.
        flow: what is between a cancel request and its end.
        settings: the version of the settings.
    """

    offer: MintedOffer | None = None
    flow: Flow = field(factory=Flow)
    settings: int = 0

    def told(self, event: Event, decision: Decision) -> Decision:
        """The decision with what ends with the event, or with why the event has no place."""
        if self.obstacle is None or self.silent or self.offer is None:
            return super().told(event, decision)
        refusal = Refusal(self.offer.plugin, self.offer.offer, *self.obstacle)
        # a decision whose settings cannot be had any more was told so before
        known = any((one.code, one.action) == (refusal.code, refusal.action) for one in decision.refusals)
        return decision if known else evolve(decision, refusals=(*decision.refusals, refusal))

    def goes_through(self, event: Event, granted: Sequence[Granted]) -> bool:
        """Whether the event changes the session: an acceptance of which nothing was granted does not."""
        return not isinstance(event, OfferAccepted) or self.offer is None or _kept(self.offer, granted)

    def after(self, standing: Standing, event: Event, granted: Sequence[Granted]) -> Standing:
        """The standing with the session that the event opens or changes."""
        if self.obstacle is not None or not self.goes_through(event, granted):
            return standing
        return _with_session(standing, event, granted, self)


def _kept(offer: MintedOffer, granted: Sequence[Granted]) -> bool:
    """Whether something that an offer promises was granted."""
    promised = offer.offer.actions
    return not promised or any(one.plugin == offer.plugin and one.action in promised for one in granted)


def session_turn(event: Event, standing: Standing, flow: Flow, settings: int) -> SessionTurn | None:
    """What an event means for the customer's cancel sessions.

    Args:
        event: any event.
        standing: what is known of the customer as of just before it.
        flow: what is between a cancel request and its end.
        settings: the version of the settings.

    Returns:
        What the engine answers to it, and what ends with it; None where it is about no session.
    """
    if isinstance(event, CancelRequest):
        return evolve(_request(event, standing, flow), flow=flow, settings=settings)
    return _answer(event, standing) if isinstance(event, SessionEvent) else None


def _answer(event: SessionEvent, standing: Standing) -> SessionTurn:
    silent = isinstance(event, SessionAbandoned | SaveCheckDue) or _is_ours(event)
    session = _session(standing, event.session)
    if session is None:
        sentence = said(
            "Customer {customer} has no session {session}; it is the id of a cancel request.",
            customer=event.customer,
            session=event.session,
        )
        return SessionTurn(obstacle=("unknown_session", sentence), silent=silent)
    offer = session.minted(event.offer) if isinstance(event, OfferAccepted | OfferDeclined) else None
    if why := obstacle(session, event):
        return SessionTurn(obstacle=why, offer=offer, silent=silent)
    asks: tuple[Ask, ...]
    if isinstance(event, OfferAccepted) and offer is not None:
        asks = (evolve(own_ask(offer.plugin, event, offer.offer.actions), whole=True, under=offer.under),)
        if {type(action) for action in offer.offer.actions} == {Credit}:  # it is done by its booking
            asks += (own_ask(ENGINE, event, (applied(event, session),)),)
    else:
        asks = (own_ask(ENGINE, event, tuple(due(event, session))),)
    return SessionTurn(asks, _taken(event, session, offer), offer=offer)


def _is_ours(event: SessionEvent) -> bool:
    """Whether the engine tells what came of an offer: somebody else may have told it before."""
    return isinstance(event, OfferApplied | OfferFailed) and event.source == SOURCE


def _request(event: CancelRequest, standing: Standing, flow: Flow) -> SessionTurn:
    if _session(standing, event.id) is not None:
        sentence = said(
            "Session {session} is known from another source; give each cancel request an id of its own.",
            session=event.id,
        )
        return SessionTurn(obstacle=("session_known", sentence))
    session = opened(event, flow.jurisdiction, 0)
    replaced = [one for one in standing.sessions if _replaces(event, one)]
    taken = tuple(offer for one in replaced for offer in one.standing_offers)
    return SessionTurn((own_ask(ENGINE, event, (sweep(session, flow.abandon_after_days),)),), taken)


def _replaces(request: CancelRequest, session: CancelSession) -> bool:
    """Whether a request begins anew what another has begun: two sessions would give two offers."""
    return session.subscription == request.subscription and session.state in UNDECIDED


def _session(standing: Standing, id: str) -> CancelSession | None:
    return next((one for one in standing.sessions if one.id == id), None)


def _taken(event: SessionEvent, session: CancelSession, offer: MintedOffer | None) -> tuple[Taken, ...]:
    match event:
        case OfferDeclined():
            return () if offer is None else (offer,)
        case CancelledDirectly():
            of_no_use = (one for one in session.effects if isinstance(one.action, _OF_THE_SUBSCRIPTION))
            return (*session.standing_offers, *of_no_use)
        case OfferAccepted() | SessionAbandoned():
            return session.standing_offers
        case _:
            return ()


def _with_session(standing: Standing, event: Event, granted: Sequence[Granted], turn: SessionTurn) -> Standing:
    """The standing with the session that an event opens or changes."""
    if isinstance(event, CancelRequest):
        left = (
            evolve(one, state=SessionState.ABANDONED, changed_at=event.occurred_at) if _replaces(event, one) else one
            for one in standing.sessions
        )
        new = minted(opened(event, turn.flow.jurisdiction, turn.settings), event, granted)
        return evolve(standing, sessions=_latest((*left, new)))
    if isinstance(event, SessionEvent):
        moved = (after(one, event, granted) if one.id == event.session else one for one in standing.sessions)
        return evolve(standing, sessions=_latest(tuple(moved)))
    return standing


def with_more_offers(standing: Standing, event: Event, granted: Sequence[Granted]) -> Standing:
    """The standing with the offers of strategies that had failed, where their session still waits for the customer."""
    id = event.session if isinstance(event, SessionEvent) else event.id
    sessions = tuple(minted(one, event, granted) if one.id == id else one for one in standing.sessions)
    return standing if sessions == standing.sessions else evolve(standing, sessions=sessions)


def _latest(sessions: tuple[CancelSession, ...]) -> tuple[CancelSession, ...]:
    """The open ones and the latest closed ones, in their order."""
    kept = [one.id for one in sessions if one.open][-MOST_OPEN:]
    kept += [one.id for one in sessions if not one.open][-MOST_CLOSED:]
    return tuple(one for one in sessions if one.id in kept)
