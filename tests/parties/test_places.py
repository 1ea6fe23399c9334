"""Places: never more than there are, given back whole, and settled once said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import (
    BadValue,
    CustomersMerged,
    Engine,
    InvitationAnswered,
    OrderCancelled,
    OrderReopened,
    PluginError,
    Remember,
    SendMessage,
    TakePlace,
    hookimpl,
)
from tests.audit import audit
from tests.build import after, config, gives, opened, order, rows
from tests.parties.build import TEA, Seats, answered, hall, seats, taken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from retention_sdk import Action, Decision


def kinds(decision: Decision) -> list[str]:
    """What is granted: messages by their names."""
    return [getattr(action, "template", action.kind) for action in decision.actions]


def codes(decision: Decision) -> list[str]:
    """The codes of what is refused."""
    return [one.code for one in decision.refusals]


def test_all_or_none(database_url: str) -> None:
    """A party has its seats whole, or none; then it is told so instead, and nothing is remembered."""
    with hall(database_url, 3) as engine:
        assert kinds(engine.handle(answered("a-1", "ann", 2))) == ["take_place", "seat"]
        full = engine.handle(answered("a-2", "bob", 2))
        assert (kinds(full), codes(full)) == (["full"], ["none_left", "goes_with_refused"])
        assert full.refusals[0].sentence == "1 of 3 of tea are left."
        assert kinds(engine.handle(answered("a-3", "cleo", 1))) == ["take_place", "seat"]
        assert (taken(engine), seats(engine, "ann", "bob", "cleo")) == (3, [2, 0, 1])
        assert engine.customer("bob").standing.memory == {}
        assert audit(engine) == []


def test_a_later_answer_goes_instead(database_url: str) -> None:
    """Fewer seats, more seats and none: the earlier answer's are free; who asks for too many keeps what they have."""
    with hall(database_url, 4) as engine:
        engine.handle(answered("a-1", "ann", 3))
        fewer = engine.handle(answered("a-2", "ann", 2, after(1)))
        assert [one.action for one in fewer.reversals] == [TakePlace(TEA, 3, instead=[SendMessage("full")])]
        assert (taken(engine), seats(engine, "ann")) == (2, [2])
        engine.handle(answered("a-3", "ann", 4, after(2)))
        assert (taken(engine), seats(engine, "ann")) == (4, [4])
        assert "none_left" in codes(engine.handle(answered("a-4", "ann", 5, after(3))))
        assert (taken(engine), seats(engine, "ann")) == (4, [4])
        engine.handle(answered("a-5", "ann", 0, after(4)))
        assert (taken(engine), seats(engine, "ann")) == (0, [0])
        assert engine.handle(answered("a-6", "ann", 0, after(5))).reversals == ()
        assert audit(engine) == []


def test_a_crowd(database_url: str) -> None:
    """40 people from 16 threads for 7 seats: 7 have one, whoever it is; half give theirs back, and 7 are had again."""
    with hall(database_url, 7) as engine, ThreadPoolExecutor(16) as threads:
        people = [f"p-{number:02}" for number in range(40)]
        list(threads.map(engine.handle, [answered(f"a-{who}", who) for who in people]))
        assert (taken(engine), sum(seats(engine, *people))) == (7, 7)
        came = [who for who in people if seats(engine, who) == [1]]
        gone = [answered(f"b-{who}", who, 0, after(1)) for who in came[:4]]
        more = [answered(f"c-{number}", f"new-{number}", 1, after(1)) for number in range(8)]
        list(threads.map(engine.handle, [*gone, *more]))
        # who came while none was free was told no; there may be seats now
        list(
            threads.map(engine.handle, [answered(f"d-{number}", f"late-{number}", 1, after(2)) for number in range(8)])
        )
        assert taken(engine) == 7
        assert audit(engine) == []


