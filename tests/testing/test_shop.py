"""A small shop, in a tester's words."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    Action,
    BadConfig,
    BadValue,
    CardLost,
    Consent,
    Credit,
    IssueCoupon,
    MonthDay,
    PercentOff,
    Profile,
    Remember,
    SendMessage,
    Tag,
    Visit,
    hookimpl,
    setting,
    strategy,
)
from retention_sdk.calls import Deliveries
from retention_sdk.platforms import TryLater
from retention_sdk.testing import (
    START,
    AnswerLost,
    ManualClock,
    Recorder,
    Shop,
    after,
    line,
    order,
)
from tests.audit import audit

if TYPE_CHECKING:
    pass

POINTS = {"points": {"rate": 1, "pending_days": 2, "expires_days": 8}}


@strategy
class Thanks:
    """A coupon for each order."""

    percent: int = setting(default=5, help="percent off")

    @hookimpl
    def on_purchase(self) -> list[Action]:
        """Gives it."""
        return [IssueCoupon(PercentOff(self.percent))]


def test_a_life() -> None:
    """Somebody buys, is paid back some, and time passes: wallets are as of the clock, and the books add up."""
    with Shop(plugins=POINTS) as shop:
        assert [one.amount for one in shop.buys("ann", 20).actions if isinstance(one, Credit)] == [20]
        assert (shop.wallet("ann", "points").available, shop.wallet("ann", "points").pending) == (0, 20)
        shop.passes(days=2)
        assert shop.wallet("ann", "points").available == 20
        assert [one.units for one in shop.refunds("ann", amount=5).reversals] == [5]
        assert "Takes back 5 points" in shop.explain()
        assert "If 1 × beans came back" in shop.why("ann").explain()
        shop.passes(days=7, hours=23, minutes=59, seconds=59)
        assert shop.wallet("ann", "points").available == 15
        shop.passes(seconds=1)
        assert shop.wallet("ann", "points").available == 0
        assert shop.clock.now == after(10)
        assert shop.problems() == audit(shop.engine) == []


def test_what_the_adapter_made() -> None:
    """What was given is carried out when it is delivered, or when time passes, by the shop's adapter."""
    with Shop(strategies={"thanks": Thanks}, plugins={"thanks": {"percent": 7}}) as shop:
        shop.buys("ann")
        assert shop.made == []
        assert shop.delivers() == Deliveries(done=1)
        assert shop.made == [IssueCoupon(PercentOff(7))]
        shop.buys("bob")
        shop.passes(minutes=1)
        assert [call.attempt.whom.id for call in shop.recorder.made if call.attempt.whom] == ["ann", "bob"]
        shop.cancels_order("ann")
        shop.delivers()
        assert shop.recorder.kinds == ["issue_coupon", "issue_coupon", "void_coupon"]


def test_an_adapter_that_fails() -> None:
    """What the adapter could not do, or did without telling, is tried again as time passes, and done once."""
    with Shop(strategies={"thanks": Thanks()}) as shop:
        shop.recorder.fails(TryLater("busy", timedelta(hours=1)), times=1)
        shop.buys("ann")
        assert shop.delivers() == Deliveries(again=1)
        shop.recorder.fails(AnswerLost(), times=1)
        shop.passes(days=2)
        assert (len(shop.recorder.calls), shop.recorder.kinds) == (3, ["issue_coupon"])


def test_every_word() -> None:
    """Each word is the fact that it says, of whom it says, with an id of its own, in the order of saying."""
    with Shop() as shop:
        said = [
            shop.signs_up("ann"),
            shop.says("ann", profile=Profile(name="Ann")),
            shop.visits("ann", place="shop"),
            shop.buys("ann", 12, quantity=3, coupons=["x"]),
            shop.receives("ann"),
            shop.edits_order("ann", [line("mug", 2)]),
            shop.refunds("ann", amount=2),
            shop.complains("ann", severity="high"),
            shop.answers_survey("ann", survey="nps", score=3),
            shop.asks_to_cancel("ann", reason="price"),
            shop.brings("ann", "bob"),
            shop.has_birthday("ann"),
            shop.happens(CardLost, "ann"),
            shop.cancels_order("ann"),
        ]
        events = [decision.event for decision in said]
        assert [event.id for event in events] == [
            *("s-1", "p-1", "v-1", "o-1", "d-1", "e-1", "r-1", "k-1", "a-1", "x-1", "f-1", "b-1"),
            *("card_lost-1", "off-1"),
        ]
        assert {event.customer for event in events} == {"ann"}
        assert [event.occurred_at for event in events] == [after(seconds=n) for n in range(len(events))]
        assert shop.customer("ann").profile.name == "Ann"
        assert shop.problems() == []


