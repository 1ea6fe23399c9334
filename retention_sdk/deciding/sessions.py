"""Cancel sessions in a decision: what an event means for the session that it names."""

from collections.abc import Sequence

from attrs import evolve, frozen

from retention_sdk.actions import (
    Action,
    ChangePlan,
    DiscountSubscription,
    ExtendService,
    PauseSubscription,
    SkipDelivery,
)
from retention_sdk.cancelling import (
    UNDECIDED,
    CancelSession,
    Effect,
    Flow,
    MintedOffer,
    Obstacle,
    SessionState,
    after,
    minted,
    obstacle,
    opened,
)
from retention_sdk.cancelling.due import due, sweep
from retention_sdk.customer import Customer, Standing
from retention_sdk.deciding.rules import ENGINE
from retention_sdk.decision import Decision, Granted, Note, Refusal, Reversal
from retention_sdk.events import (
    CancelledDirectly,
    CancelRequest,
    Event,
    OfferAccepted,
    OfferDeclined,
    SaveCheckDue,
    SessionAbandoned,
    SessionEvent,
)
from retention_sdk.registry import Ask

MOST_CLOSED = 3
"""The latest closed sessions that a standing keeps."""

MOST_OPEN = 20
"""The latest open ones."""

PLACE = 1_000
"""Where the places of what the engine answers begin: behind the most actions that a strategy's answer has."""

_OF_THE_SUBSCRIPTION = (PauseSubscription, SkipDelivery, DiscountSubscription, ChangePlan, ExtendService)
"""What is of no use when the subscription has ended."""

Taken = MintedOffer | Effect


@frozen
class SessionTurn:
    """What an event means for the customer's cancel sessions.

    Args:
        asks: what the engine itself answers.
        taken: what was given before, and ends with the event.
        obstacle: why the event has no place; nobody is asked about it then.
        offer: the offer that the event is about.
        silent: whether an event without a place is nothing to speak of.
    """

    asks: tuple[Ask, ...] = ()
    taken: tuple[Taken, ...] = ()
    obstacle: Obstacle | None = None
    offer: MintedOffer | None = None
    silent: bool = False

    def asked(self, strategies: Sequence[Ask]) -> Sequence[Ask]:
        """Who is asked about the event."""
        if self.obstacle is not None:
            return ()
        return (*self.asks, *strategies) if self.asks else strategies

    def told(self, event: Event, decision: Decision) -> Decision:
        """The decision with what ends with the event, or with why the event has no place."""
        if self.obstacle is not None and not self.silent:
            if self.offer is None:
                return evolve(decision, notes=(*decision.notes, Note(*self.obstacle)))
            refusal = Refusal(self.offer.plugin, self.offer.offer, *self.obstacle)
            # a decision whose settings cannot be had any more was told so before
            known = refusal in decision.refusals
            return decision if known else evolve(decision, refusals=(*decision.refusals, refusal))
        if not self.taken or not self.goes_through(event, decision.granted):
            return decision
        reversals = tuple(Reversal(one.plugin, one.key, one.action) for one in self.taken)
        return evolve(decision, reversals=(*decision.reversals, *reversals))

    def goes_through(self, event: Event, granted: Sequence[Granted]) -> bool:
        """Whether the event changes the session: an acceptance of which nothing was granted does not."""
        return not isinstance(event, OfferAccepted) or self.offer is None or _kept(self.offer, granted)


NO_SESSION = SessionTurn()


def _kept(offer: MintedOffer, granted: Sequence[Granted]) -> bool:
    """Whether something that an offer promises was granted."""
    promised = offer.offer.actions
    return not promised or any(one.plugin == offer.plugin and one.action in promised for one in granted)


def session_turn(event: Event, standing: Standing, flow: Flow) -> SessionTurn:
    """What an event means for the customer's cancel sessions.

    Args:
        event: any event.
        standing: what is known of the customer as of just before it.
        flow: what is between a cancel request and its end.

    Returns:
        What the engine answers to it, and what ends with it.
    """
    if isinstance(event, CancelRequest):
        return _request(event, standing, flow)
    if not isinstance(event, SessionEvent):
        return NO_SESSION
    silent = isinstance(event, SessionAbandoned | SaveCheckDue)
    session = _session(standing, event.session)
    if session is None:
        sentence = f"Customer {event.customer} has no session {event.session}; it is the id of a cancel request."
        return SessionTurn(obstacle=("unknown_session", sentence), silent=silent)
    offer = session.minted(event.offer) if isinstance(event, OfferAccepted | OfferDeclined) else None
    if why := obstacle(session, event):
        return SessionTurn(obstacle=why, offer=offer, silent=silent)
    if isinstance(event, OfferAccepted) and offer is not None:
        asks = (evolve(_ask(offer.plugin, event, offer.offer.actions), whole=True),)
    else:
        asks = (_ask(ENGINE, event, tuple(due(event, session))),)
    return SessionTurn(asks, _taken(event, session, offer), offer=offer)


def _request(event: CancelRequest, standing: Standing, flow: Flow) -> SessionTurn:
    if _session(standing, event.id) is not None:
        sentence = f"Session {event.id} is known from another source; give each cancel request an id of its own."
        return SessionTurn(obstacle=("session_known", sentence))
    session = opened(event, flow.jurisdiction, 0)
    replaced = [one for one in standing.sessions if _replaces(event, one)]
    taken = tuple(offer for one in replaced for offer in one.standing_offers)
    return SessionTurn((_ask(ENGINE, event, (sweep(session, flow.abandon_after_days),)),), taken)


def _replaces(request: CancelRequest, session: CancelSession) -> bool:
    """Whether a request begins anew what another has begun: two sessions would give two offers."""
    return session.subscription == request.subscription and session.state in UNDECIDED


def _session(standing: Standing, id: str) -> CancelSession | None:
    return next((one for one in standing.sessions if one.id == id), None)


def _ask(plugin: str, event: Event, actions: Sequence[Action]) -> Ask:
    def answer(_event: Event, _customer: Customer) -> Sequence[Action]:
        return actions

    # a strategy of this name may answer the same event, and keys are made of places
    return Ask(plugin, f"on_{event.kind}", answer, first=PLACE)


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


def with_session(
    standing: Standing, event: Event, turn: SessionTurn, granted: Sequence[Granted], program: tuple[Flow, int]
) -> Standing:
    """The standing with the session that an event opens or changes.

    Args:
        standing: as of just before the event.
        event: the event.
        turn: what it means.
        granted: what was granted for it.
        program: the flow, and the version of the settings.

    Returns:
        The standing as of just after it.
    """
    if turn is NO_SESSION or turn.obstacle is not None or not turn.goes_through(event, granted):
        return standing
    if isinstance(event, CancelRequest):
        flow, version = program
        left = (
            evolve(one, state=SessionState.ABANDONED, changed_at=event.occurred_at) if _replaces(event, one) else one
            for one in standing.sessions
        )
        new = minted(opened(event, flow.jurisdiction, version), event, granted)
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
