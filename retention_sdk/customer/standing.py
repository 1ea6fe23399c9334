"""All that is known of a customer apart from wallets, orders and rewards."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from retention_sdk.approvals import Approval
from retention_sdk.cancelling.session import CancelSession
from retention_sdk.cases import Case
from retention_sdk.customer.known import HeldItem, History, Occasions, OpenComplaint, PlaceTaken, Returning, TierLock
from retention_sdk.frozen_json import Json
from retention_sdk.profile import Profile
from retention_sdk.rewards.kept import Hold, Redeemed

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@frozen
class Standing:
    """What the engine knows of a customer apart from wallets, orders and rewards.

    Args:
        profile: who they are and what they allowed.
        tier: the tier they are in.
        tags: the tags they bear.
        history: counts and sums over their orders.
        complaints: the complaints that are open.
        memory: what each strategy remembers of them.
        waiting: orders that were corrected, and are not known yet.
        disputes: orders whose money the customer's bank asks for, or got.
        sessions: what became of their cancel requests: the open ones, and the latest that are closed.
        cases: the cases that are open, and the latest that were closed, oldest first.
        redeemed: the rewards that they have had, the latest of each, oldest first.
        holds: what checkouts hold of their units, and the latest that ended, oldest first.
        merged: the ids of those who turned out to be this customer, and lead here.
        returning: what is known of who they were, where they were forgotten and came back.
        approvals: what waits for somebody's approval, and the latest that was answered, oldest first.
        occasions: what time has brought them.
        places: the places that they have, of what they said they would come to.
        withdrawn: events that count for nothing when they come, since what they followed from was taken back.
        signed_up_at: when they first joined the program.
        tier_lock: the latest lock that somebody put on their tier; it may be over.
        held: items of which nothing is offered; they stand in the store's own record alone.
    """

    profile: Profile = Profile()
    tier: str | None = None
    tags: frozenset[str] = frozenset()
    history: History = History()
    complaints: tuple[OpenComplaint, ...] = ()
    memory: Mapping[str, Mapping[str, Json]] = field(default=_NOTHING, hash=False)
    waiting: frozenset[str] = frozenset()
    disputes: frozenset[str] = frozenset()
    sessions: tuple[CancelSession, ...] = ()
    cases: tuple[Case, ...] = ()
    redeemed: tuple[Redeemed, ...] = ()
    holds: tuple[Hold, ...] = ()
    merged: frozenset[str] = frozenset()
    returning: Returning | None = None
    approvals: tuple[Approval, ...] = ()
    occasions: Occasions = Occasions()
    places: tuple[PlaceTaken, ...] = ()
    withdrawn: frozenset[str] = frozenset()
    signed_up_at: datetime | None = None
    tier_lock: TierLock | None = None
    held: tuple[HeldItem, ...] = ()
