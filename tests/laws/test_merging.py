"""Two customers who are merged are one from the beginning, whatever each of them did and in whatever order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import Birthday, Event
from retention_sdk.testing.drawn.facts import FACTS, facts
from tests.audit import audit
from tests.build import after
from tests.laws.arrival import checked, shop

if TYPE_CHECKING:
    import random

    import pytest

WHO = st.lists(st.sampled_from("ab"), min_size=9, max_size=9)


def of_two(events: list[Event], who: list[str]) -> list[Event]:
    """The events, each as one of the customer that was drawn for it."""
    told = [evolve(event, customer=name) for event, name in zip(events, who, strict=False)]
    return [*told, *(Birthday(id=f"b-{name}", customer=name, occurred_at=after(30)) for name in "ab")]


@settings(max_examples=15)
@given(drawn=FACTS, who=WHO, late=st.integers(0, 4), arrival=st.randoms(use_true_random=False))
def test_as_if_they_had_been_one(
    tmp_path_factory: pytest.TempPathFactory, drawn: Any, who: list[str], late: int, arrival: random.Random
) -> None:
    """Wallets, lots, outbox, schedule, standing and decisions are those of one customer, whatever came before.

    There are no limits here: what an amount of money allowed or refused stays as it was, and would not be the same.
    """
    folder = tmp_path_factory.mktemp("merging")
    events = of_two(facts(drawn), who)
    arrival.shuffle(events)
    first, last = events[: len(events) - late], events[len(events) - late :]
    told = []
    for name, alone in (("two", False), ("one", True)):
        with shop(f"sqlite:///{folder / name}.db", messages={"consent": False}) as engine:
            engine.handle_many([evolve(event, customer="a") for event in first] if alone else first)
            engine.merge("a", "b", at=after(400))
            engine.handle_many(last)
            told.append(checked(engine))
            assert audit(engine) == []
    assert told[0] == told[1]
