"""Both sides are rewarded after the friend's first kept order: who is a friend, when, and what comes back."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from retention_plugins.referral import Referrals
from retention_sdk import (
    Credit,
    Customer,
    Engine,
    History,
    IssueCoupon,
    IssueNumber,
    Profile,
    Purchase,
    Referral,
    ReferralKept,
    Referred,
    Refund,
    Returning,
    Schedule,
    SendMessage,
    SignUp,
    Standing,
    mark_of,
)
from tests.audit import audit
from tests.build import after, opened, rows
from tests.build import order as bought
from tests.engine.test_erasing import everything
from tests.plugins.build import NOW, ago, eur, line, memory, only, order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retention_sdk import Action, Event

ADA = Profile(email="ada.love@gmail.com", marks=["card 5F2A"])
"""Who refers."""

REFERRALS: Any = Referrals()


def who(id: str, profile: Profile | None = None, state: dict[str, Any] | None = None, **known: Any) -> Customer:
    """A customer."""
    return Customer(id, standing=Standing(profile=profile or Profile(), **known), state=state or {})


def referral(friend: str = "bea") -> Referral:
    """Ada brings a friend."""
    return Referral(id="r-1", customer="ada", occurred_at=NOW, friend=friend, source="shop")


def referred(referrer: Customer | None = None) -> Referred:
    """What is told of the friend."""
    told = REFERRALS.on_referral(referral(), referrer or who("ada", ADA))
    event: Referred = only(list(told), Schedule).event
    return event


def kept(friend: Customer | None = None, **settings: Any) -> list[ReferralKept]:
    """What is told of the referrer where a friend orders for ten euros."""
    friend = friend or who("bea", state={"referrer": "ada"})
    told: list[Any] = list(Referrals(**settings).on_purchase(evolve(order(), customer="bea"), friend))
    return [one.event for one in told]


def test_the_friend_is_told() -> None:
    """Who brought them is a fact about the friend, with what the referrer is known by, and nothing in clear."""
    event = referred()
    assert (event.customer, event.referrer, event.occurred_at) == ("bea", "ada", NOW - timedelta(microseconds=1))
    assert set(event.marks) == ADA.known_by
    assert not any("ada" in mark or "5F2A" in mark for mark in event.marks)


@pytest.mark.parametrize("merged", [{}, {"merged": frozenset({"bea"})}])
def test_nobody_brings_themselves(merged: dict[str, Any]) -> None:
    """The same id is no friend, nor is one that leads to the customer."""
    friend = "bea" if merged else "ada"
    assert list(REFERRALS.on_referral(referral(friend), who("ada", **merged))) == []


@pytest.mark.parametrize(
    "friend",
    [
        Profile(email="ada.love@gmail.com"),
        Profile(email="AdaLove+tea@googlemail.com"),
        Profile(email="other@example.com", marks=["card 5F2A"]),
    ],
    ids=["address", "alias", "card"],
)
def test_whoever_is_known_by_the_same(friend: Profile) -> None:
    """The same address, another spelling of it and the same card are the same person, whenever that is found out."""
    assert list(REFERRALS.on_referred(referred(), who("bea", friend))) == []
    (event,) = kept(who("bea", friend, {"referrer": "ada"}))
    assert list(REFERRALS.on_referral_kept(event, who("ada", ADA))) == []


def test_a_friend_is_new() -> None:
    """Whoever ordered before, was brought before, or was forgotten and comes back, is no new customer."""
    event = referred()
    assert memory(list(REFERRALS.on_referred(event, who("bea")))) == {"referrer": "ada"}
    old = [
        who("bea", history=History(1, 1, 10, NOW, NOW)),
        who("bea", state={"referrer": "eve"}),
        who("bea", returning=Returning(ago(9))),
    ]
    assert [list(REFERRALS.on_referred(event, one)) for one in old] == [[], [], []]


def test_an_order_is_looked_at_when_it_is_kept() -> None:
    """After the return window, of whoever was brought, until one was kept, and where it is large enough."""
    (event,) = kept(hold_days=14)
    assert (event.customer, event.other, event.occurred_at) == ("ada", "bea", NOW + timedelta(days=14))
    assert kept(who("bea")) == []
    assert kept(who("bea", state={"referrer": "ada", "kept": True})) == []
    assert (kept(minimum=eur("10.01")), len(kept(minimum=eur(10)))) == ([], 1)


def told(event: ReferralKept, customer: Customer, **settings: Any) -> list[Action]:
    """What is answered to a kept order."""
    strategy: Any = Referrals(**settings)
    return list(strategy.on_referral_kept(event, customer))


def test_both_are_rewarded() -> None:
    """Points, a coupon, and a message that tells of them; the referrer's brings the friend's."""
    (event,) = kept()
    mine = told(event, who("ada"), points=50, friend_points=20, friend_percent=0)
    assert (only(mine, Credit).amount, only(mine, IssueCoupon).benefit.percent) == (50, 10)
    assert dict(only(mine, SendMessage).data) == {"points": 50, "unit": "points"}
    friends = only(mine, Schedule).event
    assert (friends.customer, friends.side, friends.other) == ("bea", "friend", "ada")
    theirs = told(friends, who("bea"), friend_points=20, friend_percent=0)
    assert [type(one).__name__ for one in theirs] == ["Credit", "SendMessage", "Remember"]
    assert told(friends, who("bea", state=memory(theirs))) == []


def test_once_a_friend_and_so_many_a_period() -> None:
    """A friend counts once; beyond the most of a period the friend alone is rewarded, and a later one counts again."""
    state: dict[str, Any] = {}
    for number in range(3):
        (event,) = kept(who(f"f-{number}", state={"referrer": "ada"}))
        answer = told(event, who("ada", state=state), most=2, period_days=90)
        assert [isinstance(one, Schedule) for one in answer].count(True) == 1
        assert bool(memory(answer)) == (number < 2)
        state |= memory(answer)
        assert told(event, who("ada", state=state), most=2) == [] or number == 2
    assert len(state["brought"]) == 2
    (event,) = kept(who("f-9", state={"referrer": "ada"}))
    later = evolve(event, occurred_at=event.occurred_at + timedelta(days=91))
    assert len(memory(told(later, who("ada", state=state), most=2, period_days=90))["brought"]) == 1
    assert "f-0" not in str(state)


def test_a_number_for_friends() -> None:
    """Whoever signs up has a number that friends can come with, and keeps it."""
    first = list(REFERRALS.on_sign_up(who("ada")))
    assert only(first, IssueNumber).name == "referral"
    assert list(REFERRALS.on_sign_up(who("ada", state=memory(first)))) == []


def test_in_words() -> None:
    """It says what it gives to whom, when, and how often."""
    strategy: Any = Referrals(minimum=eur(20), points=5, friend_percent=0)
    assert list(strategy.in_words()) == [
        "Who was brought by a customer and keeps a first order of 20.00 EUR or more for 30 days gets nothing.",
        "Who brought them gets 5 points and a coupon for 10 % off, for 10 friends in 365 days at most.",
    ]


# with the engine

SETTINGS: dict[str, Any] = {"hold_days": 14, "points": 50, "friend_points": 20, "percent": 0, "minimum": "10 EUR"}


def shop(url: str, **settings: Any) -> Engine:
    """A shop in which friends bring friends."""
    return opened(url, plugins={"referral": SETTINGS | settings})


def story() -> list[Event]:
    """Ada signs up and brings Bea, who orders."""
    return [
        SignUp(id="s-1", customer="ada", occurred_at=after(), profile=ADA),
        Referral(id="r-1", customer="ada", occurred_at=after(1), friend="bea"),
        bought("o-1", "bea", 20, at=after(1)),
    ]


def have(engine: Engine) -> tuple[int, ...]:
    """The points of both."""
    return tuple(engine.customer(name).wallet("points").available for name in ("ada", "bea"))


@pytest.mark.parametrize("told", list(permutations(range(3))), ids=str)
def test_in_any_order(sqlite_url: str, told: Sequence[int]) -> None:
    """The order may be told before the referral, and the referral before whoever referred is known."""
    with shop(sqlite_url) as engine:
        for place in told:
            engine.handle(story()[place])
            engine.tick(after(2))
        assert engine.tick(after(16)).scheduled == 2
        assert have(engine) == (50, 20)
        assert audit(engine) == []


def test_a_refund_before_and_after(database_url: str) -> None:
    """A refund that leaves too little takes it from both, also when it comes after the reward; a small one does not."""
    with shop(database_url) as engine:
        engine.handle_many([*story(), bought("o-2", "bea", 40, at=after(5))])
        engine.tick(after(16))
        engine.handle(Refund(id="b-1", customer="bea", occurred_at=after(17), order="o-1", amount=eur(5)))
        engine.tick(after(17))
        assert have(engine) == (50, 20)
        engine.handle(Refund(id="b-2", customer="bea", occurred_at=after(18), order="o-1", amount=eur(6)))
        engine.tick(after(18))
        assert have(engine) == (0, 0)
        engine.tick(after(20))  # the second order is kept
        assert have(engine) == (50, 20)
        engine.handle(Refund(id="b-3", customer="bea", occurred_at=after(30), order="o-2"))
        engine.tick(after(30))
        assert have(engine) == (0, 0)
        assert audit(engine) == []


def test_whoever_ordered_before(sqlite_url: str) -> None:
    """An order of before, told when both were rewarded already, says that the friend was not new."""
    with shop(sqlite_url) as engine:
        engine.handle_many(story())
        engine.tick(after(16))
        engine.handle(bought("o-0", "bea", 5, at=after(0, hours=1)))
        engine.tick(after(17))
        assert have(engine) == (0, 0)
        assert audit(engine) == []


@pytest.mark.parametrize("day", [3, 20])
@pytest.mark.parametrize(("into", "other"), [("ada", "bea"), ("bea", "ada")])
def test_both_turn_out_to_be_one(sqlite_url: str, into: str, other: str, day: int) -> None:
    """Whoever brought themselves has nothing of it, whenever it is found out."""
    with shop(sqlite_url) as engine:
        engine.handle_many(story())
        engine.tick(after(day))
        engine.merge(into, other, at=after(day))
        engine.tick(after(40))
        assert engine.customer("ada").wallet("points").available == 0
        assert audit(engine) == []


def test_the_number_leads_to_the_referrer(sqlite_url: str) -> None:
    """A shop finds who referred by the number that a friend came with."""
    with shop(sqlite_url) as engine:
        engine.handle(story()[0])
        number = engine.number("ada", "referral")
        assert number is not None
        found = engine.numbered(number)
        assert found is not None
        assert (found.customer, found.name, found.valid) == ("ada", "referral", True)


def test_the_card_is_told_with_a_later_fact(sqlite_url: str) -> None:
    """What is learnt late of the friend, of before the order, is looked at all the same."""
    with shop(sqlite_url) as engine:
        engine.handle_many(story())
        engine.tick(after(16))
        late = SignUp(id="s-2", customer="bea", occurred_at=after(0, hours=9), profile=Profile(marks=["card 5F2A"]))
        engine.handle(late)
        engine.tick(after(17))
        assert have(engine) == (0, 0)
        assert audit(engine) == []


def test_one_of_many_lines() -> None:
    """An order of several lines is as large as they are together."""
    friend = who("bea", state={"referrer": "ada"})
    strategy: Any = Referrals(minimum=eur(15))
    large: Purchase = order(line(10), line(5, sku="tea"))
    assert len(list(strategy.on_purchase(large, friend))) == 1


@pytest.mark.parametrize("day", [1, 16, 20])
@pytest.mark.parametrize("name", ["ada", "bea"])
def test_one_of_them_is_forgotten(sqlite_url: str, name: str, day: int) -> None:
    """No row of the other names them, nor tells what they were known by; nothing more follows, and replays go well."""
    with shop(sqlite_url) as engine:
        engine.handle_many([evolve(story()[0], id="s-x"), *story()[1:]])
        engine.tick(after(day))
        if day == 20:
            engine.handle(Refund(id="b-1", customer="bea", occurred_at=after(18), order="o-1"))
            engine.tick(after(day))
        text = everything(engine)
        words = [f'"{name}"', mark_of(name), *sorted(engine.customer(name).profile.known_by)]
        assert all(word.replace('"', '\\"') in text for word in words[:1])
        engine.erase(name, at=after(day))
        left = everything(engine)
        assert [word for word in words if word.replace('"', '\\"') in left] == []
        other = "bea" if name == "ada" else "ada"
        engine.handle(SignUp(id="s-late", customer=other, occurred_at=after(0, hours=1)))
        engine.tick(after(40))
        assert {row.customer for row in rows(engine, "schedule")} == set()
        assert name not in {row.customer for row in rows(engine, "customers")}
        assert audit(engine) == []


def test_an_export_tells_of_one_alone(sqlite_url: str) -> None:
    """What the referrer is known by is not in the friend's export, nor the other way round."""
    with shop(sqlite_url) as engine:
        engine.handle_many([*story()[:2], evolve(story()[2], profile=Profile(email="bea@example.com"))])
        engine.tick(after(16))
        for name, other in (("ada", "bea"), ("bea", "ada")):
            told, marks = str(engine.export(name)), engine.customer(other).profile.known_by
            assert marks
            assert [mark for mark in marks if mark in told] == []
