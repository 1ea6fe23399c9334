"""What an event means to the engine itself: each kind that it answers has one file in `deciding`."""

from retention_sdk.clock import untimely
from retention_sdk.customer import Standing
from retention_sdk.deciding.approvals import approval_turn
from retention_sdk.deciding.draws import draw_turn
from retention_sdk.deciding.occasions import occasion_turn
from retention_sdk.deciding.opening import opening_turn
from retention_sdk.deciding.own import NOTHING_OWN, OwnTurn
from retention_sdk.deciding.places import place_turn
from retention_sdk.deciding.redeeming import reward_turn
from retention_sdk.deciding.sessions import session_turn
from retention_sdk.deciding.shown import shown_turn
from retention_sdk.deciding.tier_locks import tier_turn
from retention_sdk.deciding.withdrawn import TAKEN_BACK, is_withdrawn
from retention_sdk.events import (
    ApprovalAnswer,
    CancelledDirectly,
    Event,
    GoodwillProposed,
    OfferAccepted,
    OfferDeclined,
    RewardEvent,
)
from retention_sdk.turns.program import Program

ANSWERS = (OfferAccepted, OfferDeclined, CancelledDirectly, ApprovalAnswer, GoodwillProposed, RewardEvent)
"""What a customer answers in a cancel session or asks for, and what somebody at the desk answers or gives."""


def own_turn(event: Event, seen: Standing, program: Program) -> OwnTurn:
    """What an event means to the engine itself.

    Args:
        event: any event.
        seen: what is known of the customer as of just before it.
        program: the store's.

    Returns:
        What the engine answers, and what ends with the event.
    """
    if is_withdrawn(event, seen):
        return OwnTurn(obstacle=TAKEN_BACK)
    if obstacle := untimely(event, seen):
        return OwnTurn(obstacle=obstacle)
    return (
        session_turn(event, seen, program.flow, program.settings)
        or approval_turn(event, seen, program.rules.requests)
        or reward_turn(event, seen, program.catalogue)
        or place_turn(event, seen)
        or draw_turn(event)
        or tier_turn(event)
        or opening_turn(event)
        or shown_turn(event)
        or occasion_turn(event, program.asks.get("on_occasion", ()))
        or NOTHING_OWN
    )
