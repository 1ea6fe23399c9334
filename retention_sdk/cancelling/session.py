"""The session that a cancel request opens: what was offered in it, and how far it is."""

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from retention_sdk.actions import Action, Offer
from retention_sdk.events import CancelReason
from retention_sdk.money import Money


class SessionState(StrEnum):
    """How far a session is."""

    OPENED = "opened"
    SURVEYED = "surveyed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    ABANDONED = "abandoned"


CLOSED = frozenset({SessionState.APPLIED, SessionState.CANCELLED, SessionState.ABANDONED})
"""The states that nothing leads out of."""

UNDECIDED = frozenset({SessionState.OPENED, SessionState.SURVEYED, SessionState.OFFERED, SessionState.DECLINED})
"""The states in which the customer has taken nothing yet."""


@frozen
class MintedOffer:
    """An offer that was made in a session, and is good in no other.

    Args:
        key: the idempotency key that it was granted with.
        plugin: the strategy that made it.
        offer: what is offered.
        at: when.
        declined: whether the customer does not want it.
        under: the other name that it counts in, beside its strategy's.
    """

    key: str
    plugin: str
    offer: Offer
    at: datetime
    declined: bool = False
    under: str = ""

    @property
    def action(self) -> Action:
        """What was granted."""
        return self.offer

    @property
    def expires_at(self) -> datetime | None:
        """From when on it stands no more; None is never."""
        return None if self.offer.valid_for is None else self.at + self.offer.valid_for


@frozen
class Effect:
    """What the accepted offer gave.

    Args:
        key: the idempotency key that it was granted with.
        plugin: the strategy that made the offer.
        action: what was given.
        at: when.
        under: the other name that it counts in, beside its strategy's.
    """

    key: str
    plugin: str
    action: Action
    at: datetime
    under: str = ""


@frozen(kw_only=True)
class CancelSession:
    """What became of one cancel request.

    Args:
        id: the cancel request's event id.
        customer: whose.
        subscription: what they want to leave; empty where the request does not say.
        opened_at: when they asked.
        changed_at: when the state or an offer changed last.
        state: how far it is.
        channel: where they asked, such as "portal".
        jurisdiction: whose law counts, such as "germany"; empty where nobody said.
        reason: why they want to leave.
        price: what they pay each period, where known.
        offers: what was offered, oldest first.
        screens: how often something was offered.
        accepted: the key of the offer that they took.
        effects: what that offer gave.
        checked: the days after which a save was found to hold.
        left_after: the day's check that found that they had left after all.
        flow: the version of the settings that the session was opened with.
    """

    id: str
    customer: str
    subscription: str
    opened_at: datetime
    changed_at: datetime
    state: SessionState = field(default=SessionState.OPENED, converter=SessionState)
    channel: str = "portal"
    jurisdiction: str = ""
    reason: CancelReason = field(default=CancelReason.OTHER, converter=CancelReason)
    price: Money | None = None
    offers: tuple[MintedOffer, ...] = ()
    screens: int = 0
    accepted: str | None = None
    effects: tuple[Effect, ...] = ()
    checked: tuple[int, ...] = ()
    left_after: int | None = None
    flow: int = 0

    @property
    def open(self) -> bool:
        """Whether something can still come of it."""
        return self.state not in CLOSED

    @property
    def standing_offers(self) -> tuple[MintedOffer, ...]:
        """The offers that can still be accepted or declined, as far as time does not say otherwise."""
        if self.state not in UNDECIDED:
            return ()
        return tuple(one for one in self.offers if not one.declined)

    def minted(self, key: str) -> MintedOffer | None:
        """The offer of a key."""
        return next((one for one in self.offers if one.key == key), None)
