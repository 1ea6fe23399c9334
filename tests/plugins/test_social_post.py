"""social_post: each post once, at its local time, and never too late without somebody being told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_plugins.parts.posts import Post
from retention_plugins.social_post import SocialPost
from retention_sdk import STORE, BadConfig, Customer, Engine, ItemChecked, PostSocial, StoreDay
from retention_sdk.customer import StoreView
from retention_sdk.platforms import FIRST, Receipt, Repeat, TryLater
from tests.audit import audit
from tests.build import config
from tests.plugins.build import memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from retention_sdk import Action
    from retention_sdk.platforms import Attempt

NEWS = Post(text="New beans", time="10:00", day=date(2101, 3, 2), link="https://shop.example/new", skus=["beans"])
WEEKLY = Post(text="Coffee is free", time="08:30", weekdays=("monday", "friday"), what="promotion", accounts=["fedi"])


def asked(watch: SocialPost, day: date, state: dict[str, Any] | None = None, zone: str = "UTC") -> list[Action]:
    """What it answers to a day of the store."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    customer = Customer(STORE, state=state or {}, store=StoreView(timezone=zone))
    return list(watch.on_store_day(StoreDay(id="d", customer=STORE, occurred_at=at, day=day), customer))


def posts(actions: list[Action]) -> list[PostSocial]:
    """The posts of an answer."""
    return [action for action in actions if isinstance(action, PostSocial)]


def test_on_its_day() -> None:
    """A post of a day comes on that day, at its time in the store's zone, on every account."""
    watch = SocialPost(accounts=["one", "two"], posts=[NEWS])
    assert posts(asked(watch, date(2101, 3, 1))) == []
    found = posts(asked(watch, date(2101, 3, 2), zone="America/New_York"))
    assert [one.account for one in found] == ["one", "two"]
    assert found[0].at == datetime(2101, 3, 2, 15, tzinfo=UTC)
    assert found[0].until == datetime(2101, 3, 2, 21, tzinfo=UTC)
    assert (found[0].link, found[0].reason) == ("https://shop.example/new", "news of 2101-03-02")
    assert posts(asked(watch, date(2102, 3, 2))) == []


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2026, 3, 27), 7), (date(2026, 3, 30), 6), (date(2026, 10, 23), 6), (date(2026, 10, 26), 7)]
)
def test_over_changed_clocks(day: date, hour: int) -> None:
    """Half past eight is half past eight in summer and in winter."""
    found = posts(asked(SocialPost(accounts=["one"], posts=[WEEKLY]), day, zone="Europe/Prague"))
    assert [(one.account, one.at) for one in found] == [
        ("fedi", datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC))
    ]


def test_days_of_the_week() -> None:
    """It comes on these days of each week, from the first day to the last."""
    post = Post(text="x", time="08:30", weekdays=["monday"], first=date(2101, 3, 8), last=date(2101, 3, 21))
    watch = SocialPost(accounts=["one"], posts=[post])
    days = [date(2101, 3, 1) + timedelta(days=n) for n in range(31)]
    assert [day.day for day in days if posts(asked(watch, day))] == [14, 21]


def test_written_on_its_own_day() -> None:
    """A post that was not in the file when its day began is not missed: it is taken up, and is too late."""
    before = asked(SocialPost(accounts=["one"], posts=[WEEKLY]), date(2101, 3, 2))
    watch = SocialPost(accounts=["one"], posts=[NEWS, WEEKLY])
    [late] = posts(asked(watch, date(2101, 3, 3), memory(before)))
    assert (late.text, late.at) == ("New beans", datetime(2101, 3, 2, 10, tzinfo=UTC))
    had = asked(watch, date(2101, 3, 2))
    assert posts(asked(watch, date(2101, 3, 3), memory(had))) == []
    assert posts(asked(watch, date(2101, 3, 3))) == []  # it was switched on today


