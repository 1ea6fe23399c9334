"""Kinds: each event and action class has one of its own, ours and everybody's."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import frozen

from retention_sdk import Action, BadValue, Birthday, Credit, Event, Giving, Purchase, Tag, Visit
from retention_sdk.actions import KINDS as ACTION_KINDS
from retention_sdk.events import KINDS as EVENT_KINDS

ALL = {**EVENT_KINDS, **ACTION_KINDS}


def make(base: type[Any], module: str, name: str = "Made", **fields: Any) -> type[Any]:
    """A class of some module."""
    return type(base)(name, (base,), {"__module__": module, "__qualname__": name, **fields})


def test_the_registered_class_is_the_finished_one() -> None:
    """The class under a kind is the one that is imported, not the one that attrs made it of."""
    assert EVENT_KINDS["purchase"] is Purchase
    assert ACTION_KINDS["credit"] is Credit
    assert "giving" not in ACTION_KINDS
    assert len(ALL) == len(EVENT_KINDS) + len(ACTION_KINDS)


@pytest.mark.parametrize("kind", sorted(ALL))
def test_a_kind_is_its_class_in_snake_case(kind: str) -> None:
    """The kind of ours is the class's name in snake case: hooks, stored forms and docs agree on it."""
    if ALL[kind].__module__.startswith("retention_sdk."):
        assert re.sub(r"(?<!^)(?=[A-Z])", "_", ALL[kind].__name__).lower() == kind


@pytest.mark.parametrize(("base", "ours"), [(Event, Visit), (Action, Tag), (Giving, Credit)])
def test_a_kind_of_ours_is_taken(base: type[Any], ours: type[Any]) -> None:
    """A class of somebody else's with a kind of ours is refused, and both classes are named."""
    with pytest.raises(BadValue) as raised:
        make(base, "acme.retention", kind=ours.kind)
    assert f"{ours.__module__}.{ours.__name__} and acme.retention.Made are both of kind" in str(raised.value)
    assert {**EVENT_KINDS, **ACTION_KINDS}[ours.kind] is ours


def test_two_strangers_with_one_kind() -> None:
    """The second of two plugins that choose one kind is refused, and both are named."""
    first = make(Event, "acme.events", kind="test_kinds_moved")
    with pytest.raises(
        BadValue, match=r"acme\.events\.Made and other\.events\.Made are both of kind 'test_kinds_moved'"
    ):
        make(Event, "other.events", kind="test_kinds_moved")
    assert EVENT_KINDS["test_kinds_moved"] is first


def test_a_class_that_is_made_again() -> None:
    """A notebook's cell that is run twice, and attrs' slotted copy, replace the class."""
    make(Event, "notebook", kind="test_kinds_again")
    second = make(Event, "notebook", kind="test_kinds_again")
    assert EVENT_KINDS["test_kinds_again"] is second


def test_a_class_needs_a_kind_of_its_own() -> None:
    """A class that only inherits a kind is refused: it would come back from the store as its base."""
    with pytest.raises(BadValue, match=r"acme\.Made has the kind 'purchase' of its base; give it its own"):
        make(Purchase, "acme")
    with pytest.raises(BadValue, match="has the kind 'credit' of its base"):

        @frozen
        class BigCredit(Credit):
            pass


def test_a_base_without_a_kind() -> None:
    """A class without any kind may stand between, as `Giving` does."""
    between = make(Action, "acme", "Between")
    made = make(between, "acme", kind="test_kinds_between")
    assert ACTION_KINDS["test_kinds_between"] is made
    assert between not in ACTION_KINDS.values()


def test_an_event_of_ones_own() -> None:
    """An attrs class that derives from Event checks what every event checks."""

    @frozen(kw_only=True)
    class Moved(Event):
        kind = "test_kinds_own"
        to: str

    moved = Moved(id="m", customer="c", occurred_at=datetime(2026, 3, 1, tzinfo=UTC), to="Prague")
    assert EVENT_KINDS["test_kinds_own"] is Moved
    assert moved != Birthday(id="m", customer="c", occurred_at=moved.occurred_at)
    with pytest.raises(BadValue, match=r"Moved\.id is ''"):
        Moved(id="", customer="c", occurred_at=moved.occurred_at, to="Prague")