def test_two_processes(database_url: str) -> None:
    """Two engines on one database share the seats."""
    with hall(database_url, 5) as one, hall(database_url, 5) as other, ThreadPoolExecutor(8) as threads:
        events = [answered(f"a-{number}", f"p-{number}") for number in range(20)]
        list(threads.map(lambda pair: (one, other)[pair[0] % 2].handle(pair[1]), enumerate(events)))
        assert taken(one) == 5
        assert audit(one) == []


@settings(max_examples=12)
@given(
    told=st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.integers(0, 20)),
        max_size=9,
        unique_by=lambda one: one[2],
    ),
    turn=st.randoms(),
)
def test_late_answers(tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, int, int]], turn: object) -> None:
    """In whatever turn answers come in: never more than there are, and each one's is an answer that they gave."""
    url = f"sqlite:///{tmp_path_factory.mktemp('late')}/late.db"
    events = [answered(f"a-{day}", who, places, after(day)) for who, places, day in told]
    turn.shuffle(events)  # type: ignore[attr-defined]
    with hall(url, 4) as engine:
        for event in events:
            engine.handle(event)
            assert taken(engine) <= 4
        assert taken(engine) == sum(seats(engine, *"abc"))
        for who in "abc":
            mine = sorted((day, places) for whose, places, day in told if whose == who)
            assert engine.customer(who).places(TEA) in {0, *(places for _, places in mine)}
            if mine and mine[-1][1] == 0:
                assert engine.customer(who).places(TEA) == 0
        assert audit(engine) == []


def test_said_is_said(database_url: str) -> None:
    """A no stays one when the customer's past is decided again, and so does a yes, however full it is by then."""
    with hall(database_url, 1) as engine:
        engine.handle(answered("a-1", "ann", 1, after(5)))
        engine.handle(answered("a-2", "bob", 1, after(5)))
        engine.handle(answered("a-3", "ann", 0, after(6)))
        engine.handle(order("o-1", "bob", at=after(1)))
        assert (taken(engine), seats(engine, "ann", "bob")) == (0, [0, 0])
        engine.handle(answered("a-4", "cleo", 1, after(7)))
        engine.handle(order("o-2", "cleo", at=after(2)))
        assert (taken(engine), seats(engine, "cleo")) == (1, [1])
        assert audit(engine) == []


def test_an_order_may_take_places(database_url: str) -> None:
    """Places that an order took are free when it is called off, and taken again only where some are left."""
    strategy = opened(database_url, {"seats": Seats(1), "sells": gives(TakePlace(TEA))})
    with strategy as engine:
        engine.handle(order("o-1", "ann"))
        assert codes(engine.handle(order("o-2", "bob"))) == ["none_left"]
        engine.handle(OrderCancelled(id="x-1", customer="ann", occurred_at=after(1), order="o-1"))
        assert taken(engine) == 0
        engine.handle(order("o-3", "bob", at=after(2)))
        again = engine.handle(OrderReopened(id="x-2", customer="ann", occurred_at=after(3), order="o-1"))
        assert (taken(engine), [note.code for note in again.notes]) == (1, ["none_left"])
        assert audit(engine) == []


def test_merged(database_url: str) -> None:
    """Two who turn out to be one have one answer, the later one."""
    with hall(database_url, 9) as engine:
        engine.handle(answered("a-1", "ann", 3))
        engine.handle(answered("a-2", "anna", 2, after(1)))
        engine.handle(CustomersMerged(id="m-1", customer="ann", occurred_at=after(2), other="anna"))
        assert (taken(engine), seats(engine, "ann")) == (2, [2])
        assert audit(engine) == []


def test_more_seats(database_url: str) -> None:
    """What was taken until now counts against another number; with fewer than are taken, nobody loses theirs."""
    with hall(database_url, 4) as engine:
        engine.handle(answered("a-1", "ann", 3))
    with hall(database_url, 2) as engine:
        assert codes(engine.handle(answered("a-2", "bob", 1)))[0] == "none_left"
        assert (taken(engine), seats(engine, "ann")) == (3, [3])
    with hall(database_url, 5) as engine:
        engine.handle(answered("a-3", "cleo", 2))
        assert taken(engine) == 5
        assert audit(engine) == []


