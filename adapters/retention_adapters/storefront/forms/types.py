"""From the types of fields to their JSON forms."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum, EnumType
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin

import attrs

from retention_adapters.storefront.forms import scalars
from retention_adapters.storefront.forms.containers import JsonObject, Loosely, Many, Nullable
from retention_adapters.storefront.forms.form import Form, NoForm
from retention_adapters.storefront.forms.records import Kinds, Record
from retention_sdk import (
    Action,
    AmountOff,
    Benefit,
    Event,
    FreeItem,
    FreeShipping,
    Giving,
    Money,
    MonthDay,
    PercentOff,
    Profile,
)
from retention_sdk import actions as all_actions
from retention_sdk import events as all_events
from retention_sdk.checks import LONGEST, bounds
from retention_sdk.platforms import ForgetCustomer, TellCustomer

_HELD: Mapping[object, Callable[..., Form]] = {Money: scalars.money, str: scalars.text, int: scalars.whole}
"""What has bounds."""

_SCALARS: Mapping[object, Form] = {
    bool: scalars.FLAG,
    datetime: scalars.TIME,
    timedelta: scalars.SPAN,
    MonthDay: scalars.DAY_OF_BIRTH,
}
FORM = "form"
"""In a field's metadata: its form, where its type does not say it."""

_NAME = scalars.text(minLength=1, maxLength=LONGEST)

_FIELDS: Mapping[tuple[type, str], Form] = {
    (ForgetCustomer, "customer"): _NAME,
    (TellCustomer, "customer"): _NAME,
    (Profile, "locale"): Nullable(scalars.LOCALE),
    (Profile, "timezone"): Nullable(scalars.ZONE),
}
"""Fields that have no check of their own, or one that would show what was sent."""

_BENEFITS = {
    "percent_off": PercentOff,
    "amount_off": AmountOff,
    "free_item": FreeItem,
    "free_shipping": FreeShipping,
}


def form_of(cls: type, attribute: Any) -> Form:
    """The form of a field.

    Args:
        cls: the class that has it.
        attribute: the field, an `attrs.Attribute` with its type.

    Returns:
        The form.

    Raises:
        NoForm: JSON has no place for its type.
    """
    if attribute.type is Event:
        return Loosely(kinds_of(Event), "an event that the engine handles when its time comes")
    known = attribute.metadata.get(FORM) or _FIELDS.get((cls, attribute.name))
    return known or _form(attribute.type, bounds(attribute.validator))


def _form(kind: Any, held: Mapping[str, int]) -> Form:
    origin, inside = get_origin(kind), get_args(kind)
    if kind == Benefit:
        return _benefits()
    if origin in (Union, UnionType):
        return _optional(inside, held)
    if origin is tuple:
        return Many(_form(inside[0], held))
    if origin is Literal:
        return scalars.choice({option: option for option in inside})
    return JsonObject() if origin is Mapping else _plain(kind, held)


def _plain(kind: Any, held: Mapping[str, int]) -> Form:
    if kind in (Event, Action, Giving):
        return kinds_of(kind)
    if kind in _HELD:
        return _HELD[kind](**held)
    if kind in _SCALARS:
        return _SCALARS[kind]
    if isinstance(kind, EnumType):
        return scalars.choice({one.value: one for one in cast("type[Enum]", kind)})
    if not attrs.has(kind):
        raise NoForm(f"a field of {kind} has no JSON form; use text, int, bool, times, money or attrs classes")
    return Record(kind)


def _optional(inside: tuple[Any, ...], held: Mapping[str, int]) -> Form:
    known = [one for one in inside if one is not NoneType]
    if len(known) != 1 or len(inside) != 2:
        raise NoForm(f"a field of {' | '.join(map(str, inside))} has no JSON form; use one type, or one and None")
    return Nullable(_form(known[0], held))


@cache
def _benefits() -> Form:
    return Kinds("Benefit", {name: Record(cls, name) for name, cls in _BENEFITS.items()})


@cache
def kinds_of(base: type) -> Kinds:
    """All of our kinds of events, actions, or actions that give."""
    known: Mapping[str, Any] = all_events.KINDS if base is Event else all_actions.KINDS
    ours = {kind: cls for kind, cls in known.items() if cls.__module__.startswith("retention_sdk.")}
    return Kinds(base.__name__, {kind: Record(cls, kind) for kind, cls in ours.items() if issubclass(cls, base)})
