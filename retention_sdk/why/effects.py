"""What has become of what was granted: pure functions over facts, lots and movements."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from attrs import evolve

from retention_sdk.actions import Action, Credit, Debit
from retention_sdk.decision import Decision, Granted
from retention_sdk.ledger import Lot, Movement
from retention_sdk.turns.replay.books import booked, expired
from retention_sdk.turns.replay.facts import Fact
from retention_sdk.why.values import Effect, LotLeft, OrderStep


def steps(
    facts: Iterable[Fact], stands: Collection[str], lots: Mapping[str, Lot], movements: Sequence[Movement]
) -> Iterator[OrderStep]:
    """What facts about an order did.

    Args:
        facts: the facts, in the order in which they happened.
        stands: the keys of all that was granted and not taken back.
        lots: the customer's lots, by key.
        movements: all that moved.

    Yields:
        A step for each.
    """
    known: set[str] = set()
    for fact in facts:
        decision = fact.decision or Decision(fact.event)
        granted = [*decision.granted, *_given_anew(fact, decision, known)]
        known.update(grant.key for grant in granted)
        yield OrderStep(
            fact.event,
            tuple(_effect(fact, grant, stands, lots, movements) for grant in granted),
            tuple(one for one in decision.reversals if one.key in known),
            decision.refusals,
            tuple(failure for failure in decision.failures if not failure.is_guards),
            decision.notes,
        )


def _given_anew(fact: Fact, decision: Decision, known: Collection[str]) -> Iterator[Granted]:
    """What a correction that names its order gives and nobody gave before, as an edit does that adds items."""
    if getattr(fact.event, "order", None) is None:
        return
    for one in decision.reversals:
        if one.stands and one.key not in known:
            yield Granted(one.plugin, one.key, one.action)


def _effect(
    fact: Fact, grant: Granted, standing: Collection[str], lots: Mapping[str, Lot], movements: Sequence[Movement]
) -> Effect:
    action, stands = grant.action, grant.key in standing
    if isinstance(action, Credit):
        return evolve(_credit(grant, lots, movements), stands=stands)
    if isinstance(action, Debit):
        units = sum(booked(movements, grant.plugin, grant.key).redeemed.values())
        return Effect(grant.plugin, grant.key, action, stands, units)
    valid_for = _valid_for(action)
    expires_at = None if valid_for is None else fact.event.occurred_at + valid_for
    return Effect(grant.plugin, grant.key, action, stands, not_before=grant.not_before, expires_at=expires_at)


def _valid_for(action: Action) -> timedelta | None:
    found = getattr(action, "valid_for", None)
    return found if isinstance(found, timedelta) else None


def _credit(grant: Granted, lots: Mapping[str, Lot], movements: Sequence[Movement]) -> Effect:
    units = booked(movements, grant.plugin, grant.key).issued
    own = [lot for lot in lots.values() if _is_of(lot, grant.key)]
    lost = sum(expired(movements, lot.key) for lot in own)
    left = tuple(
        LotLeft(lot.remaining, lot.available_from, lot.expires_at, lot.pending) for lot in own if lot.remaining
    )
    spent = units - sum(one.units for one in left) - lost
    return Effect(grant.plugin, grant.key, grant.action, units=units, lots=left, spent=spent, expired=lost)


def _is_of(lot: Lot, key: str) -> bool:
    """Whether a lot is a credit's own, or has units of it that came back after it had expired, with a grace."""
    return key in lot.key.split(":")
