"""What a store may send, and what it may be asked to carry out: the classes that the schemas are made of."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from retention_adapters.storefront.forms import FORM, Kinds, Many, Record, kinds_of
from retention_sdk import (
    Action,
    ApprovalDue,
    ClockRang,
    ContestDrawn,
    ContestWon,
    Credit,
    Debit,
    Event,
    HoldItem,
    HoldUnits,
    LotsDue,
    Occasion,
    OpeningBalance,
    PlaceFreed,
    ReferralKept,
    Referred,
    ReleaseItem,
    ReleaseUnits,
    Remember,
    SaveCheckDue,
    Schedule,
    SessionAbandoned,
    SetTier,
    StoreDay,
    TakeBack,
    TakePlace,
    Withdrawn,
)
from retention_sdk import actions as all_actions
from retention_sdk import events as all_events
from retention_sdk.platforms import ForgetCustomer, Made, Receipt, Recipient, TellCustomer

BROUGHT = (ReferralKept, Referred, Withdrawn)
"""They follow from what happened to somebody else."""

MOVED = (OpeningBalance,)
"""Whoever runs the store brings them, once: they make units out of nothing."""

OWN_EVENTS = (
    *(ApprovalDue, ClockRang, ContestDrawn, ContestWon, LotsDue, Occasion),
    *(PlaceFreed, SaveCheckDue, SessionAbandoned, StoreDay, *BROUGHT, *MOVED),
)
"""Time brings them, and the engine itself tells the time."""

OWN_ACTIONS = (
    *(Credit, Debit, HoldItem, HoldUnits, ReleaseItem, ReleaseUnits),
    *(Remember, Schedule, SetTier, TakeBack, TakePlace),
)
"""The engine has carried them out when it has decided them."""

NAME = "storefront"

NOTICES = Kinds(
    "Notice",
    {
        "forget_customer": Record(ForgetCustomer, "forget_customer"),
        "tell_customer": Record(TellCustomer, "tell_customer"),
    },
)
"""What a store asks for on a customer's behalf."""

ACTIONS = Kinds(
    "StoreAction",
    {kind: one for kind, one in kinds_of(Action).records.items() if one.cls not in OWN_ACTIONS},
)
"""What a store may be asked to carry out."""


def events_of(source: str, *, of_plugins: bool = True) -> Kinds:
    """The kinds of events that a store may send.

    Args:
        source: what they have as their source.
        of_plugins: whether those that plugins have brought are among them.

    Returns:
        Their forms.
    """
    known: dict[str, type[Event]] = {kind: one.cls for kind, one in kinds_of(Event).records.items()}
    known |= all_events.KINDS if of_plugins else {}
    given = {"source": source}
    return Kinds("Event", {kind: Record(cls, kind, given) for kind, cls in known.items() if cls not in OWN_EVENTS})


def performed() -> Mapping[str, type[Action]]:
    """The kinds of actions that a store may carry out, those that plugins have brought among them."""
    return {kind: cls for kind, cls in all_actions.KINDS.items() if cls not in OWN_ACTIONS}


@frozen(kw_only=True)
class ActionRequest:
    """Something that the store is asked to carry out, once for its key.

    Args:
        key: the idempotency key: the same however often it is asked for. It is the webhook-id too.
        action: what is to be done.
        customer: whom it is for; null where it is for nobody in particular.
        occurred_at: when the event happened that it is for: spans such as `valid_for` count from then. Null is now.
        first_at: when it was first asked for, where this is not the first time: it may be done already.
        undoes: the receipt of what it undoes, where it undoes something.
        beside: what was carried out for the same event before it, such as the coupon that a message tells of.
    """

    key: str
    action: Action = field(metadata={FORM: ACTIONS})
    customer: Recipient | None = None
    occurred_at: datetime | None = None
    first_at: datetime | None = None
    undoes: Receipt | None = None
    beside: tuple[Made, ...] = ()


@frozen(kw_only=True)
class HistoryRequest:
    """A page of what happened in the store is asked for.

    Args:
        since: only what was changed from this time on; null is everything.
        cursor: the `next` of the page before; null is the first page.
    """

    since: datetime | None = None
    cursor: str | None = None


@frozen(kw_only=True)
class HistoryPage:
    """A page of what happened, the oldest first.

    Args:
        events: the same events, with the same ids, as were sent.
        next: where the next page begins; null where there is none.
    """

    events: tuple[Event, ...] = field(metadata={FORM: Many(events_of(NAME, of_plugins=False))})
    next: str | None = None


@frozen(kw_only=True)
class Ping:
    """Nothing is asked for: answer 200 where it is signed as it should be, and 401 where it is not.

    Args:
        ping: the webhook-id.
    """

    ping: str
