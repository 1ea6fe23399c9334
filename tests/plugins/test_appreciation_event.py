"""appreciation_event: who is invited, once; seats, a waiting list, and a reminder for those who come."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from retention_plugins.appreciation_event import AppreciationEvent
from retention_sdk import (
    Action,
    BadValue,
    Consent,
    Customer,
    Decision,
    Engine,
    History,
    InvitationAnswered,
    MonthDay,
    Occasion,
    Profile,
    SendMessage,
    StoreView,
    days,
)
from retention_sdk.calls import freeing
from tests.audit import audit
from tests.build import config, eur, order, rows
from tests.plugins.build import customer, memory, only

if TYPE_CHECKING:
    from pathlib import Path

WILLING = Profile(consents=[Consent(channel="email")])
INVITED = datetime(2100, 1, 20, 8, tzinfo=UTC)
"""Nine in the morning in Prague."""

ANSWERED = INVITED + days(1)
BEGINS = datetime(2100, 3, 1, 17, 30, tzinfo=UTC)
PRAGUE = StoreView("Bean & Leaf", "Europe/Prague", "EUR")
WRITTEN: dict[str, Any] = {
    "name": "tasting",
    "title": "A tasting",
    "day": date(2100, 3, 1),
    "begins": "18:30",
    "place": "Bean & Leaf",
    "seats": 3,
    "invite_on": date(2100, 1, 20),
}


def tasting(**more: Any) -> AppreciationEvent:
    """An event of 2100."""
    return AppreciationEvent(**WRITTEN | more)


def guest(history: History | None = None, **more: Any) -> Customer:
    """A customer of a store in Prague."""
    made = customer(**more)
    return evolve(made, store=PRAGUE, standing=evolve(made.standing, history=history or History()))


def occasion(name: str, at: datetime = INVITED) -> Occasion:
    """What time brings."""
    return Occasion(id=name, customer="c", occurred_at=at, plugin="appreciation_event", name=name)


def answer(id: str, who: str = "c", places: int = 1, at: datetime = ANSWERED) -> InvitationAnswered:
    """An answer; no places are a no."""
    told = {"invitation": "tasting", "coming": bool(places), "places": places or 1}
    return InvitationAnswered(id=id, customer=who, occurred_at=at, **told)  # type: ignore[arg-type]


def templates(actions: list[Action] | Decision) -> list[str]:
    """The messages of an answer."""
    found = actions.actions if isinstance(actions, Decision) else actions
    return [action.template for action in found if isinstance(action, SendMessage)]


@pytest.mark.parametrize(
    ("settings", "who", "meant"),
    [
        ({}, {}, True),
        ({"tiers": ("gold",)}, {"tier": "gold"}, True),
        ({"tiers": ("gold",)}, {"tier": "silver"}, False),
        ({"tags": ("friend", "press")}, {"tags": frozenset({"press", "x"})}, True),
        ({"tags": ("friend",)}, {}, False),
        ({"orders_at_least": 2}, {"history": History(orders=2)}, True),
        ({"orders_at_least": 2}, {"history": History(orders=1)}, False),
        ({"spent_at_least": eur(50)}, {"history": History(spent=5000)}, True),
        ({"spent_at_least": eur(50)}, {"history": History(spent=4999)}, False),
        ({"minimum_age": 18}, {}, False),
        ({"minimum_age": 18}, {"profile": Profile(birthday=MonthDay(3, 1, 2082))}, True),
        ({"minimum_age": 18}, {"profile": Profile(birthday=MonthDay(3, 2, 2082))}, False),
    ],
)
def test_who_is_invited(settings: dict[str, Any], who: dict[str, Any], meant: bool) -> None:
    """Who is in the segment, and old enough on the day itself as far as is known; nobody else."""
    event = tasting(**settings)
    times = list(event.occasions(guest(**who), INVITED - days(9)))
    assert [(at.astimezone(UTC), name) for at, name in times] == ([(INVITED, "invitation")] if meant else [])
    assert templates(list(event.on_occasion(occasion("invitation"), guest(**who)))) == ["event_invitation"] * meant


def test_nobody_twice() -> None:
    """Who was invited is not invited again, on whatever day it is moved to; an occasion that is over is none."""
    actions = list(tasting().on_occasion(occasion("invitation"), guest()))
    assert memory(actions) == {"invited": INVITED.isoformat()}
    assert only(actions, SendMessage).purpose == "marketing"
    moved = tasting(invite_on=date(2100, 1, 25))
    assert not list(moved.on_occasion(occasion("invitation", INVITED + days(5)), guest(state=memory(actions))))
    assert not list(tasting().occasions(guest(), INVITED))


def test_the_calendar() -> None:
    """An entry is of the store's clock, with one name for all that is sent, and a later one goes before an earlier."""
    told = only(list(tasting(link="https://x").on_occasion(occasion("invitation"), guest())), SendMessage).data
    entry = told["calendar"]
    assert (entry["begins"], entry["ends"]) == ("2100-03-01T18:30:00", "2100-03-01T20:30:00")
    assert (entry["zone"], entry["uid"], entry["status"]) == ("Europe/Prague", "tasting", "TENTATIVE")
    coming = guest(state={"invited": "x"})
    seat = list(tasting().on_invitation_answered(answer("a-1"), coming))
    later = only(seat, SendMessage).data["calendar"]
    assert later["sequence"] > entry["sequence"]
    assert (later["uid"], later["status"]) == ("tasting", "CONFIRMED")