def test_nobody_keeps_them(tmp_path: Path) -> None:
    """Places that no strategy speaks of are refused, whatever else is counted; two that keep the same are refused."""
    url = f"sqlite:///{tmp_path}/none.db"
    with opened(url, {"sells": gives(TakePlace("cake"))}) as engine:
        assert codes(engine.handle(order("o-1"))) == ["no_places"]
    with opened(url, {"sells": gives(TakePlace("cake")), "seats": Seats(1)}) as engine:
        assert codes(engine.handle(order("o-2"))) == ["no_places"]
    with pytest.raises(PluginError, match="'one' and 'other' both have places of 'tea'"):
        opened(url, {"one": Seats(1), "other": Seats(2)})
    with pytest.raises(PluginError, match=r"places has 'tea': 1\.5"):
        opened(url, {"one": Seats(1.5)})  # type: ignore[arg-type]


def test_a_message_costs_no_seat(tmp_path: Path) -> None:
    """Where the message about a seat is refused, the seat stays."""
    with hall(f"sqlite:///{tmp_path}/quiet.db", 1, messages={"consent": True, "transactional": []}) as engine:
        decision = engine.handle(answered("a-1", "ann"))
        assert (kinds(decision), codes(decision)) == (["take_place"], ["no_consent"])
        assert seats(engine, "ann") == [1]


def test_a_strategy_that_failed(database_url: str) -> None:
    """Asked again, it takes the places of the answer instead of the earlier ones; not where the customer went on."""
    ill = [True]

    class Moody(Seats):
        @hookimpl
        def on_invitation_answered(self, event: InvitationAnswered) -> Iterator[Action]:
            """Fails where it is ill."""
            if ill[0] and event.places == 3:
                raise RuntimeError("ill")
            yield from super().on_invitation_answered(event)

    with opened(database_url, {"seats": Moody(4)}) as engine:
        engine.handle(answered("a-1", "ann", 2))
        assert engine.handle(answered("a-2", "ann", 3, after(1))).failures
        assert (taken(engine), seats(engine, "ann")) == (2, [2])
        engine.handle(answered("b-1", "bob", 3))
        engine.handle(answered("b-2", "bob", 1, after(1)))
        ill.clear()
        ill.append(False)
        (again,) = engine.retry_failures()
        assert [one.action.places for one in again.reversals] == [2]  # type: ignore[attr-defined]
        assert (taken(engine), seats(engine, "ann", "bob")) == (4, [3, 1])
        engine.handle(answered("a-3", "ann", 0, after(2)))
        engine.handle(order("o-1", "ann", at=after(-1)))
        assert (taken(engine), seats(engine, "ann", "bob")) == (1, [0, 1])
        assert audit(engine) == []


def test_names_that_look_like_numbers(tmp_path: Path) -> None:
    """A name may end like a count."""
    with opened(f"sqlite:///{tmp_path}/odd.db", {"seats": Seats(2, "tea*3")}) as engine:
        engine.handle(answered("a-1", "ann", 2, invitation="tea*3"))
        assert (taken(engine, "tea*3"), taken(engine, "tea")) == (2, 0)


def test_what_cannot_be() -> None:
    """What is done instead remembers nothing, and takes no place."""
    with pytest.raises(BadValue, match="answer those beside it"):
        TakePlace(TEA, instead=[Remember({})])
    with pytest.raises(BadValue, match="places is 0"):
        TakePlace(TEA, 0)


def test_told(tmp_path: Path) -> None:
    """What is taken is told in words."""
    with Engine.from_config(config(f"sqlite:///{tmp_path}/told.db"), {"seats": Seats(3)}) as engine:
        told = engine.handle(answered("a-1", "ann", 2)).explain()
        assert "- seats takes 2 places of tea." in told
        assert [row.status for row in rows(engine, "outbox") if row.kind == "take_place"] == [5]
