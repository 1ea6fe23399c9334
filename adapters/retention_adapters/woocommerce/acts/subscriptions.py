"""Subscriptions, where the shop has the plugin WooCommerce Subscriptions.

What is done is noted in the subscription's own meta data, in the same request that does it: whoever does not know what
came of it looks there, and does it once.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from retention_adapters.woocommerce.acts.calendar import stepped
from retention_adapters.woocommerce.acts.doing import Doing, mark_of
from retention_adapters.woocommerce.shop import Thing, meta_of, number_of, text_of
from retention_sdk.actions import (
    CancelSubscription,
    ExtendService,
    PauseSubscription,
    ResumeSubscription,
    ShortenService,
    SkipDelivery,
    UnskipDelivery,
)
from retention_sdk.errors import Refused, TryLater
from retention_sdk.platforms import Receipt

DONE = "retention_did_"
"""What the meta key of something done begins with; its value is the next payment's date before and after."""

PAUSED_FROM = "retention_paused_from"
ENDED = frozenset({"cancelled", "expired", "trash", "switched"})
ENDING = ENDED | {"pending-cancel"}
SOONEST = timedelta(hours=1)
"""WooCommerce takes no next payment that is not to come."""

Moving = PauseSubscription | SkipDelivery | UnskipDelivery | ExtendService | ShortenService | ResumeSubscription


def move(doing: Doing, action: Moving) -> Receipt:
    """Move a subscription's next payment, once: a pause ends by itself, and what is skipped is not paid.

    Args:
        doing: the act.
        action: which subscription, and how far.

    Returns:
        The dates before and after.

    Raises:
        Refused: there is no such subscription, or it has no next payment.
        TryLater: the shop did not store it.
    """
    known = subscription(doing, action.subscription)
    done = DONE + mark_of(doing.key)
    if meta_of(known, done) is not None:
        return Receipt(reference=action.subscription)
    before = _date(known, "next_payment_date_gmt")
    if before is None or text_of(known, "status") in ENDING:
        raise Refused(f"subscription {action.subscription} has no payment to come, so nothing can be moved")
    try:
        after, notes = _target(doing, action, known, before)
    except (OverflowError, ValueError):
        raise Refused(f"subscription {action.subscription} would be paid at a time that no calendar has") from None
    meta = [{"key": done, "value": f"{_sql(before)} > {_sql(after)}"}, *_pause_mark(action, known, before)]
    changed = doing.shop.change(
        f"subscriptions/{action.subscription}",
        {
            **_start(known),
            **_end(action, known),
            **_again(action, known),
            "next_payment_date": _sql(after),
            "meta_data": meta,
        },
    )
    stored = _date(changed, "next_payment_date_gmt")
    if stored is None or abs(stored - after) > SOONEST:
        raise TryLater(f"the shop did not move the next payment of subscription {action.subscription}")
    return Receipt(reference=action.subscription, notes=notes, data={"before": _sql(before), "after": _sql(after)})


def cancel(doing: Doing, action: CancelSubscription) -> Receipt:
    """End a subscription, at once or when what is paid for is over.

    Args:
        doing: the act.
        action: which subscription, and when.

    Returns:
        Its number.

    Raises:
        Refused: there is no such subscription.
        TryLater: the shop did not store it.
    """
    known = subscription(doing, action.subscription)
    over = ENDING if action.at_period_end else ENDED
    if text_of(known, "status") not in over:
        status = "pending-cancel" if action.at_period_end else "cancelled"
        path = f"subscriptions/{action.subscription}"
        changed = doing.shop.change(path, {**_start(known), "transition_status": status})
        if text_of(changed, "status") not in ENDING:
            raise TryLater(f"the shop did not end subscription {action.subscription}")
    return Receipt(reference=action.subscription)


def subscription(doing: Doing, name: str) -> Thing:
    """A subscription by its number.

    Raises:
        Refused: there is none.
    """
    found = doing.shop.found(f"subscriptions/{number_of(name)}") if number_of(name) else None
    if found is None:
        raise Refused(f"the shop has no subscription {name}")
    return found


def _target(doing: Doing, action: Moving, known: Thing, before: datetime) -> tuple[datetime, tuple[str, ...]]:
    if isinstance(action, PauseSubscription | ExtendService):
        return before + action.duration, ()
    if isinstance(action, SkipDelivery):
        return _by_cycles(known, before, action.deliveries), ()
    if isinstance(action, UnskipDelivery):
        wanted = _by_cycles(known, before, -action.deliveries)
    elif isinstance(action, ShortenService):
        wanted = before - action.duration
    else:
        wanted = _parsed(meta_of(known, PAUSED_FROM) or "") or before
    soonest = doing.now() + SOONEST
    if wanted >= soonest:
        return wanted, ()
    return min(soonest, before), (f"{_sql(wanted)} is over, so the next payment is due at once",)


def _by_cycles(known: Thing, at: datetime, cycles: int) -> datetime:
    interval = number_of(known.get("billing_interval")) or 1
    return stepped(at, text_of(known, "billing_period"), interval * cycles)


def _pause_mark(action: Moving, known: Thing, before: datetime) -> list[Mapping[str, Any]]:
    """Where a pause began, which is where it is resumed from."""
    if isinstance(action, PauseSubscription) and not meta_of(known, PAUSED_FROM):
        return [{"key": PAUSED_FROM, "value": _sql(before)}]
    return [{"key": PAUSED_FROM, "value": ""}] if isinstance(action, ResumeSubscription) else []


def _end(action: Moving, known: Thing) -> dict[str, str]:
    """Whoever is given time is given it at the end too."""
    end = _date(known, "end_date_gmt")
    if end is None or not isinstance(action, ExtendService | ShortenService):
        return {}
    return {"end_date": _sql(end + action.duration if isinstance(action, ExtendService) else end - action.duration)}


def _again(action: Moving, known: Thing) -> dict[str, str]:
    """Whoever was put on hold by hand is active again."""
    held = isinstance(action, ResumeSubscription) and text_of(known, "status") == "on-hold"
    return {"transition_status": "active"} if held else {}


def _start(known: Thing) -> dict[str, str]:
    """A change without the start sets it to now."""
    start = _date(known, "start_date_gmt")
    return {"start_date": _sql(start)} if start is not None else {}


def _date(known: Thing, name: str) -> datetime | None:
    return _parsed(text_of(known, name))


def _parsed(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _sql(at: datetime) -> str:
    """A date as WooCommerce Subscriptions takes it: in UTC, without saying so."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