def test_reminded() -> None:
    """Who comes is reminded in the morning so many days before; who does not come is not."""
    coming = guest(state={"invited": "x", "coming": 2})
    ((at, name),) = tasting().occasions(coming, INVITED)
    assert (at.astimezone(UTC), name) == (datetime(2100, 2, 27, 8, tzinfo=UTC), "reminder")
    assert templates(list(tasting().on_occasion(occasion("reminder", at), coming))) == ["event_reminder"]
    assert not list(tasting().occasions(guest(state={"invited": "x"}), INVITED))
    assert not list(tasting().on_occasion(occasion("reminder", at), guest(state={"invited": "x"})))
    assert not list(tasting(remind_days=0).occasions(coming, INVITED))


@pytest.mark.parametrize(("places", "at", "why"), [(3, INVITED, "many"), (1, BEGINS - days(0), "late")])
def test_a_kind_no(places: int, at: datetime, why: str) -> None:
    """Too many at once, and an answer that is too late."""
    (message,) = tasting().on_invitation_answered(answer("a-1", places=places, at=at), guest(state={"invited": "x"}))
    assert isinstance(message, SendMessage)
    assert (message.template, message.data["why"]) == ("event_no", why)


def test_until_when() -> None:
    """One may answer to the end of the last day for it, where the store is."""
    last = datetime(2100, 2, 28, 22, 59, 59, tzinfo=UTC)
    invited = guest(state={"invited": "x"})
    assert templates(list(tasting().on_invitation_answered(answer("a-1", at=last), invited))) == ["event_seat"]
    late = last + timedelta(seconds=1)
    assert templates(list(tasting().on_invitation_answered(answer("a-2", at=late), invited))) == ["event_no"]


def test_who_was_not_invited() -> None:
    """Who was not invited has no seat to answer for, and an answer to something else is passed over."""
    assert not list(tasting().on_invitation_answered(answer("a-1"), guest()))
    other = evolve(answer("a-1"), invitation="other")
    assert not list(tasting().on_invitation_answered(other, guest(state={"invited": "x"})))


@pytest.mark.parametrize(
    ("settings", "told"),
    [({"begins": "half past six"}, "begins is 'half past six'"), ({"invite_on": date(2100, 3, 1)}, "invite_on is")],
)
def test_what_cannot_be(settings: dict[str, Any], told: str) -> None:
    """A time that is none, and an invitation on the day itself."""
    with pytest.raises(BadValue, match=told):
        tasting(**settings)


def test_in_words() -> None:
    """It says who is invited, when, and how many can come."""
    first, _ = tasting().in_words()
    assert first == "On 2100-01-20 customers are invited to 'A tasting' on 2100-03-01, once each."
    told = " ".join(tasting(tiers=("gold",), orders_at_least=2, minimum_age=18).in_words())
    assert "customers of the tiers gold with 2 orders or more who are 18 or older are invited" in told
    assert "The first to answer get its 3 seats, up to 2 each" in told


def shop(url: str, **more: Any) -> Engine:
    """A shop with an event of three seats."""
    tables = {"store": {"timezone": "Europe/Prague"}, "plugins": {"appreciation_event": WRITTEN | more}}
    return Engine.from_config(config(url, **tables))


def buy(engine: Engine, *people: str) -> None:
    """Have people buy something before they are invited."""
    for who in people:
        engine.handle(order(f"o-{who}", who, at=INVITED - days(2), profile=WILLING))


def sent(engine: Engine, template: str) -> list[str]:
    """Who was sent a message."""
    told = (row for row in rows(engine, "outbox") if row.kind == "send_message" and f'"{template}"' in row.body)
    return sorted(row.customer for row in told)


