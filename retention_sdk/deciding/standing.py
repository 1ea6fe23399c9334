"""What an event and its decision make of a customer's standing."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from attrs import evolve

from retention_sdk.actions import HoldItem, ReleaseItem, SetTier, Tag, Untag
from retention_sdk.customer import HeldItem, History, Occasions, OpenComplaint, Standing
from retention_sdk.deciding.withdrawn import is_withdrawn, with_withdrawal
from retention_sdk.decision import Granted
from retention_sdk.events import (
    Birthday,
    Complaint,
    CustomersMerged,
    Dispute,
    Event,
    ItemChecked,
    Lapse,
    Purchase,
    SignUp,
    StoreDay,
    Withdrawn,
)
from retention_sdk.times import MonthDay

UTC = ZoneInfo("UTC")

MOST_COMPLAINTS = 20
"""The latest open complaints that a standing keeps."""


def _history(history: History, order: Purchase) -> History:
    at = order.occurred_at
    return History(
        history.orders + 1,
        history.units + order.quantity,
        history.spent + order.total.minor,
        at if history.first_at is None else min(history.first_at, at),
        at if history.last_at is None else max(history.last_at, at),
    )


def with_profile(standing: Standing, event: Event) -> Standing:
    """The standing with what an event tells of the customer.

    Args:
        standing: as of just before the event.
        event: the event.

    Returns:
        The standing that the event is decided on.
    """
    if event.profile is None or is_withdrawn(event, standing):
        return standing
    profile, occasions = standing.profile.patched(event.profile), standing.occasions
    if (day := profile.birthday) is not None and _day(day) != _day(standing.profile.birthday):
        occasions = evolve(occasions, birthday_told_at=event.occurred_at)
    return evolve(standing, profile=profile, occasions=occasions)


def _day(birthday: MonthDay | None) -> tuple[int, int] | None:
    return None if birthday is None else (birthday.month, birthday.day)


def with_event(standing: Standing, event: Event, zone: ZoneInfo = UTC) -> Standing:
    """The standing with an event in it.

    Args:
        standing: as of just before the event.
        event: the event.
        zone: the store's.

    Returns:
        The standing as of just after it.
    """
    if is_withdrawn(event, standing) or isinstance(event, Withdrawn):
        return with_withdrawal(standing, event)
    return _told(standing, event, zone)


def _told(standing: Standing, event: Event, zone: ZoneInfo) -> Standing:
    if isinstance(event, Purchase):
        history = _history(standing.history, event)
        return Standing(
            *(standing.profile, standing.tier, standing.tags, history),
            *(standing.complaints, standing.memory, standing.waiting, standing.disputes),
            sessions=standing.sessions,
            cases=standing.cases,
            redeemed=standing.redeemed,
            holds=standing.holds,
            merged=standing.merged,
            returning=standing.returning,
            approvals=standing.approvals,
            occasions=standing.occasions,
            held=standing.held,
            places=standing.places,
            withdrawn=standing.withdrawn,
            signed_up_at=standing.signed_up_at,
            tier_lock=standing.tier_lock,
        )
    if isinstance(event, Complaint):
        opened = OpenComplaint(event.id, event.occurred_at, event.category, event.severity, event.order)
        return evolve(standing, complaints=(*standing.complaints, opened)[-MOST_COMPLAINTS:])
    if isinstance(event, Dispute):
        disputed = standing.disputes - {event.order} if event.state == "won" else standing.disputes | {event.order}
        return standing if disputed == standing.disputes else evolve(standing, disputes=disputed)
    if isinstance(event, CustomersMerged):
        return evolve(standing, merged=standing.merged | {event.other})
    return _with_time(standing, event, zone)


def _with_time(standing: Standing, event: Event, zone: ZoneInfo) -> Standing:
    """The standing with what time has brought in it, or with what became of the store's items."""
    if isinstance(event, Birthday | Lapse | StoreDay):
        return evolve(standing, occasions=_occasions(standing, event, zone))
    if isinstance(event, ItemChecked):
        deed = ReleaseItem(event.sku) if event.good else HoldItem(event.sku, reason=event.text)
        return evolve(standing, held=_held(standing.held, deed))
    return _signed_up(standing, event.occurred_at) if isinstance(event, SignUp) else standing


def _signed_up(standing: Standing, at: datetime) -> Standing:
    return evolve(standing, signed_up_at=min(at, standing.signed_up_at or at))


def _held(held: tuple[HeldItem, ...], deed: HoldItem | ReleaseItem) -> tuple[HeldItem, ...]:
    """The items that are held after one is held, or released."""
    others = tuple(one for one in held if one.sku != deed.sku)
    return (*others, HeldItem(deed.sku, deed.reason)) if isinstance(deed, HoldItem) else others


def _occasions(standing: Standing, event: Birthday | Lapse | StoreDay, zone: ZoneInfo) -> Occasions:
    had = standing.occasions
    if isinstance(event, StoreDay):
        return evolve(had, store_day=max(event.day, had.store_day or event.day))
    if isinstance(event, Lapse):
        return evolve(had, lapse_at=event.occurred_at, lapse_days=event.silent_days)
    zone = ZoneInfo(standing.profile.timezone) if standing.profile.timezone else zone
    year = event.year or event.occurred_at.astimezone(zone).year
    return evolve(had, birthday=max(year, had.birthday or year))


def with_verdict(standing: Standing, granted: tuple[Granted, ...], memory: Mapping[str, Mapping[str, Any]]) -> Standing:
    """The standing with the granted tiers and tags and the new memory in it."""
    tier, tags, held = standing.tier, standing.tags, standing.held
    for grant in granted:
        match grant.action:
            case SetTier(tier=tier):
                pass
            case Tag(tag=tag):
                tags |= {tag}
            case Untag(tag=tag):
                tags -= {tag}
            case HoldItem() | ReleaseItem():
                held = _held(held, grant.action)
            case _:
                pass
    if held is not standing.held:
        standing = evolve(standing, held=held)
    if tier != standing.tier or tags is not standing.tags:
        standing = evolve(standing, tier=tier, tags=tags)
    if memory:
        kept = dict(standing.memory)
        for plugin, values in memory.items():
            laid = {**kept.get(plugin, {}), **values}
            kept[plugin] = MappingProxyType({key: value for key, value in laid.items() if value is not None})
        standing = evolve(standing, memory=MappingProxyType(kept))
    return standing
