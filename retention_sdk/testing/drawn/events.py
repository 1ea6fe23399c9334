"""Drawn events of any kind."""

from typing import Any, TypeVar, overload

import attrs
from hypothesis import reject
from hypothesis import strategies as st

from retention_sdk.errors import BadValue
from retention_sdk.events import KINDS, Event, HoldPlaced, Refund
from retention_sdk.testing.builders.build import OF_KIND, build
from retention_sdk.testing.drawn.fields import MOMENTS, field_values

E = TypeVar("E", bound=Event)

LEFT_OUT = ("id", "customer", "occurred_at", "source", "as_of")
"""Fields that are not drawn by their type."""


@overload
def events(*, customer: str = "c") -> st.SearchStrategy[Event]: ...


@overload
def events(*kinds: type[E], customer: str = "c") -> st.SearchStrategy[E]: ...


def events(*kinds: type[Event], customer: str = "c") -> st.SearchStrategy[Any]:
    """Events of some kinds, with all their fields, in euros, within two months of `START`.

    Args:
        kinds: their classes, your own kinds too; where none is given, every kind that the SDK has.
        customer: whose they are; what happens to the store itself is the store's.

    Returns:
        Draws valid events. They shrink to few fields and short texts.

    Raises:
        BadValue: a kind of your own has a field of a type of which nothing can be drawn.
    """
    ours = [kind for kind in KINDS.values() if kind.__module__.startswith("retention_sdk.")]
    each = [_of_kind(kind, customer) for kind in kinds or ours]
    return each[0] if len(each) == 1 else st.sampled_from(each).flatmap(lambda one: one)


def _of_kind(kind: type[E], customer: str) -> st.SearchStrategy[E]:
    fields = [one for one in attrs.fields(attrs.resolve_types(kind)) if one.name not in LEFT_OUT]
    needed = {one.name: field_values(one) for one in fields if one.default is attrs.NOTHING}
    more = {one.name: field_values(one) for one in fields if one.default is not attrs.NOTHING}
    whose = OF_KIND.get(kind, {}).get("customer", customer)

    def made(drawn: tuple[int, Any, dict[str, Any]]) -> E:
        """An event of what was drawn."""
        number, at, values = drawn
        try:
            return build(kind, id=f"{kind.kind}-{number}", at=at, customer=whose, **_fitting(kind, values))
        except BadValue:  # two of its fields do not go together
            reject()

    return st.tuples(st.integers(1, 99), MOMENTS, st.fixed_dictionaries(needed, optional=more)).map(made)


def _fitting(kind: type[Event], values: dict[str, Any]) -> dict[str, Any]:
    """Values of a kind of which most do not go together, without what cannot stand beside another."""
    if kind is Refund and values.get("lines"):
        return {**values, "amount": None}
    if kind is HoldPlaced:
        left_out = {"unit", "amount"} if values.get("reward") else {"unit", "amount", "reward"}
        return {name: value for name, value in values.items() if name not in left_out}
    return values
