"""What webhooks say: each is given to its adapter, alone, and whatever that raises is its own affair."""

from datetime import timedelta

from attrs import evolve, field, frozen

from retention_sdk.errors import (
    AdapterError,
    InvalidSignature,
    RetentionError,
    TryLater,
    told_of,
)
from retention_sdk.events import Event
from retention_sdk.platforms import (
    Adapter,
    ForgetCustomer,
    ForgetStore,
    Notice,
    StoreLeft,
    TellCustomer,
    WebhookRequest,
)
from retention_sdk.store.webhooks import Status, Webhook
from retention_sdk.times import from_micros

NOTICES = (TellCustomer, ForgetCustomer, ForgetStore, StoreLeft)

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
"""How long the second try waits where nobody says; each wait is twice the one before it, up to the longest."""

MOST_DEATHS = 25
"""A webhook that so often was tried and nobody lived to tell is not tried any more."""


@frozen
class Said:
    """What a webhook says.

    Args:
        webhook: which.
        events: facts.
        notices: what a platform asks for.
    """

    webhook: Webhook
    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = field(default=())


def said(adapter: Adapter, webhook: Webhook, now: int) -> Said | Webhook:
    """Ask an adapter what a webhook says.

    Args:
        adapter: whose webhook it is.
        webhook: as it was claimed.
        now: in microseconds.

    Returns:
        What it says; or the webhook with why nobody knows.
    """
    if webhook.deaths >= MOST_DEATHS:
        return ended(webhook, Status.FAILED, f"{webhook.attempts} times whoever processed it came to its end")
    request = WebhookRequest(webhook.headers, webhook.body, webhook.query, from_micros(webhook.received_at))
    try:
        return _told(webhook, tuple(adapter.receive(request)))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - an adapter that breaks stays alone
        return _unread(webhook, error, now)


def _unread(webhook: Webhook, error: BaseException, now: int) -> Webhook:
    """A webhook with why nobody knows what it says."""
    match error:
        case TryLater():
            wait = error.after or min(FIRST_WAIT * 2 ** min(webhook.attempts, 20), LONGEST_WAIT)
            return evolve(webhook, error=error.reason, next_at=now + to_micros_of(wait))
        case AdapterError():
            return ended(webhook, Status.FAILED, f"{type(error).__name__}: {error.reason}")
        case InvalidSignature() if webhook.was_unsigned:
            return ended(webhook, Status.UNSIGNED, str(error))
        case InvalidSignature():
            why = f"it was signed as it should be when it came in, and is not now: {error}"
            return ended(webhook, Status.FAILED, why)
        case RetentionError():
            return ended(webhook, Status.UNREADABLE, str(error))
        case _:
            return ended(webhook, Status.FAILED, told_of(error))


def ended(webhook: Webhook, status: Status, why: str = "") -> Webhook:
    """A webhook of which a person has to know why it is not done."""
    return evolve(webhook, status=status, error=why)


def to_micros_of(span: timedelta) -> int:
    """A span of time in microseconds."""
    return span // timedelta(microseconds=1)


def _told(webhook: Webhook, items: tuple[object, ...]) -> Said | Webhook:
    events = tuple(item for item in items if isinstance(item, Event))
    notices = tuple(item for item in items if isinstance(item, NOTICES))
    if len(events) + len(notices) < len(items):
        strange = next(item for item in items if not isinstance(item, (Event, *NOTICES)))
        return ended(webhook, Status.FAILED, f"its adapter answered a {type(strange).__name__}, which is no event")
    return Said(webhook, events, notices)
