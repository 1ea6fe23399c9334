"""Events that are odd and can be all the same, of the kinds that a plugin is asked about."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

import attrs
from attrs import evolve

from retention_sdk import actions
from retention_sdk.actions import Action
from retention_sdk.customer import Customer
from retention_sdk.errors import BadValue
from retention_sdk.events import KINDS, Event
from retention_sdk.money import Money
from retention_sdk.registry import OCCASIONS, REVIEW
from retention_sdk.testing.builders.amounts import eur
from retention_sdk.testing.builders.build import build
from retention_sdk.testing.builders.times import START, after
from retention_sdk.testing.plugins.trial.asking import Question

T = TypeVar("T")

UNHEARD = "unheard-of"
TIMES = (after(-40_000), START, after(2, hours=11, minutes=59), after(400_000))

GIFTS: tuple[Action, ...] = (
    actions.Credit(UNHEARD, 1),
    actions.Debit(UNHEARD, 2**40),
    actions.IssueCoupon(actions.FreeShipping()),
    actions.IssueCoupon(actions.PercentOff(100), cost=eur(0)),
    actions.IssueGiftCard(eur(1_000_000)),
    actions.IssueStoreCredit(eur("0.01")),
    actions.RefundMoney(UNHEARD, eur(1)),
    actions.SendMessage(UNHEARD),
    actions.CreateTask(UNHEARD),
    actions.Tag(UNHEARD),
    actions.SetTier(None),
)
"""What a guard may be asked about."""


def odd(hook: str, takes: Sequence[str], customers: Iterable[Customer]) -> Iterator[Question]:
    """Odd questions for a hook.

    Args:
        hook: its name.
        takes: the arguments that the plugin's method takes.
        customers: customers of whom something is known; one of whom nothing is comes first.

    Yields:
        The questions.
    """
    whose = [Customer("c"), *customers]
    for given in _given(hook):
        for customer in whose:
            event = given.get("event")
            about = customer if event is None else evolve(customer, id=event.customer)
            told = {**given, "customer": about}
            yield Question(hook, {name: told[name] for name in takes if name in told})


def _given(hook: str) -> Iterator[dict[str, Any]]:
    """What a hook is asked about, besides the customer."""
    kind = KINDS.get(hook.removeprefix("on_"))
    if hook == REVIEW:
        yield from ({"action": action, "event": event} for action in GIFTS for event in _reviewed())
    elif hook == OCCASIONS:
        yield from ({"after": at} for at in TIMES)
    elif kind is not None:
        yield from ({"event": event} for event in variants(build(kind)))


def _reviewed() -> Iterator[Event]:
    for name in ("purchase", "visit", "complaint", "occasion", "cancel_request"):
        yield build(KINDS[name])


def variants(usual: T) -> Iterator[T]:
    """An event, or a part of one, and the same with each field in turn as odd as it can be.

    Args:
        usual: any value of a class of ours.

    Yields:
        Those that can be.
    """
    yield usual
    make: Any = evolve
    fields: Any = attrs.fields(cast("type[attrs.AttrsInstance]", type(usual)))
    for one in fields:
        if one.name in ("id", "customer", "profile"):
            continue
        for value in _odd_values(getattr(usual, one.name), one.default):
            try:
                yield make(usual, **{one.name: value})
            except (BadValue, TypeError, ValueError, AttributeError):
                continue  # it cannot be so


def _odd_values(value: object, default: object) -> Iterator[object]:
    match value:
        case bool():
            yield not value
        case int():
            yield from (0, 1, 2**31, -1)
        case str():
            yield from ("", UNHEARD)
        case datetime():
            yield from TIMES
        case timedelta():
            yield timedelta(microseconds=1)
        case Money():
            yield from (Money(0, value.currency), Money(1, value.currency), Money(10**12, value.currency))
        case tuple():
            parts = cast("tuple[object, ...]", value)
            yield from ((), parts * 3)
            yield from ((odd,) for part in parts[:1] if attrs.has(type(part)) for odd in variants(part))
        case None:
            yield from (UNHEARD, 0, 10, START, (), eur(1))
        case _:
            pass
    yield default
    yield None
