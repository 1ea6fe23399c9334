"""The strategy specials."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.specials import WEEK, Special, Specials
from retention_sdk import (
    BadValue,
    Complaint,
    Consent,
    Customer,
    History,
    IssueCoupon,
    Line,
    Occasion,
    OpenComplaint,
    PercentOff,
    Profile,
    Purchase,
    SendMessage,
    Severity,
    Standing,
    StoreView,
    Visit,
    Wording,
    days,
    midnight,
)
from tests.audit import audit
from tests.build import opened, rows
from tests.plugins.build import NOW, ago, customer, eur, line, memory, only, order

if TYPE_CHECKING:
    from retention_sdk import Engine

TODAY = NOW.date()  # a Tuesday
ZONES = ["Pacific/Kiritimati", "Pacific/Honolulu", "Europe/Prague", "America/Havana", "Africa/Cairo", "Asia/Tehran"]


def special(name: str = "Special", first: int = -1, last: int = 30, **more: Any) -> Special:
    """A special of these days, counted from today; of coffee where nothing else is said."""
    more = {"categories": ("coffee",), **more}
    dates = {"begins": TODAY + timedelta(days=first), "ends": TODAY + timedelta(days=last)}
    return Special(title=Wording(name), **{**dates, **more})


def coffee(days_ago: int = 40, sku: str = "beans", categories: tuple[str, ...] = ("coffee",)) -> Purchase:
    """An order of something."""
    return order(line(10, sku, categories=categories), id=f"o-{sku}-{days_ago}", at=ago(days_ago))


def occasion(at: datetime = NOW) -> Occasion:
    """The time at which specials are told."""
    return Occasion(id="s-1", customer="c", occurred_at=at, plugin="specials", name="specials")


def buyer(*orders: Purchase, **more: Any) -> Customer:
    """Somebody who bought coffee where nothing else is said."""
    found = customer(orders=orders or (coffee(),), state=more.pop("state", None))
    standing = evolve(more.pop("standing", found.standing), history=History(orders=1))
    return evolve(found, standing=standing, **more)


def told(strategy: Specials, who: Customer, at: datetime = NOW) -> list[str]:
    """The titles that somebody is told of."""
    found = [action for action in strategy.on_occasion(occasion(at), who) if isinstance(action, SendMessage)]
    return [one["title"] for message in found for one in message.data["specials"]]  # type: ignore[union-attr,index,call-overload,misc]


def test_what_interests_is_told_once() -> None:
    """A special of what was bought is told as marketing, with all that a letter needs, and is remembered."""
    one = special("Kenya", sku="kenya", price=eur("8.90"), percent=10, link="https://x.example/kenya", last=3)
    strategy = Specials(specials={"kenya": one, "tea": special("Tea", categories=("tea",))})
    actions = list(strategy.on_occasion(occasion(), buyer()))
    message: SendMessage = only(actions, SendMessage)
    assert (message.template, message.purpose, message.until) == (
        "specials",
        "marketing",
        NOW.replace(hour=0) + days(4),
    )
    (shown,) = message.data["specials"]  # type: ignore[misc]
    days_of_it = {"begins": "2026-03-09", "ends": "2026-03-13"}
    seen = {"link": "https://x.example/kenya", "image": "", "goods": ("kenya",)}
    price = {"minor": 890, "currency": "EUR"}
    assert shown == {"title": "Kenya", "price": price, "percent": 10, "coupon": False, **days_of_it, **seen}
    assert memory(actions) == {"told": {"kenya": "2026-03-10"}}
    assert not told(strategy, buyer(state=memory(actions)))


def test_nothing_without_interest() -> None:
    """Nobody is sent what does not interest them: there is no filler, and no message without a special."""
    strategy = Specials(specials={"tea": special(categories=("tea",))})
    assert not list(strategy.on_occasion(occasion(), buyer()))
    assert not list(strategy.on_occasion(occasion(), customer()))


@pytest.mark.parametrize(("first", "last", "runs"), [(0, 0, True), (-9, 0, True), (1, 9, False), (-9, -1, False)])
def test_what_runs_today(first: int, last: int, runs: bool) -> None:
    """A special is told from its first day to its last, and neither before nor after."""
    assert bool(told(Specials(specials={"one": special(first=first, last=last)}), buyer())) == runs


def test_the_most_of_a_message() -> None:
    """Of many the most that interest are told, those of an item that was bought first, ties by end and then by name."""
    strategy = Specials(
        most=4,
        not_bought_days=0,
        specials={
            "d": special("D"),
            "c": special("C", last=2),
            "b": special("B", last=2),
            "a": special("A", sku="beans", last=9),
            "e": special("E", categories=("tea",)),
            "f": special("F"),
        },
    )
    assert told(strategy, buyer(coffee(), coffee(300, "tea", ("tea",)))) == ["A", "B", "C", "D"]


@pytest.mark.parametrize(("days_ago", "found"), [(1, False), (30, False), (31, True), (400, False)])
def test_what_was_just_bought(days_ago: int, found: bool) -> None:
    """An item that was bought lately is not told of, one that was bought before is, and what is too old is none."""
    strategy = Specials(specials={"beans": special(sku="beans", categories=())})
    assert bool(told(strategy, buyer(coffee(days_ago)))) == found


def test_an_open_complaint() -> None:
    """Whoever waits for an answer is left alone."""
    angry = Standing(complaints=(OpenComplaint("k-1", ago(1), "late", Severity.LOW),))
    assert not told(Specials(specials={"one": special()}), buyer(standing=angry))


def test_a_coupon_of_their_own() -> None:
    """A special with a coupon brings it with the message, for its item alone and to the end of its last day."""
    strategy = Specials(specials={"a": special(sku="kenya", percent=20, coupon=True, last=1), "b": special(percent=5)})
    actions = list(strategy.on_occasion(occasion(), buyer()))
    assert only(actions, SendMessage).with_gifts
    assert only(actions, IssueCoupon) == IssueCoupon(
        PercentOff(20), valid_for=timedelta(hours=36), skus=("kenya",), reason="special a"
    )
    assert IssueCoupon in strategy.proposes
    assert IssueCoupon not in Specials(specials={"b": special(percent=5)}).proposes


def test_looks() -> None:
    """What was looked at interests too, a little less than what was bought; a shop may leave looks alone."""
    seen = Visit(id="v-1", customer="c", occurred_at=ago(2), skus=["cup"], categories=["cups"])
    state = memory(list(Specials().on_visit(seen, customer())))
    assert state == {"browsed": {"sku:cup": (1, "2026-03-08"), "category:cups": (1, "2026-03-08")}}
    assert not list(Specials().on_visit(seen, customer(state=state)))
    assert not list(Specials(browsing=False).on_visit(seen, customer()))
    assert not list(Specials().on_visit(Visit(id="v", customer="c", occurred_at=NOW, place="home"), customer()))
    specials = {"cup": special("Cup", sku="cup", categories=()), "coffee": special("Coffee")}
    assert told(Specials(specials=specials), buyer(coffee(1), state=state)) == ["Coffee", "Cup"]
    assert told(Specials(specials=specials), customer(state=state)) == ["Cup"]
    assert told(Specials(specials=specials, browsing=False), buyer(coffee(1), state=state)) == ["Coffee"]


def test_names_that_are_gone() -> None:
    """What was told is remembered while the file has it, and a year; then a name can be used again."""
    state = {"told": {"kept": "2020-01-01", "gone": "2020-01-01", "late": "2026-01-01"}}
    strategy = Specials(specials={"kept": special(), "new": special()})
    kept = memory(list(strategy.on_occasion(occasion(), buyer(state=state))))["told"]
    assert kept == {"kept": "2020-01-01", "late": "2026-01-01", "new": "2026-03-10"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"last": -2}, "ends is 2026-03-08"),
        ({"categories": ()}, "sku is missing"),
        ({"coupon": True}, "percent is 0"),
        ({"ends": date.max}, "ends is 9999"),
    ],
)
def test_what_is_no_special(wrong: dict[str, Any], said: str) -> None:
    """A special without days, goods or percent says what to write."""
    with pytest.raises(BadValue, match=said):
        special(**wrong)


@given(
    specials=st.dictionaries(
        st.sampled_from("abcdefgh"),
        st.tuples(
            st.sampled_from([None, "beans", "mug"]), st.sampled_from(["coffee", "cups", "tea"]), st.integers(0, 9)
        ),
        max_size=8,
    ),
    bought=st.lists(
        st.tuples(st.integers(31, 300), st.sampled_from(["beans", "mug"]), st.sampled_from(["coffee", "cups"])),
        max_size=6,
    ),
    random=st.randoms(use_true_random=False),
)
def test_the_same_for_the_same(specials: dict[str, Any], bought: list[Any], random: Any) -> None:
    """The choice is a function of what is known: no order of a file or of orders changes it, and it is never more."""
    listed = {
        name: special(name, sku=sku, categories=(group,), last=last) for name, (sku, group, last) in specials.items()
    }
    orders = [coffee(ago_, sku, (group,)) for ago_, sku, group in bought]
    choice = Specials(specials=listed).chosen(buyer(*orders) if orders else customer(), NOW)
    random.shuffle(orders)
    names = list(listed)
    random.shuffle(names)
    again = Specials(specials={name: listed[name] for name in names})
    assert again.chosen(buyer(*orders) if orders else customer(), NOW) == choice
    assert len(choice) <= 3
    assert len(choice) == len(set(choice))


def test_in_words() -> None:
    """A merchant is told when, and of how many."""
    (told_,) = Specials(specials={"a": special()}, every_weeks=2).in_words()
    assert told_.startswith("Every 2 weeks on thursday at 10 o'clock a customer is told of up to 3 specials of the 1")
    assert next(Specials().in_words()).startswith("Each week")


# when


def times(strategy: Specials, who: Customer, after: datetime, count: int) -> list[datetime]:
    """The next times at which somebody is told."""
    found: list[datetime] = []
    while len(found) < count and (answer := list(strategy.occasions(who, after))):
        ((after, _),) = answer
        found.append(after)
    return found


def test_the_schedule() -> None:
    """It is told on a day of the week at an hour where the customer is, while a special runs that is new to them."""
    strategy = Specials(specials={"a": special(first=20, last=40)}, weekday="saturday", hour=9)
    who = buyer(standing=Standing(profile=Profile(timezone="America/New_York")))
    assert [str(at) for at in times(strategy, who, NOW, 9)] == [
        "2026-04-04 13:00:00+00:00",
        "2026-04-11 13:00:00+00:00",
        "2026-04-18 13:00:00+00:00",
    ]
    assert not times(strategy, buyer(state={"told": {"a": "2026-04-04"}}), NOW, 1)
    assert not times(strategy, customer(), NOW, 1)


def test_every_other_week() -> None:
    """Of every other week it is the same ones for all, whenever they are asked."""
    strategy = Specials(specials={"a": special(last=90)}, every_weeks=2)
    found = times(strategy, buyer(), NOW, 6)
    assert {later - at for at, later in pairwise(found)} == {days(14)}
    assert times(strategy, buyer(), found[0], 5) == found[1:]


@given(
    zone=st.sampled_from(ZONES),
    home=st.sampled_from(ZONES),
    weekday=st.sampled_from(WEEK),
    hour=st.integers(0, 23),
    start=st.integers(0, 700),
)
def test_local_days(zone: str, home: str, weekday: Any, hour: int, start: int) -> None:
    """Wherever the store and the customer are: each time is that weekday and hour there, and the special runs then."""
    one = special(first=start, last=start + 20)
    strategy = Specials(specials={"a": one}, weekday=weekday, hour=hour)
    who = buyer(standing=Standing(profile=Profile(timezone=home)), store=StoreView(timezone=zone))
    found = times(strategy, who, NOW, 9)
    assert len(found) in (3, 2, 4)
    for at in found:
        local = at.astimezone(ZoneInfo(home))
        # an hour that is not there, where clocks are changed, is the next one that is
        assert WEEK[local.weekday()] == weekday
        assert local.hour in (hour, hour + 1)
        assert one.begins <= at.astimezone(ZoneInfo(zone)).date() <= one.ends


@given(zone=st.sampled_from(ZONES), first=st.dates(date(2020, 1, 1), date(2040, 1, 1)), length=st.integers(0, 40))
def test_the_end_of_a_local_day(zone: str, first: date, length: int) -> None:
    """A special runs from the first moment of its first day in the store to the last of its last one."""
    there, moment = ZoneInfo(zone), timedelta(microseconds=1)
    one = Special(title=Wording("x"), begins=first, ends=first + timedelta(days=length), sku="x")
    opens, closes = one.opens(there), one.closes(there)
    assert one.runs(opens, there)
    assert one.runs(closes - moment, there)
    assert not one.runs(opens - moment, there)
    assert not one.runs(closes, there)
    assert (closes - moment).astimezone(there).date() == one.ends
    assert opens.astimezone(there).date() == first
    assert (opens - moment).astimezone(there).date() in (first - timedelta(days=1), first)
    assert midnight(first, there) == opens


# in the engine

FIRST = datetime(2100, 3, 1, 12, tzinfo=UTC)  # a Monday
KENYA: dict[str, Any] = {
    "title": {"en": "Kenya", "cs": "Keňa"},
    "begins": "2100-03-02",
    "ends": "2100-03-20",
    "categories": ["coffee"],
    "percent": 10,
    "coupon": True,
}
TABLE: dict[str, Any] = {
    "weekday": "thursday",
    "hour": 10,
    "specials": {
        "kenya": KENYA,
        "late": {"title": "Late", "begins": "2100-03-11", "ends": "2100-03-12", "categories": ["coffee"]},
    },
}


def shop(url: str, **more: Any) -> Engine:
    """A shop in Prague that tells of specials."""
    return opened(url, plugins={"specials": TABLE}, store={"timezone": "Europe/Prague"}, **more)


def bought_coffee(who: str = "c", *, yes: bool = True, at: datetime = FIRST) -> Purchase:
    """An order of somebody who may be written to, or not."""
    lines = [Line(sku="beans", quantity=1, total=eur(10), categories=["coffee"])]
    profile = Profile(consents=[Consent(channel="email", given=yes)])
    return Purchase(id=f"o-{who}", customer=who, occurred_at=at, lines=lines, profile=profile)


def sent(engine: Engine, kind: str = "send_message") -> list[str]:
    """When something was granted, in UTC."""
    found = sorted(row.at for row in rows(engine, "outbox") if row.kind == kind)
    return [f"{datetime.fromtimestamp(at / 1_000_000, UTC):%m-%d %H:%M}" for at in found]


def test_weeks_of_a_shop(sqlite_url: str) -> None:
    """Each special reaches a customer once, at their hour, with its coupon, over weeks and an outage of two days."""
    with shop(sqlite_url) as engine:
        engine.handle(bought_coffee())
        for day in (1, 2, 5, 9, 12, 17, 24, 40):
            engine.tick(FIRST + days(day))
        assert sent(engine) == ["03-04 09:00", "03-11 09:00"]
        assert sent(engine, "issue_coupon") == ["03-04 09:00"]
        assert engine.customer("c").standing.memory["specials"]["told"].keys() == {"kenya", "late"}
        assert engine.tick(FIRST + days(400)).fired == 0
        assert audit(engine) == []


@pytest.mark.parametrize(
    ("wrong", "messages", "code"),
    [
        ({"yes": False}, {}, "no_consent"),
        ({}, {"frequency": {"any": {"most": 0, "days": 1}}}, "too_often"),
        ({}, {"quiet_hours": "08:00-12:00", "quiet": "drop"}, "quiet_hours"),
    ],
)
def test_whoever_may_not_be_written_to(
    sqlite_url: str, wrong: dict[str, Any], messages: dict[str, Any], code: str
) -> None:
    """The guards hold: neither message nor coupon is granted, the code says why, and nothing counts as told."""
    with shop(sqlite_url, messages=messages) as engine:
        engine.handle(bought_coffee(**wrong))
        engine.tick(FIRST + days(3))
        (row,) = [row for row in rows(engine, "events") if row.kind == "occasion"]
        assert code in row.decision
        assert "goes_with_refused" in row.decision
        assert not sent(engine) + sent(engine, "issue_coupon")
        assert "specials" not in engine.customer("c").standing.memory


def test_quiet_hours_that_end(sqlite_url: str) -> None:
    """A message waits for the end of the quiet hours."""
    with shop(sqlite_url, messages={"quiet_hours": "08:00-12:00"}) as engine:
        engine.handle(bought_coffee())
        engine.tick(FIRST + days(3))
        (row,) = [row for row in rows(engine, "outbox") if row.kind == "send_message"]
        assert row.next_at - row.at == timedelta(hours=2) // timedelta(microseconds=1)


def test_a_complaint_comes_between(sqlite_url: str) -> None:
    """While a complaint is open nothing is told; a special that still runs is told when it is over."""
    with shop(sqlite_url) as engine:
        engine.handle(bought_coffee())
        engine.handle(Complaint(id="k", customer="c", occurred_at=FIRST + days(1), category="late"))
        engine.tick(FIRST + days(4))
        assert not sent(engine)


def test_looks_are_remembered(sqlite_url: str) -> None:
    """Whoever only looked is told of what they looked at."""
    with shop(sqlite_url) as engine:
        profile = Profile(consents=[Consent(channel="email")])
        engine.handle(Visit(id="v", customer="c", occurred_at=FIRST, categories=["coffee"], profile=profile))
        engine.tick(FIRST + days(4))
        assert sent(engine) == ["03-04 09:00"]
        assert audit(engine) == []