def test_said_otherwise() -> None:
    """An id, a time and an order may be said; what is told late does not move the clock, and what is ahead does."""
    with Shop() as shop:
        shop.passes(days=5)
        assert shop.buys("ann", id="late", at=after(1)).event.occurred_at == after(1)
        assert shop.clock.now == after(5)
        shop.tells(order("ahead", "ann", at=after(8)))
        assert shop.clock.now == after(8)
        assert shop.refunds("ann", order="late").notes == ()
        assert (shop.latest_order("ann"), shop.customer("ann").history.orders) == ("ahead", 1)
        assert shop.tells(order("ahead", "ann", at=after(8))).event.id == "ahead"


def test_of_an_order_that_there_is_none() -> None:
    """Whoever has bought nothing has no latest order, and nothing was decided where nothing happened."""
    with Shop() as shop:
        with pytest.raises(BadValue, match="'ann' has bought nothing in this shop"):
            shop.refunds("ann")
        with pytest.raises(BadValue, match="nothing has happened in this shop"):
            shop.explain()
        assert shop.refunds("ann", order="o-7").notes[0].code == "waits_for_order"


def test_what_time_brings() -> None:
    """A year of days passes: a birthday comes, and what is scheduled happens, each on its day."""
    profile = Profile(birthday=MonthDay(1, 9), consents=[Consent(channel="email")])
    gift = {"birthday_gift": {"percent": 10, "member_days": 0, "known_days": 0}}
    with Shop(plugins=gift, clock=ManualClock(START)) as shop:
        shop.buys("ann", profile=profile)
        shop.passes(days=7)
        assert shop.made == []
        shop.passes(days=1)
        assert sorted(shop.recorder.kinds) == ["issue_coupon", "send_message"]
        shop.passes(days=20)
        assert len(shop.made) == 2
        assert [one.template for one in shop.made if isinstance(one, SendMessage)] == ["birthday_greeting"]


def test_tables() -> None:
    """A shop takes all tables of a configuration; what `store` says is laid over its own, and mistakes are told."""
    with Shop(plugins=POINTS, store={"timezone": "Asia/Tokyo"}, limits={"minimum_age": 18}) as shop:
        assert (shop.engine.config.store.timezone, shop.engine.config.store.currency) == ("Asia/Tokyo", "EUR")
        assert shop.engine.config.limits.minimum_age == 18
    with pytest.raises(BadConfig, match="did you mean 'points'"):
        Shop(plugins={"point": {}})


def test_its_folder_is_gone() -> None:
    """The database is in a folder of its own, which goes with the shop, or with a shop that could not be opened."""
    with Shop() as shop:
        file = Path(str(shop.engine.store.engine.url.database))
        assert file.is_file()
    assert not file.parent.exists()
    shop.close()


def test_on_another_database(postgres_url: str) -> None:
    """It can be a shop on Postgres."""
    from retention_sdk.store import open_store

    store = open_store(postgres_url, "bean-leaf")
    store.upgrade()
    store.close()
    with Shop(plugins=POINTS, database=postgres_url) as shop:
        shop.buys("ann", 9)
        shop.passes(days=3)
        assert shop.wallet("ann", "points").available == 9
        assert shop.problems() == []


def test_adapters_of_your_own() -> None:
    """Other adapters may carry out instead; the shop's own is not asked then."""
    till = Recorder("till")
    with Shop(strategies={"thanks": Thanks()}, adapters={"till": till}) as shop:
        shop.buys("ann")
        shop.delivers()
        assert (till.kinds, shop.made) == (["issue_coupon"], [])


def test_it_remembers_what_strategies_do() -> None:
    """A strategy sees in a shop what it sees in a store: what it remembers, and what it gave."""

    class Counts:
        """Tags whoever comes a second time."""

        @hookimpl
        def on_visit(self, event: Visit, customer: Any) -> list[Action]:
            """Counts."""
            seen = customer.state.get("seen", 0) + 1
            return [Remember({"seen": seen}), *([Tag("regular", reason=event.place)] if seen == 2 else [])]

    with Shop(strategies={"counts": Counts()}) as shop:
        assert [len(shop.visits("ann").actions) for _ in range(3)] == [0, 1, 0]
        assert shop.customer("ann").tags == {"regular"}
