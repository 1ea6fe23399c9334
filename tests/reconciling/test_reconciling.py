"""What webhooks have missed is found: each platform is asked by one worker, and again after its time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event as Flag
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import BadValue, Engine, EventConflict, Purchase
from retention_sdk.cli.working import steps
from retention_sdk.platforms import CredentialsRefused, Refused, TryLater
from tests.audit import audit
from tests.build import config, order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from retention_sdk import Event

NOON = datetime(2100, 1, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Platform:
    """A platform that remembers what it was asked.

    Args:
        events: what happened there.
        wrong: what it raises when it is asked.
    """

    name = "shop"
    capabilities: Mapping[str, Any] = {}

    def __init__(self, *events: Event, wrong: Exception | None = None) -> None:
        self.events, self.wrong, self.asked = list(events), wrong, list[datetime | None]()
        self.put_back: list[str] = []

    def history(self, since: datetime | None = None) -> Iterator[Event]:
        """What happened."""
        self.asked.append(since)
        yield from self.events
        if self.wrong is not None:
            raise self.wrong

    def setup(self) -> Sequence[str]:
        """What was put in place."""
        return [self.put_back.pop()] if self.put_back else []


def engine(url: str, platform: Any, also: Any = None, **service: Any) -> Engine:
    """An engine that is connected to a platform, or to two."""
    tables = config(url, plugins={"points": {}}, service=service)
    return Engine.from_config(tables, adapters={"shop": platform} | ({"till": also} if also else {}))


def test_what_was_missed(database_url: str) -> None:
    """What no webhook told is handled; what is known changes nothing; webhooks that were dropped are put back."""
    platform = Platform(order("o-1"), order("o-2"))
    platform.put_back.append("The webhook for orders is in place again.")
    with engine(database_url, platform) as shop:
        shop.handle(order("o-1"))
        (told,) = shop.reconcile(NOON)
        assert (told.adapter, told.events, told.errors) == ("shop", 2, ())
        assert told.done == ("The webhook for orders is in place again.",)
        assert shop.customer("c").wallet("points").available == 20
        assert audit(shop) == []


def test_each_time_from_where_it_ended(database_url: str) -> None:
    """It is asked every hour, from when on it was asked the last time; the first time a few days back."""
    platform = Platform()
    with engine(database_url, platform) as shop:
        assert len(shop.reconcile(NOON)) == 1
        assert shop.reconcile(NOON + HOUR / 2) == []
        assert len(shop.reconcile(NOON + HOUR)) == 1
    with engine(database_url, platform) as restarted:
        assert restarted.reconcile(NOON + HOUR * 1.5) == []
        assert len(restarted.reconcile(NOON + HOUR * 2)) == 1
    assert platform.asked == [NOON - timedelta(days=3), NOON, NOON + HOUR]


@pytest.mark.parametrize("wrong", [TryLater("down"), CredentialsRefused("who"), Refused("no")])
def test_a_platform_that_cannot_be_asked(database_url: str, wrong: Any) -> None:
    """It is asked again soon, from where this time should have begun; what it told before is handled."""
    platform = Platform(order("o-1"), wrong=wrong)
    with engine(database_url, platform) as shop:
        (told,) = shop.reconcile(NOON)
        assert told.errors == (wrong,)
        assert shop.customer("c").wallet("points").available == 10
        assert shop.reconcile(NOON + HOUR / 8) == []
        platform.wrong = None
        assert shop.reconcile(NOON + HOUR / 4)[0].errors == ()
        assert shop.customer("c").wallet("points").available == 10
    assert platform.asked == [NOON - timedelta(days=3)] * 2


@pytest.mark.parametrize("wrong", [KeyError("ann@example.com"), BadValue("ann@example.com"), SystemExit(3)])
def test_an_adapter_with_a_mistake(database_url: str, caplog: pytest.LogCaptureFixture, wrong: Any) -> None:
    """It stays alone: it is named without its words, the next one is asked, and it is asked again soon."""
    broken, well = Platform(order("o-1"), wrong=wrong), Platform(order("o-2"))
    with engine(database_url, broken, well) as shop:
        first, second = shop.reconcile(NOON)
        (error,) = first.errors
        assert str(error).startswith(f"the adapter has a mistake: {type(wrong).__name__} at {__file__}:")
        assert (first.adapter, first.events, second.adapter, second.errors) == ("shop", 1, "till", ())
        assert f"shop: {error}" in caplog.messages
        assert "ann@" not in caplog.text
        assert shop.customer("c").wallet("points").available == 20
        assert shop.reconcile(NOON + HOUR / 8) == []
        broken.wrong = None
        (again,) = shop.reconcile(NOON + HOUR / 4)
        assert (again.adapter, again.errors) == ("shop", ())
    assert broken.asked == [NOON - timedelta(days=3)] * 2


def test_a_history_of_something_else(database_url: str) -> None:
    """What is no event is a mistake of the adapter, and not of the engine."""
    strange: Any = "order 7"
    with engine(database_url, Platform(order("o-1"), strange), Platform(order("o-2"))) as shop:
        first, second = shop.reconcile(NOON)
        assert [str(one).partition(" at ")[0] for one in first.errors] == ["the adapter has a mistake: TypeError"]
        assert (first.events, second.events) == (1, 1)


@pytest.mark.parametrize("wrong", [CredentialsRefused("the key may only read"), KeyError("topics")])
def test_webhooks_that_cannot_be_put_back(database_url: str, wrong: Any) -> None:
    """What they would have told is asked for all the same, and they are tried again soon."""

    class ReadOnly(Platform):
        def setup(self) -> Sequence[str]:
            raise wrong

    platform = ReadOnly(order("o-1"))
    with engine(database_url, platform) as shop:
        (told,) = shop.reconcile(NOON)
        assert (told.events, len(told.errors)) == (1, 1)
        assert len(shop.reconcile(NOON + HOUR / 4)) == 1
    assert platform.asked == [NOON - timedelta(days=3), NOON]


def test_a_database_that_is_away(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not the adapter's is raised, and does not keep the platform waiting for as long as a claim lasts."""
    platform = Platform(order("o-1"))

    def away(self: Engine, _: Any) -> Any:
        raise ConnectionError("the database is away")

    with engine(database_url, platform, reconcile_minutes=4) as shop:
        with monkeypatch.context() as patched:
            patched.setattr(Engine, "results", away)
            with pytest.raises(ConnectionError):
                shop.reconcile(NOON)
        assert shop.reconcile(NOON + timedelta(minutes=1))[0].events == 1


