"""A cancel session hears by itself what delivery knows of its offer: applied or failed, once, whoever is killed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import define

from retention_sdk import (
    CreateTask,
    Credit,
    CustomersMerged,
    DiscountSubscription,
    Engine,
    IssueCoupon,
    OfferApplied,
    PauseSubscription,
    PercentOff,
    SaveCheckDue,
    SendMessage,
    days,
)
from retention_sdk.calls import Deliveries
from retention_sdk.delivery import completing
from retention_sdk.platforms import Refused, TryLater
from tests.audit import audit
from tests.build import START, after, config, rows
from tests.delivery.shop import Call, Shop, refuses
from tests.delivery.work import deliver
from tests.engine.leaving import SECRET, TwoOffers, leaving, session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retention_sdk import Action

PAUSE, LESS = PauseSubscription("s-1", days(30)), DiscountSubscription("s-1", 20, 3)
HEARD = ("offer_applied", "offer_failed")


@define
class Busy:
    """A vice that can be healed: it answers what it is told, to actions of one kind."""

    wrong: Exception | None
    kind: str = "pause_subscription"

    def __call__(self, call: Call, _: int) -> str | None:
        """Raises it."""
        if self.wrong is not None and call.action.kind == self.kind:
            raise self.wrong
        return None


def opened(url: str, platform: Any, gifts: Sequence[Action] = (PAUSE,), **tables: Any) -> Engine:
    """An engine with a platform, whose strategy offers a discount, and some gifts on the same screen."""
    tables = {"offers": {"secret": SECRET}, "delivery": {"tries": 2}, **tables}
    return Engine.from_config(config(url, **tables), {"offers": TwoOffers(gifts)}, {"shop": platform})


def accepts(engine: Engine) -> None:
    """A customer who wants to leave takes the gifts."""
    engine.handle(leaving())
    _, more = engine.offers(session(engine), at=START)
    engine.accept(more.token, at=START)


def heard(engine: Engine) -> list[str]:
    """What the session was told of its offer."""
    return [row.kind for row in rows(engine, "events") if row.kind in HEARD]


def lives(engine: Engine, day: int) -> None:
    """Deliver what is due by a day, and let time go on, twice."""
    for _ in range(2):
        deliver(engine, day)
        assert engine.tick(after(day, minutes=1)).errors == ()


def test_applied(database_url: str) -> None:
    """What the platform has is a save, from when it has it on: it is checked on after 30, 60 and 90 days."""
    with opened(database_url, Shop()) as engine:
        accepts(engine)
        assert session(engine).state == "applying"
        lives(engine, 2)
        assert (session(engine).state, heard(engine)) == ("applied", ["offer_applied"])
        checks = [row for row in rows(engine, "schedule") if SaveCheckDue.kind in row.event]
        assert sorted(row.due_at for row in checks) == [
            round((after(2) + days(span)).timestamp() * 1e6) for span in (30, 60, 90)
        ]
        lives(engine, 3)
        assert heard(engine) == ["offer_applied"]
        assert audit(engine) == []


def test_nobody_hears_before_the_clock(database_url: str) -> None:
    """It is written down with the outcome: another worker's clock brings it, however this one came to its end."""
    with opened(database_url, Shop()) as engine:
        accepts(engine)
        deliver(engine, 1)
        assert (session(engine).state, heard(engine)) == ("applying", [])
        assert audit(engine) == []
    with opened(database_url, Shop()) as another, opened(database_url, Shop()) as third:
        another.tick(after(2))
        third.tick(after(2))
        assert (session(third).state, heard(third)) == ("applied", ["offer_applied"])


