"""The strategy members_only."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.members_only import ForMembers, MembersOnly
from retention_sdk import (
    Action,
    Consent,
    Customer,
    IssueCoupon,
    Occasion,
    OpenComplaint,
    PercentOff,
    Profile,
    SendMessage,
    SetTier,
    Severity,
    SignUp,
    Standing,
    StoreView,
    Tag,
    Visit,
    Wording,
    days,
)
from tests.audit import audit
from tests.build import opened, rows, visit
from tests.plugins.build import NOW, ago, customer, memory, only

if TYPE_CHECKING:
    from retention_sdk import Engine

TODAY = NOW.date()
ZONES = ["Pacific/Kiritimati", "Pacific/Honolulu", "Europe/Prague", "America/Havana", "Africa/Cairo"]


def special(first: int = 0, last: int = 9, **more: Any) -> ForMembers:
    """A special of these days, counted from today."""
    dates = {"begins": TODAY + timedelta(days=first), "ends": TODAY + timedelta(days=last)}
    return ForMembers(title=Wording("Special"), **{"categories": ("coffee",), **dates, **more})


def member(tag: str = "member", **more: Any) -> Customer:
    """A member."""
    return customer(tags=frozenset({tag}), **more)


def occasion(at: datetime = NOW) -> Occasion:
    """The time at which specials are told."""
    return Occasion(id="m-1", customer="c", occurred_at=at, plugin="members_only", name="members")


def answer(who: Customer, at: datetime = NOW, **specials: ForMembers) -> list[Action]:
    """What somebody is told."""
    return list(MembersOnly(specials=specials).on_occasion(occasion(at), who))


def test_a_special_with_its_coupon() -> None:
    """A member is told, with a coupon for its categories that ends with the last day in the store."""
    tea = special(last=1, percent=20)
    actions = answer(evolve(member(), store=StoreView(timezone="America/New_York")), tea=tea)
    message: SendMessage = only(actions, SendMessage)
    end = datetime(2026, 3, 12, 4, tzinfo=UTC)  # where clocks were changed on the 8th
    assert (message.purpose, message.until, message.with_gifts) == ("marketing", end, True)
    assert only(actions, IssueCoupon) == IssueCoupon(
        PercentOff(20), valid_for=end - NOW, categories=["coffee"], reason="for members: tea"
    )
    assert memory(actions) == {"told": {"tea": "2026-03-10"}, "tried": {"tea": 1}}
    assert not answer(member(state=memory(actions)), tea=tea)


@pytest.mark.parametrize(
    ("tiers", "who", "may"),
    [
        ((), {"tags": frozenset({"member"})}, True),
        ((), {"tier": "gold"}, False),
        (("gold", "silver"), {"tier": "gold"}, True),
        (("gold",), {"tier": "silver", "tags": frozenset({"member"})}, False),
        (("gold",), {"tags": frozenset({"member", "gold"})}, False),
    ],
)
def test_who_may_use_it(tiers: tuple[str, ...], who: dict[str, Any], may: bool) -> None:
    """All members, or those in a tier: nobody else is told, and nobody else is woken for it."""
    strategy = MembersOnly(specials={"one": special(tiers=tiers)})
    seen = customer(**who)
    assert bool(list(strategy.on_occasion(occasion(), seen))) == may
    assert bool(list(strategy.occasions(seen, NOW))) == may


@pytest.mark.parametrize(("first", "early", "told"), [(3, 0, None), (3, 3, True), (0, 3, False), (4, 3, None)])
def test_early_access(first: int, early: int, told: bool | None) -> None:
    """Members have it so many days before it begins for everybody, and are told that they have it first."""
    actions = answer(member(), one=special(first, early_days=early))
    shown = [dict(one)["early"] for one in only(actions, SendMessage).data["specials"]] if actions else [None]
    assert shown == [told]


def test_what_is_over_and_a_complaint() -> None:
    """Nothing is told of what is over, nor to whoever waits for an answer."""
    assert not answer(member(), one=special(-9, -1))
    angry = Standing(tags=frozenset({"member"}), complaints=(OpenComplaint("k-1", ago(1), "late", Severity.LOW),))
    assert not answer(evolve(customer(), standing=angry), one=special())


def test_who_is_left_alone() -> None:
    """Whoever was tried three times with a special is not tried again, whatever else opens meanwhile."""
    strategy, state = MembersOnly(specials={"a": special(), "b": special()}), {"tried": {"a": 3, "gone": 3}}
    actions = list(strategy.on_occasion(occasion(), member(state=state)))
    assert only(actions, SendMessage).reason == "for members: b"
    assert memory(actions)["tried"] == {"a": 3, "b": 1}


def test_several_at_once() -> None:
    """What runs at the same time is told in one message, what ends first comes first."""
    actions = answer(member(), a=special(last=5), b=special(last=2), c=special(last=2, percent=5))
    message: SendMessage = only(actions, SendMessage)
    assert memory(actions)["told"].keys() == {"a", "b", "c"}
    assert [dict(one)["ends"] for one in message.data["specials"]] == ["2026-03-12", "2026-03-12", "2026-03-15"]  # type: ignore[union-attr,call-overload,misc]
    assert message.until == datetime(2026, 3, 13, tzinfo=UTC)


@given(
    zone=st.sampled_from(ZONES),
    first=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    length=st.integers(0, 9),
    early=st.integers(0, 9),
    hour=st.integers(0, 22),
)
def test_days_of_the_store(zone: str, first: date, length: int, early: int, hour: int) -> None:
    """It is told at the hour of each of its days in the store, the early ones too, until the last, and never after."""
    one = ForMembers(title=Wording("x"), begins=first, ends=first + timedelta(days=length), sku="x", early_days=early)
    strategy = MembersOnly(specials={"one": one}, hour=hour)
    there, after = ZoneInfo(zone), datetime(2023, 1, 1, tzinfo=UTC)
    who, found = evolve(member(), store=StoreView(timezone=zone)), list[date]()
    while times := list(strategy.occasions(who, after)):
        ((after, _),) = times
        assert one.runs(after, there, early)
        assert after.astimezone(there).hour in (hour, hour + 1)
        found.append(after.astimezone(there).date())
    assert found == [first + timedelta(days=day) for day in range(-early, length + 1)]


def test_in_words() -> None:
    """A merchant is told who gets what, and when."""
    listed = {"a": special(percent=5), "b": special(tiers=("gold", "silver"), early_days=2)}
    assert list(MembersOnly(specials=listed).in_words()) == [
        "Members are told of a with a coupon for 5 % off, from 2026-03-10 to 2026-03-19.",
        "Those in tier gold or silver are told of b, from 2026-03-10 to 2026-03-19, 2 days before everybody else.",
    ]


# in the engine

FIRST = datetime(2100, 3, 1, 12, tzinfo=UTC)
YES = Profile(consents=[Consent(channel="email")])
KENYA: dict[str, Any] = {
    "title": {"en": "Kenya", "cs": "Keňa"},
    "begins": "2100-03-05",
    "ends": "2100-03-10",
    "early_days": 2,
    "categories": ["coffee"],
    "percent": 10,
}


def promotes(*_: object) -> list[Action]:
    """Makes whoever drops in golden, and a member."""
    return [SetTier("gold"), Tag("member")]


def shop(url: str, special: dict[str, Any] = KENYA, **more: Any) -> Engine:
    """A shop in Prague with a special for members."""
    plugins = {"welcome": {}, "members_only": {"specials": {"kenya": special}, **more.pop("table", {})}}
    return opened(url, {"promotes": promotes}, plugins=plugins, store={"timezone": "Europe/Prague"}, **more)


def joined(who: str = "c", profile: Profile = YES) -> SignUp:
    """Somebody becomes a member."""
    return SignUp(id=f"join-{who}", customer=who, occurred_at=FIRST, profile=profile)


def sent(engine: Engine, kind: str = "send_message") -> list[tuple[str, str]]:
    """When something was granted by the strategy, in UTC, and to whom."""
    found = sorted((row.at, row.customer) for row in rows(engine, "outbox") if row.kind == kind)
    return [(f"{datetime.fromtimestamp(at / 1_000_000, UTC):%m-%d %H:%M}", who) for at, who in found if at > micros()]


def micros() -> int:
    """FIRST as it is stored."""
    return (FIRST - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def test_the_days_of_a_special(sqlite_url: str) -> None:
    """Members are told when it opens for them; whoever becomes one while it runs, the next day; nobody else is."""
    with shop(sqlite_url) as engine:
        engine.handle_many([joined(), visit("v-1", "before", at=FIRST - days(1), profile=YES)])
        engine.handle(Visit(id="v-2", customer="later", occurred_at=FIRST + days(6), profile=YES))
        for hour in range(0, 15 * 24, 9):
            engine.tick(FIRST + timedelta(hours=hour))
        told = [("03-03 08:00", "before"), ("03-03 08:00", "c"), ("03-08 08:00", "later")]
        assert sent(engine) == told
        assert sent(engine, "issue_coupon") == told
        assert audit(engine) == []


def test_nobody_else(sqlite_url: str) -> None:
    """Who is no member is neither told nor woken."""
    with shop(sqlite_url, {**KENYA, "tiers": ["gold"]}) as engine:
        engine.handle(joined())
        assert engine.tick(FIRST + days(30)).occasions == 0
        assert not sent(engine)


def test_who_may_not_be_written_to(sqlite_url: str) -> None:
    """Who said no gets neither message nor coupon, and is not asked for ever."""
    with shop(sqlite_url) as engine:
        engine.handle(joined(profile=Profile(consents=[Consent(channel="email", given=False)])))
        fired = sum(engine.tick(FIRST + days(day)).occasions for day in range(20))
        assert fired == 3
        assert not sent(engine) + sent(engine, "issue_coupon")
        assert audit(engine) == []


def test_after_an_outage(sqlite_url: str) -> None:
    """After an outage it is told late, and once; when it is over it is not told at all."""
    with shop(sqlite_url) as engine:
        engine.handle(joined())
        engine.tick(FIRST)
        engine.tick(FIRST + days(4))
        assert sent(engine) == [("03-03 08:00", "c")]
    with shop(sqlite_url, {**KENYA, "ends": "2100-03-06"}, table={"use": "members_only"}) as engine:
        engine.handle(joined("d"))
        assert engine.tick(FIRST + days(9)).occasions == 0
