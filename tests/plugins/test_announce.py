"""The strategy announce."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_plugins.announce import Announce, Notice
from retention_sdk import (
    Action,
    BadValue,
    Credit,
    Customer,
    Debit,
    Expiring,
    Occasion,
    Profile,
    SendMessage,
    SignUp,
    Standing,
    StoreView,
    Wallet,
    Wording,
    days,
)
from retention_sdk.wire import loads
from tests.audit import audit
from tests.build import Does, opened, order, rows, visit
from tests.plugins.build import NOW, customer, memory, only

if TYPE_CHECKING:
    from retention_sdk import Engine

TODAY = NOW.date()
DAY = timedelta(days=1)
ZONES = ["Pacific/Kiritimati", "Pacific/Honolulu", "Europe/Prague", "America/Havana", "Africa/Cairo"]


def notice(on: int = 20, **more: Any) -> Notice:
    """Something that changes in so many days."""
    return Notice(title=Wording("New tiers"), text=Wording("Silver is new."), on=TODAY + timedelta(days=on), **more)


def member(**more: Any) -> Customer:
    """A member."""
    return customer(tags=frozenset({"member"}), **more)


def occasion(name: str = "notices.one", at: datetime = NOW) -> Occasion:
    """The time at which something is told."""
    return Occasion(id="a-1", customer="c", occurred_at=at, plugin="announce", name=name)


def answer(who: Customer, one: Notice, at: datetime = NOW) -> list[Action]:
    """What somebody is told."""
    return list(Announce(notices={"one": one}).on_occasion(occasion(at=at), who))


def test_a_notice() -> None:
    """A member is told what changes and when, once, and only before it does."""
    actions = answer(member(), notice(link="https://x.example/tiers"))
    assert only(actions, SendMessage) == SendMessage(
        "announcement",
        data={"title": "New tiers", "text": "Silver is new.", "on": "2026-03-30", "link": "https://x.example/tiers"},
        until=datetime(2026, 3, 30, tzinfo=UTC),
        reason="one, from 2026-03-30 on",
    )
    assert memory(actions) == {"told": {"one": "2026-03-10"}}
    assert not answer(member(state=memory(actions)), notice(40))
    assert not answer(member(), notice(0))


@pytest.mark.parametrize(
    ("concerned", "who", "told"),
    [
        ({}, {"tags": frozenset({"member"})}, True),
        ({}, {}, False),
        ({"everybody": True}, {}, True),
        ({"tiers": ("gold",)}, {"tier": "gold"}, True),
        ({"tiers": ("gold",)}, {"tags": frozenset({"member"})}, False),
        ({"units": ("miles", "points")}, {"points": 3}, True),
        ({"units": ("miles",)}, {"points": 3, "miles": 0}, False),
        ({"units": ("miles",), "tiers": ("gold",)}, {"tier": "gold"}, True),
    ],
)
def test_those_concerned(concerned: dict[str, Any], who: dict[str, Any], told: bool) -> None:
    """It is told to those whom it concerns: all members, a tier, those who have something of a unit, or everybody."""
    seen, one = customer(**who), notice(**concerned)
    assert bool(answer(seen, one)) == told
    assert bool(list(Announce(notices={"one": one}).occasions(seen, NOW))) == told


def test_a_day_that_no_calendar_has() -> None:
    """A day in a far millennium is refused where it is written."""
    with pytest.raises(BadValue, match="on is 9999-12-31"):
        Notice(title=Wording("x"), text=Wording("y"), on=date.max)


def times(strategy: Announce, who: Customer, after: datetime = NOW) -> list[tuple[datetime, str]]:
    """All times at which something is told, if nothing is remembered."""
    found: list[tuple[datetime, str]] = []
    while answers := sorted(strategy.occasions(who, after)):
        after = answers[0][0]
        found += [one for one in answers if one[0] == after]
    return found


@given(store=st.sampled_from(ZONES), home=st.sampled_from(ZONES), on=st.integers(2, 700), ahead=st.integers(1, 40))
def test_before_it_happens(store: str, home: str, on: int, ahead: int) -> None:
    """Wherever the store and the customer are, each time is before the day begins in the store, at the local hour."""
    strategy = Announce(notices={"one": notice(on, ahead_days=ahead)}, hour=10)
    standing = Standing(profile=Profile(timezone=home), tags=frozenset({"member"}))
    who = evolve(customer(), standing=standing, store=StoreView(timezone=store))
    begins = datetime.combine(TODAY + timedelta(days=on), datetime.min.time(), ZoneInfo(store))
    found = times(strategy, who, NOW - days(50))
    assert {name for _, name in found} == {"notices.one"}
    assert all(at.astimezone(ZoneInfo(home)).hour == 10 for at, _ in found)
    assert all(timedelta(0) < begins - at < days(ahead + 2) for at, _ in found)
    assert begins - found[-1][0] < days(3)


def holder(*lots: tuple[int, str, int], **state: Any) -> Customer:
    """Somebody who has lots that expire in so many hours."""
    found = [Expiring(NOW + timedelta(hours=hours), unit, amount) for hours, unit, amount in sorted(lots)]
    first = {one.unit: one.at for one in reversed(found)}
    wallets = {unit: Wallet(unit, available=9, expires_at=at) for unit, at in first.items()}
    return evolve(customer(state=state), wallets=wallets, expiring=tuple(found))


def expiring(who: Customer, at: datetime = NOW, **more: Any) -> list[Action]:
    """What somebody is told of what expires."""
    return list(Announce(**more).on_occasion(occasion("expiring", at), who))


SOON = [("points", "13T12", 5), ("points", "13T14", 6), ("miles", "24T12", 7)]


def test_what_expires() -> None:
    """All that expires within the days is told in one message, by day and unit, and that it was is remembered."""
    who = holder((24 * 3, "points", 5), (24 * 3 + 2, "points", 6), (24 * 14, "miles", 7), (24 * 16, "points", 8))
    actions = expiring(who)
    message: SendMessage = only(actions, SendMessage)
    assert (message.purpose, message.until) == ("service", NOW + 3 * DAY)
    assert message.data["expiring"] == (
        {"on": "2026-03-13", "unit": "points", "amount": 11},
        {"on": "2026-03-24", "unit": "miles", "amount": 7},
    )
    days_on = {f"{unit} 2026-03-{on}:00:00+00:00": n for unit, on, n in SOON}
    assert memory(actions) == {"warned": days_on, "looked": NOW.isoformat()}
    assert not expiring(holder((24 * 20, "points", 5)))
    assert not expiring(who, expiring_days=14, units=("stamps",))
    later: SendMessage = only(expiring(who, NOW + 7 * DAY, units=("points",)), SendMessage)
    assert later.data["expiring"] == ({"on": "2026-03-26", "unit": "points", "amount": 8},)


def test_what_was_told_is_not_told_again() -> None:
    """A week later only what has come nearer is told."""
    state = memory(expiring(holder((24 * 9, "points", 5))))
    later = holder((24 * 9, "points", 5), (24 * 19, "points", 6), **state)
    actions = expiring(later, NOW + 7 * DAY)
    assert [dict(one)["amount"] for one in only(actions, SendMessage).data["expiring"]] == [6]
    nothing_new = expiring(holder((24 * 9, "points", 5), **state), NOW + 7 * DAY)
    assert [action.kind for action in nothing_new] == ["remember"]


def test_the_last_day_to_use_them() -> None:
    """What expires at midnight can be used on the day that ends then."""
    who = evolve(holder((24 * 5 - 12, "points", 5)), store=StoreView(timezone="UTC"))
    (one,) = only(expiring(who), SendMessage).data["expiring"]
    assert dict(one)["on"] == "2026-03-14"


def test_in_words() -> None:
    """A merchant is told what is announced, when and to whom."""
    listed = {"a": notice(), "b": notice(everybody=True), "c": notice(tiers=("gold",), units=("miles",))}
    assert list(Announce(notices=listed).in_words()) == [
        "a, from 2026-03-30 on, is told 30 days before to all members.",
        "b, from 2026-03-30 on, is told 30 days before to everybody.",
        "c, from 2026-03-30 on, is told 30 days before to tier gold, whoever has miles.",
        "Whose units expire is told 14 days before.",
    ]
    assert not list(Announce(expiring_days=0).in_words())


# in the engine

FIRST = datetime(2100, 3, 1, 12, tzinfo=UTC)


def shop(url: str, gifts: dict[str, Credit] | None = None, **settings: Any) -> Engine:
    """A shop that gives what an order is called after, takes what a visit says, and announces."""

    def gives(event: Any, customer: Customer) -> list[Action]:
        if event.kind == "purchase":
            return [(gifts or {})[event.id.partition("-")[0]]]
        spent = min(int(event.place or 0), customer.wallet("points").available)
        return [Debit("points", spent)] if spent else []

    plugins = {"welcome": {}, "announce": settings}
    return opened(url, {"gives": Does(gives)}, plugins=plugins, store={"timezone": "Europe/Prague"})


def sent(engine: Engine, template: str) -> list[tuple[str, Any]]:
    """When something was told, in UTC, and what."""
    found = [(row.at, loads(row.body)) for row in rows(engine, "outbox") if row.kind == "send_message"]
    mine = sorted((at, body["data"]) for at, body in found if body["template"] == template)
    return [(f"{datetime.fromtimestamp(at / 1_000_000, UTC):%m-%d %H:%M}", data) for at, data in mine]


def test_a_notice_and_its_date(sqlite_url: str) -> None:
    """It is told once and ahead, over an outage too; a date that is changed is not told again, a new member is."""
    table = {"title": "New tiers", "text": "x", "ahead_days": 14}
    with shop(sqlite_url, notices={"tiers": {**table, "on": "2100-03-30"}}) as engine:
        engine.handle(SignUp(id="s-1", customer="c", occurred_at=FIRST))
        for day in (1, 13, 17, 18):
            engine.tick(FIRST + days(day))
        assert [when for when, _ in sent(engine, "announcement")] == ["03-16 09:00"]
    with shop(sqlite_url, notices={"tiers": {**table, "on": "2100-04-20"}}) as engine:
        engine.handle(SignUp(id="s-2", customer="d", occurred_at=FIRST + days(40)))
        for day in range(19, 90):
            engine.tick(FIRST + days(day))
        assert [when for when, _ in sent(engine, "announcement")] == ["03-16 09:00", "04-13 08:00"]
        assert audit(engine) == []


LIFE = st.lists(
    st.tuples(
        st.integers(0, 120),
        st.sampled_from(["short", "week", "month", "wait", "spend"]),
        st.integers(0, 23),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=8,
)
CREDITS = {
    "short": Credit("points", 5, valid_for=3 * DAY),
    "week": Credit("points", 7, valid_for=9 * DAY),
    "month": Credit("points", 31, valid_for=40 * DAY),
    "wait": Credit("points", 11, pending_for=10 * DAY, valid_for=6 * DAY),
}


@settings(max_examples=3)
@given(life=LIFE)
def test_what_expired_was_told(life: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever is given and spent: what expired was told before it did, no lot twice, and no more than was there."""
    with shop(f"sqlite:///{tmp_path_factory.mktemp('announce') / 'shop.db'}", CREDITS, expiring_days=14) as engine:
        facts: list[Any] = []
        for number, (day, what, hour, places) in enumerate(life):
            at = FIRST + timedelta(days=day, hours=hour, minutes=number)
            spends = visit(f"v-{number}", at=at, place=str(places))
            facts.append(spends if what == "spend" else order(f"{what}-{number}", at=at))
        facts.sort(key=lambda event: event.occurred_at)
        for day in range(180):
            now = FIRST + timedelta(days=day)
            while facts and facts[0].occurred_at <= now:
                engine.handle(facts.pop(0))
            engine.tick(now)
        gone: dict[str, int] = {}
        for row in rows(engine, "movements"):
            last = datetime.fromtimestamp(row.at / 1_000_000, UTC) - timedelta(microseconds=1)
            day_of = last.astimezone(ZoneInfo("Europe/Prague")).date().isoformat()
            expired = row.amount * ((row.target == "expired") - (row.source == "expired"))
            gone[day_of] = gone.get(day_of, 0) + expired
        told: dict[str, int] = {}
        for when, data in sent(engine, "points_expiring"):
            for one in data["expiring"]:
                assert f"2100-{when[:5]}" <= one["on"]
                told[one["on"]] = told.get(one["on"], 0) + one["amount"]
        assert all(told.get(day_of, 0) >= amount for day_of, amount in gone.items())
        given_at_all = sum(credit.amount for name, credit in CREDITS.items() for one in life if one[1] == name)
        assert sum(told.values()) <= given_at_all
        assert audit(engine) == []