@pytest.mark.parametrize(
    ("post", "match"),
    [
        ({"text": "x", "time": "10:00"}, "day or weekdays"),
        ({"text": "x", "time": "10:00", "day": "2026-03-02", "weekdays": ["monday"]}, "day or weekdays"),
        ({"text": "x", "time": "ten", "day": "2026-03-02"}, "hours and minutes"),
        ({"text": " ", "time": "10:00", "weekdays": ["monday"]}, "text is empty"),
        ({"text": "x", "time": "10:00", "weekdays": ["mon"]}, "monday"),
        ({"text": "x", "time": "10:00", "weekdays": ["monday"], "alt": "a cup"}, "image"),
    ],
)
def test_what_cannot_be(post: dict[str, Any], match: str) -> None:
    """A post that could never come, or is none, is a problem of the file that names it."""
    with pytest.raises(BadConfig, match=match):
        Engine.from_config(config("sqlite://", plugins={"social_post": {"accounts": ["one"], "posts": [post]}}))


class Account:
    """An account that posts, and may be out of order."""

    def __init__(self, name: str = "one", vice: Callable[[], None] = lambda: None) -> None:
        self.name = self.account = name
        self.capabilities = {"post_social": Repeat.KEYED}
        self.vice, self.posted = vice, list[tuple[str, str]]()

    def perform(self, action: PostSocial, key: str, _attempt: Attempt = FIRST) -> Receipt:
        """Posts."""
        self.vice()
        self.posted.append((action.text, key))
        return Receipt(reference=key)


def store(url: str, *accounts: Account, **settings: Any) -> Engine:
    """A store with accounts, whose clocks are those of Prague."""
    told = {
        "text": "New beans",
        "time": "10:00",
        "day": "2101-03-02",
        "skus": ["beans"],
    }
    plugins = {"social_post": {"accounts": [one.name for one in accounts], "posts": [told], **settings}}
    tables = config(url, plugins=plugins, store={"timezone": "Europe/Prague"})
    return Engine.from_config(tables, adapters={one.name: one for one in accounts})  # type: ignore[misc]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in March."""
    return datetime(2101, 3, day, hour, minute, tzinfo=UTC)


def test_once_on_each_account(sqlite_url: str) -> None:
    """Each account posts it, at its time and not before, however often the clock ticks and workers deliver."""
    accounts = Account("one"), Account("two")
    with store(sqlite_url, *accounts) as engine:
        for hour in range(20):
            engine.tick(at(2, hour))
            engine.deliver_pending(now=at(2, hour))
            assert all(len(one.posted) == (hour >= 9) for one in accounts)
        assert audit(engine) == []


def test_an_outage(sqlite_url: str) -> None:
    """After two days nobody posts what is over; it stands as failed, and is posted when a person says so."""
    account = Account()
    with store(sqlite_url, account) as engine:
        engine.tick(at(1, 12))
        engine.tick(at(4, 12))
        assert engine.deliver_pending(now=at(4, 12)).never == 1
        [parcel] = engine.outbox.find()
        assert (parcel.state, parcel.code, account.posted) == ("failed", "too_late", [])
        assert "2101-03-02 15:00" in parcel.error
        engine.outbox.retry(parcel.key)
        engine.deliver_pending(now=at(4, 13))
        assert [text for text, _ in account.posted] == ["New beans"]


def test_nobody_knows(sqlite_url: str) -> None:
    """A post of which nobody knows whether it came through is not tried for ever: when it is too late it is shown."""

    def away() -> None:
        raise TryLater("no answer")

    account = Account(vice=away)
    with store(sqlite_url, account, late_hours=1) as engine:
        engine.tick(at(2, 1))
        for minute in range(0, 120, 5):
            engine.deliver_pending(now=at(2, 9) + timedelta(minutes=minute))
        [parcel] = engine.outbox.find()
        assert (parcel.state, parcel.code) == ("unknown", "no_answer")
        assert engine.deliver_pending(now=at(3, 9)).total == 0


def test_an_item_that_is_held(sqlite_url: str) -> None:
    """A post that offers an item waits while that is held."""
    account = Account()
    with store(sqlite_url, account) as engine:
        engine.tick(at(2, 1))
        engine.handle(ItemChecked(id="i-1", customer=STORE, occurred_at=at(2, 2), sku="beans", good=False))
        engine.deliver_pending(now=at(2, 10))
        assert [one.code for one in engine.outbox.find()] == ["item_held"]
        engine.handle(ItemChecked(id="i-2", customer=STORE, occurred_at=at(2, 11), sku="beans", good=True))
        engine.deliver_pending(now=at(2, 12))
        assert len(account.posted) == 1
