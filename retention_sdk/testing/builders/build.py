"""An event of any kind, with something plausible wherever a kind needs a value."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar

import attrs

from retention_sdk.actions import RefundMoney
from retention_sdk.errors import BadValue
from retention_sdk.events import (
    STORE,
    CancelRequest,
    Complaint,
    ContestDrawn,
    Event,
    HoldPlaced,
    ItemChecked,
    Line,
    Purchase,
    Refund,
    StoreDay,
)
from retention_sdk.money import Money
from retention_sdk.testing.builders.amounts import eur
from retention_sdk.testing.builders.times import START, after

E = TypeVar("E", bound=Event)

PLAUSIBLE: Mapping[str, Any] = MappingProxyType(
    {
        "customer": "c",
        "lines": (Line(sku="beans", quantity=1, total=eur(10)),),
        "sku": "beans",
        "order": "o-1",
        "event": "o-1",
        "case": "k-1",
        "session": "x-1",
        "days": 30,
        "silent_days": 60,
        "state": "opened",
        "clock": "first_response",
        "what": "warn",
        "role": "agent",
        "remedy": "refund_money",
        "reason": "price",
        "action": RefundMoney("o-1", eur(5)),
    }
)
"""What a field is by its name. They fit together: what is about an order is about the one that `order()` makes."""

BY_TYPE: Mapping[Any, Any] = MappingProxyType(
    {int: 1, bool: True, Money: eur(10), datetime: after(30), date: START.date()}
)
"""What a field of another name is by its type; a text is the field's name with a number behind it."""

OF_KIND: Mapping[type[Event], Mapping[str, Any]] = MappingProxyType(
    {
        CancelRequest: {"id": "x-1"},
        Complaint: {"id": "k-1"},
        ContestDrawn: {"customer": STORE},
        HoldPlaced: {"id": "hold-1"},
        ItemChecked: {"customer": STORE},
        Purchase: {"id": "o-1"},
        Refund: {"order": "o-1"},
        StoreDay: {"customer": STORE},
    }
)
"""What a kind has besides, or otherwise."""

FOLLOWS = frozenset({"order", "event", "case", "session", "approval", "redemption", "hold"})
"""Fields that name something which was before: an event that has one happens a day after START."""


def build(kind: type[E], *, at: datetime | None = None, **more: Any) -> E:
    """An event of any kind.

    Args:
        kind: its class; your own kinds too.
        at: when it happened; where not given it is START, or a day later for what follows from something before,
            as a refund does from its order.
        more: any of its fields. One that it needs and that is not given gets a plausible value: an event is of the
            customer "c", and its id is made of its kind, such as "lapse-1".

    Returns:
        The event.

    Raises:
        BadValue: a field cannot be as it was given; or a kind of your own needs one for which nothing is plausible.
        TypeError: the kind has no field of such a name.
    """
    known: dict[str, Any] = {"id": f"{kind.kind}-1", **OF_KIND.get(kind, {}), **more}
    if kind is HoldPlaced and not {"unit", "amount", "reward"} & known.keys():
        known |= {"unit": "points", "amount": 10}
    needed = [one for one in attrs.fields(kind) if one.init and one.default is attrs.NOTHING]
    follows = FOLLOWS & {*known, *(one.name for one in needed)}
    known.setdefault("occurred_at", at or after(1 if follows else 0))
    return kind(**{one.name: _plausible(kind, one) for one in needed if one.name not in known}, **known)


def _plausible(kind: type[Event], field: "attrs.Attribute[Any]") -> Any:
    if field.name in PLAUSIBLE:
        return PLAUSIBLE[field.name]
    wanted: object = field.type
    if isinstance(wanted, str):  # written in a module whose annotations are texts
        with suppress(NameError):
            wanted = attrs.fields_dict(attrs.resolve_types(kind))[field.name].type
    if wanted is str:
        return f"{field.name}-1"
    if wanted in BY_TYPE:
        return BY_TYPE[wanted]
    raise BadValue(f"build({kind.__name__}) has nothing plausible for {field.name!r}; pass {field.name}=…")