def test_an_event_that_cannot_be(database_url: str) -> None:
    """An event that is known otherwise is told, and keeps no other from being handled."""
    platform = Platform(order("o-1", total="5"), order("o-2"))
    with engine(database_url, platform) as shop:
        shop.handle(order("o-1"))
        (told,) = shop.reconcile(NOON)
        assert [type(one) for one in told.errors] == [EventConflict]
        assert shop.customer("c").wallet("points").available == 20


def test_webhooks_nobody_can_set_up(database_url: str) -> None:
    """Where nobody said where we are reached, the past is read all the same."""

    class Unreached(Platform):
        def setup(self) -> Sequence[str]:
            raise Refused("webhook_url is not set")

    with engine(database_url, Unreached(order("o-1"))) as shop:
        (told,) = shop.reconcile(NOON)
        assert (told.events, told.errors, told.done) == (1, (), ())


def test_only_one_worker_asks(database_url: str) -> None:
    """Of many workers one asks a platform, and the others do not wait for it."""
    platform = Platform(order("o-1"))
    with engine(database_url, platform) as shop, engine(database_url, platform) as other:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda number: (shop, other)[number % 2].reconcile(NOON), range(16)))
        assert sum(map(len, found)) == len(platform.asked) == 1
        assert isinstance(platform.events[0], Purchase)


def test_never(database_url: str) -> None:
    """Who asks by a cron line of their own says so."""
    platform = Platform()
    with engine(database_url, platform, reconcile_minutes=0) as shop:
        assert shop.reconcile(NOON) == []
    assert platform.asked == []


def test_told_to_stop(database_url: str) -> None:
    """A worker that ends does not read on; the next one begins where this one did."""
    stop, platform = Flag(), Platform(order("o-1"), order("o-2"))
    stop.set()
    with engine(database_url, platform) as shop:
        (told,) = shop.reconcile(NOON, stop=stop)
        assert told.events == 0
        shop.reconcile(NOON + HOUR / 4)
        assert shop.customer("c").wallet("points").available == 20
    assert platform.asked == [NOON - timedelta(days=3)] * 2


def test_a_worker_does_it(database_url: str) -> None:
    """`retention worker` asks the platforms beside its other work."""
    platform = Platform(order("o-1"))
    with engine(database_url, platform) as shop:
        (step,) = [one for one in steps(shop, Flag()) if one.name == "ask the platforms"]
        assert step.run() == 0
        assert shop.customer("c").wallet("points").available == 10
