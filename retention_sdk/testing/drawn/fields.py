"""What a field of an event may be, drawn by its type, its bounds, and for a few by its name."""

import inspect
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs
from hypothesis import strategies as st

from retention_sdk.actions import Giving, RefundMoney
from retention_sdk.checks import bounds
from retention_sdk.errors import BadValue
from retention_sdk.events import Line, RefundLine
from retention_sdk.money import Money
from retention_sdk.profile import Profile
from retention_sdk.testing.builders.amounts import eur
from retention_sdk.testing.builders.times import START, after
from retention_sdk.testing.drawn.facts import BACK, LINES, ORDERS, SKUS

MOMENTS = st.integers(0, 60 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
"""Within two months of START."""

EUROS = st.integers(0, 10_000).map(lambda cents: Money(cents, "EUR"))
WORDS = st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=6).map("".join)

BY_NAME: Mapping[str, st.SearchStrategy[Any]] = MappingProxyType(
    {
        "order": st.sampled_from(ORDERS),
        "sku": st.sampled_from(SKUS),
        "skus": st.lists(st.sampled_from(SKUS), max_size=2),
        "expires_at": st.integers(61, 400).map(after),
        "year": st.integers(START.year, START.year + 1),
    }
)
"""Fields of which their name says more than their type."""

BY_TYPE: Mapping[Any, st.SearchStrategy[Any]] = MappingProxyType(
    {
        str: WORDS,
        bool: st.booleans(),
        Money: EUROS,
        datetime: MOMENTS,
        date: MOMENTS.map(datetime.date),
        Line: LINES.map(lambda lines: lines[0]),
        RefundLine: BACK.map(lambda lines: lines[0]),
        Profile: st.builds(Profile, email=st.none() | WORDS.map("{}@shop.example".format), name=st.none() | WORDS),
        Giving: EUROS.map(lambda amount: RefundMoney("o-1", amount if amount.minor else eur(1))),
        NoneType: st.none(),
    }
)

SPREAD = 100
"""How far a number goes above the least that it may be, at most."""


def field_values(field: "attrs.Attribute[Any]") -> st.SearchStrategy[Any]:
    """What a field of an event may be.

    Args:
        field: as attrs has it, its type resolved.

    Raises:
        BadValue: nothing is known of its type.
    """
    if field.name in BY_NAME:
        values = BY_NAME[field.name]
        return st.none() | values if NoneType in get_args(field.type) else values
    return _typed(field, field.type)


def _typed(field: "attrs.Attribute[Any]", wanted: Any) -> st.SearchStrategy[Any]:
    if wanted in BY_TYPE:
        return BY_TYPE[wanted]
    if wanted is int:
        allowed = bounds(field.validator)
        least = allowed.get("minimum", 0)
        return st.integers(least, min(least + SPREAD, allowed.get("maximum", least + SPREAD)))
    return _class(field, wanted) if inspect.isclass(wanted) else _generic(field, wanted)


def _class(field: "attrs.Attribute[Any]", wanted: type[Any]) -> st.SearchStrategy[Any]:
    if issubclass(wanted, Enum):
        return st.sampled_from(list(wanted))
    if attrs.has(wanted):
        return st.builds(wanted, **{one.name: field_values(one) for one in attrs.fields(attrs.resolve_types(wanted))})
    raise _unknown(field, wanted)


def _generic(field: "attrs.Attribute[Any]", wanted: Any) -> st.SearchStrategy[Any]:
    parts = get_args(wanted)
    if get_origin(wanted) in (Union, UnionType):
        # what is drawn first is what an example shrinks to
        return st.one_of(*(_typed(field, part) for part in sorted(parts, key=lambda part: part is not NoneType)))
    if get_origin(wanted) is tuple:
        least = 1 if field.default is attrs.NOTHING else 0
        return st.lists(_typed(field, parts[0]), min_size=least, max_size=3)
    if get_origin(wanted) is Literal:
        return st.sampled_from(parts)
    raise _unknown(field, wanted)


def _unknown(field: "attrs.Attribute[Any]", wanted: object) -> BadValue:
    return BadValue(f"nothing can be drawn for {field.name!r}, which is a {wanted}; build its events yourself")