def test_from_invitation_to_reminder(database_url: str) -> None:
    """Invited by the clock, seats to those who answer first, the waiting list when one is free, a reminder."""
    with shop(database_url, orders_at_least=1) as engine:
        buy(engine, "ann", "bob", "cleo", "dan")
        assert engine.tick(INVITED - timedelta(seconds=1)).occasions == 0
        assert engine.tick(INVITED + days(1)).occasions == 4
        assert engine.tick(INVITED + days(2)).fired == 0
        assert sent(engine, "event_invitation") == ["ann", "bob", "cleo", "dan"]
        at = INVITED + days(3)
        assert templates(engine.handle(answer("a-1", "ann", 2, at))) == ["event_seat"]
        assert templates(engine.handle(answer("a-2", "bob", 2, at + days(1)))) == ["event_full"]
        assert templates(engine.handle(answer("a-3", "cleo", 1, at + days(2)))) == ["event_seat"]
        assert templates(engine.handle(answer("a-4", "dan", 1, at + days(3)))) == ["event_full"]
        assert engine.tick(at + days(4)).freed == 0
        assert templates(engine.handle(answer("a-5", "cleo", 0, at + days(5)))) == ["event_given_back"]
        # bob waits longer, and for two: there is one
        assert engine.tick(at + days(6)).freed == 2
        assert [engine.customer(who).places("tasting") for who in ("ann", "bob", "cleo", "dan")] == [2, 0, 0, 1]
        assert engine.tick(at + days(7)).freed == 0
        engine.handle(answer("a-6", "ann", 0, at + days(8)))
        assert engine.tick(at + days(9)).freed == 1
        assert engine.customer("bob").places("tasting") == 2
        assert engine.customer("bob").wallet("waiting:tasting").available == 0
        engine.tick(BEGINS)
        assert sent(engine, "event_reminder") == ["bob", "dan"]
        assert audit(engine) == []


def test_many_workers(database_url: str) -> None:
    """Seats that are given back while eight workers tick are had once, by whoever waited the longest."""
    with shop(database_url) as engine, ThreadPoolExecutor(8) as threads:
        people = [f"p-{number}" for number in range(9)]
        buy(engine, *people)
        engine.tick(INVITED)
        for number, who in enumerate(people):
            engine.handle(answer(f"a-{who}", who, 1, INVITED + timedelta(hours=1 + number)))
        engine.handle(answer("b-0", "p-0", 0, INVITED + days(1)))
        engine.handle(answer("b-1", "p-1", 0, INVITED + days(1)))
        ticked = list(threads.map(lambda _: engine.tick(INVITED + days(2)), range(8)))
        assert [error for one in ticked for error in one.errors] == []
        assert [who for who in people if engine.customer(who).places("tasting")] == ["p-2", "p-3", "p-4"]
        assert audit(engine) == []


def test_who_waits_and_does_not_come(tmp_path: Path) -> None:
    """Who takes their name off the waiting list is not asked; who asks for fewer is served, and waits no more."""
    with shop(f"sqlite:///{tmp_path}/list.db", most_each=3) as engine:
        buy(engine, "ann", "bob", "cleo")
        engine.tick(INVITED)
        engine.handle(answer("a-1", "ann", 2))
        engine.handle(answer("a-2", "bob", 3))
        engine.handle(answer("a-3", "cleo", 3))
        engine.handle(answer("a-4", "bob", 0, INVITED + days(2)))
        assert templates(engine.handle(answer("a-5", "cleo", 1, INVITED + days(2)))) == ["event_seat"]
        engine.handle(answer("a-6", "ann", 0, INVITED + days(3)))
        assert engine.tick(INVITED + days(4)).freed == 0
        assert [engine.customer(who).places("tasting") for who in ("ann", "bob", "cleo")] == [0, 0, 1]
        assert audit(engine) == []


def test_a_list_is_not_read_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose turn it is, is looked up when a seat became free, and otherwise once an hour."""
    looked: list[str] = []
    monkeypatch.setattr(freeing, "first_holders", lambda *_: looked.append("looked") or [])
    with shop(f"sqlite:///{tmp_path}/list.db") as engine:
        buy(engine, "ann")
        engine.tick(INVITED)
        del looked[:]
        for minute in range(1, 60, 7):
            engine.tick(INVITED + timedelta(minutes=minute))
        assert looked == []
        engine.handle(answer("a-1", "ann", 1, INVITED + timedelta(minutes=59)))
        engine.tick(INVITED + timedelta(minutes=59))
        assert len(looked) == 1
        engine.tick(INVITED + timedelta(hours=2))
        assert len(looked) == 2