def test_killed_while_it_is_written_down(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither is known without the other: the outcome is asked for again under its key, and then both are."""

    def killed(*_: Any) -> None:
        raise ConnectionError

    platform = Shop()
    with opened(database_url, platform) as engine:
        accepts(engine)
        with monkeypatch.context() as patched:
            patched.setattr(completing, "tell_sessions", killed)
            with pytest.raises(ConnectionError):
                deliver(engine, 1)
        assert engine.outbox.counts()["trying"] == 1
        lives(engine, 2)
        assert (session(engine).state, platform.kinds.count("pause_subscription")) == ("applied", 1)


def test_failed_and_mended(database_url: str) -> None:
    """What the platform refuses is a task with its reason; what comes through when tried again is a save after all."""
    vice = Busy(Refused("no such plan"))
    with opened(database_url, Shop(vices=vice)) as engine:
        accepts(engine)
        lives(engine, 2)
        assert (session(engine).state, heard(engine)) == ("failed", ["offer_failed"])
        (task,) = engine.outbox.find(["done"], kind=CreateTask.kind)
        assert isinstance(task.action, CreateTask)
        assert "The platform said: no such plan" in task.action.script
        vice.wrong = None
        (failed,) = engine.outbox.find(["failed"])
        engine.outbox.retry(failed.key)
        lives(engine, 3)
        assert (session(engine).state, sorted(heard(engine))) == ("applied", sorted(HEARD))
        assert audit(engine) == []


def test_failed_and_failed_again(database_url: str) -> None:
    """It is told once that it failed, however often a person lets it be tried."""
    with opened(database_url, Shop(vices=Busy(Refused("no such plan")))) as engine:
        accepts(engine)
        for day in (2, 3):
            lives(engine, day)
            (failed,) = engine.outbox.find(["failed"])
            engine.outbox.retry(failed.key)
        lives(engine, 4)
        assert (session(engine).state, heard(engine)) == ("failed", ["offer_failed"])


def test_it_never_answers(database_url: str) -> None:
    """What was tried too often, and nobody knows of, is for a person: it has failed as far as anybody knows."""
    with opened(database_url, Shop(vices=Busy(TryLater("busy")))) as engine:
        accepts(engine)
        deliver(engine, 1)
        engine.tick(after(1))
        assert session(engine).state == "applying"
        lives(engine, 5)
        assert (session(engine).state, heard(engine)) == ("failed", ["offer_failed"])


def test_given_up_by_a_person(database_url: str) -> None:
    """Who gives up what was promised has failed it, before it was ever tried."""
    with opened(database_url, Shop()) as engine:
        accepts(engine)
        (pause,) = engine.outbox.find(["waiting"], kind="pause_subscription")
        engine.outbox.give_up(pause.key)
        engine.tick()  # in the year that it is, before it was accepted: it comes behind that all the same
        engine.tick(after(1))
        assert (session(engine).state, heard(engine)) == ("failed", ["offer_failed"])


def test_all_that_was_promised(database_url: str) -> None:
    """Two gifts are applied when both are there; the letter beside them is no part of that."""
    vice = Busy(TryLater("busy"), kind="discount_subscription")
    gifts = [PAUSE, LESS, SendMessage("saved"), Credit("points", 5)]
    with opened(database_url, Shop(vices=vice), gifts) as engine:
        accepts(engine)
        deliver(engine, 1)
        engine.tick(after(1))
        assert (engine.outbox.counts()["trying"], session(engine).state) == (1, "applying")
        vice.wrong = None
        lives(engine, 2)
        assert (session(engine).state, heard(engine)) == ("applied", ["offer_applied"])
        assert audit(engine) == []


def test_a_letter_that_is_refused(database_url: str) -> None:
    """It fails no offer whose promise is kept; where nothing else was promised, it does."""
    for gifts, state in (([LESS, SendMessage("saved")], "applied"), ([SendMessage("saved")], "failed")):
        with opened(database_url, Shop(vices=refuses("send_message")), gifts, store={"name": state}) as engine:
            accepts(engine)
            lives(engine, 2)
            assert session(engine).state == state


def test_units_alone(database_url: str) -> None:
    """Units are credited with the acceptance, so nobody has to deliver anything."""
    with opened(database_url, Shop(), [Credit("points", 50)]) as engine:
        accepts(engine)
        assert engine.customer("c").wallet("points").available == 50
        engine.tick(after(1))
        assert (session(engine).state, heard(engine)) == ("applied", ["offer_applied"])
        assert audit(engine) == []


@pytest.mark.parametrize("delivered", [False, True])
def test_who_leaves_all_the_same(database_url: str, *, delivered: bool) -> None:
    """A session that ended meanwhile hears nothing, and nobody is told that it came too late."""
    with opened(database_url, Shop()) as engine:
        accepts(engine)
        if delivered:
            deliver(engine, 1)
        engine.cancel_directly("x-1", "c", at=after(1))
        lives(engine, 2)
        assert session(engine).state == "cancelled"
        (ours,) = [row for row in rows(engine, "events") if row.kind in HEARD] or [None]
        assert (ours is not None) is delivered
        assert ours is None or "notes" not in ours.decision
        assert audit(engine) == []


def test_who_was_told_before(database_url: str) -> None:
    """A store whose own code reports it too is no trouble: the first word counts."""
    with opened(database_url, Shop()) as engine:
        accepts(engine)
        deliver(engine, 1)
        engine.handle(OfferApplied(id="a-1", customer="c", occurred_at=after(1), session="x-1"))
        lives(engine, 2)
        assert session(engine).state == "applied"
        assert len([row for row in rows(engine, "schedule") if SaveCheckDue.kind in row.event]) == 3
        assert audit(engine) == []


def test_who_turns_out_to_be_somebody_else(database_url: str) -> None:
    """The one whom a customer was merged into is told, before and after it was carried out."""
    for first in (True, False):
        with opened(database_url, Shop(), store={"name": f"shop {first}"}) as engine:
            accepts(engine)
            merged = CustomersMerged(id="m-1", customer="d", occurred_at=after(1), other="c")
            if first:
                engine.handle(merged)
            deliver(engine, 2)
            if not first:
                engine.handle(merged)
            lives(engine, 3)
            assert session(engine, customer="d").state == "applied"
            assert audit(engine) == []


def test_who_is_forgotten(database_url: str) -> None:
    """Nobody is told of somebody who was forgotten meanwhile."""
    with opened(database_url, Shop()) as engine:
        accepts(engine)
        deliver(engine, 1)
        engine.erase("c")
        lives(engine, 2)
        assert heard(engine) == []


def test_anything_else(database_url: str) -> None:
    """What was given for anything else than an acceptance tells no session anything."""
    with opened(database_url, Shop()) as engine:
        engine.handle(leaving())
        first, _ = engine.offers(session(engine), at=START)
        engine.decline(first.token, at=START)
        assert isinstance(engine.outbox.find(["waiting"])[0].action, object)
        assert deliver(engine, 1) != Deliveries()
        assert not [row for row in rows(engine, "schedule") if "offer_applied" in row.event]


def test_a_coupon(database_url: str) -> None:
    """Whatever was promised is heard of, not only what is of the subscription."""
    with opened(database_url, Shop(), [IssueCoupon(PercentOff(10))]) as engine:
        accepts(engine)
        lives(engine, 2)
        assert session(engine).state == "applied"
