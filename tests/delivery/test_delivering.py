"""Delivery: what waits is carried out once, in order, by whoever can, and whatever goes wrong is told."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from retention_sdk import (
    AmountOff,
    BadValue,
    Consent,
    CreateTask,
    FreeShipping,
    IssueCoupon,
    IssueGiftCard,
    Money,
    Offer,
    OrderCancelled,
    OrderReopened,
    Profile,
    Purchase,
    Refund,
    RefundMoney,
    RequestSurvey,
    SendMessage,
    Tag,
    VoidCoupon,
)
from retention_sdk.calls import Deliveries
from retention_sdk.delivery.claiming import _Look
from retention_sdk.platforms import CredentialsRefused, Refused, Repeat, TryLater
from retention_sdk.store.outbox import (
    DONE,
    FAILED,
    GIVEN_UP,
    LOOSE,
    LOST,
    RECALLED,
    STUCK,
    TRYING,
    UNDONE,
    WAITING,
    WITHDRAWN,
)
from tests.audit import audit
from tests.build import after, eur, order, rows, visit
from tests.delivery.shop import Call, Shop, refuses
from tests.delivery.work import LATER, about, connected, deliver, one_shop, states

if TYPE_CHECKING:
    from collections.abc import Callable

COUPON = IssueCoupon(AmountOff(eur(10)), reason="thank you")


def busy(times: int, after: timedelta | None = None) -> Callable[[Call, int], str | None]:
    """A vice: the first calls are for another time."""

    def vice(_: Call, number: int) -> str | None:
        if number <= times:
            raise TryLater("too many requests", after)
        return None

    return vice


# what is carried out


def test_once(database_url: str) -> None:
    """What waits is carried out once, under its key, for whom it is, with the profile of now."""
    shop = Shop()
    with one_shop(database_url, COUPON, shop=shop) as engine:
        (granted,) = engine.handle(order(profile=Profile(email="old@example.com"))).granted
        engine.handle(visit(at=after(1), profile=Profile(email="new@example.com")))
        assert (deliver(engine), deliver(engine)) == (Deliveries(done=1), Deliveries())
        (call,) = shop.calls
        assert (call.action, call.key) == (COUPON, granted.key)
        assert call.attempt.whom is not None
        assert (call.attempt.whom.id, call.attempt.whom.profile.email) == ("c", "new@example.com")
        assert (call.attempt.at, call.attempt.first_at, call.attempt.undoes) == (after(), None, None)
        assert (states(engine), audit(engine)) == ([DONE], [])


def test_what_a_message_tells_of(database_url: str) -> None:
    """A message waits for the gifts of its event, and is told their receipts; those of other events are not its."""
    shop = Shop()
    thanks = SendMessage("thanks")
    with one_shop(database_url, thanks, COUPON, IssueGiftCard(eur(5)), shop=shop) as engine:
        engine.handle_many([order(), order("o-2", at=after(1))])
        deliver(engine)
        assert shop.kinds[2::3] == ["send_message"] * 2
        for call in (call for call in shop.calls if call.action == thanks):
            told = {made.action.kind: made.receipt.code for made in call.attempt.beside}
            assert set(told) == {"issue_coupon", "issue_gift_card"}
            position = shop.calls.index(call)
            keys = {one.key for one in shop.calls[position - 2 : position]}
            assert set(told.values()) == {f"code-{key[:6]}" for key in keys}


def test_a_message_of_another_adapter(database_url: str) -> None:
    """A mail waits until the shop has the coupon that it tells of, and does not wait for what failed."""
    shop = Shop(capabilities={"issue_coupon": Repeat.NATURAL, "issue_gift_card": Repeat.KEYED}, vices=busy(2))
    mail = Shop("mail", {"send_message": Repeat.KEYED, "request_survey": Repeat.KEYED})
    gifts = (SendMessage("thanks"), COUPON, RequestSurvey("s", purpose="service"))
    with connected(database_url, *gifts, adapters={"mail": mail, "shop": shop}) as engine:
        engine.handle(order())
        assert deliver(engine, 1) == Deliveries(again=1)
        assert mail.calls == []
        shop.vices = refuses("issue_coupon")
        assert deliver(engine, 2) == Deliveries(done=2, never=1)
        assert mail.calls[0].attempt.beside == ()


def test_which_adapter(database_url: str) -> None:
    """The first that can does it; of messages that name a channel, the first of that channel."""
    first = Shop("first", {"send_message": Repeat.KEYED}, channel="sms")
    second = Shop("second", {"send_message": Repeat.KEYED, "tag": Repeat.SET}, channel="email")
    third = Shop("third")
    words = [SendMessage("a"), SendMessage("b", channel="email"), SendMessage("c", channel="post"), Tag("x"), COUPON]
    adapters = {one.name: one for one in (first, second, third)}
    with connected(database_url, *words, adapters=adapters) as engine:
        engine.handle(order())
        assert deliver(engine).done == 5
    sent = {
        name: [getattr(call.action, "template", call.action.kind) for call in one.calls]
        for name, one in adapters.items()
    }
    assert {name: sorted(what) for name, what in sent.items()} == {
        "first": ["a"],
        "second": ["b", "tag"],
        "third": ["c", "issue_coupon"],
    }


def test_in_order(database_url: str) -> None:
    """A customer's actions are done as their facts happened; one that has to wait keeps those after it, of it alone."""
    waits = True

    def vice(call: Call, _: int) -> str | None:
        if waits and call.action == Tag("o-1"):
            raise TryLater("busy")
        return None

    shop = Shop(vices=vice)
    tags = {"tags": lambda event, _: [Tag(event.id)] if isinstance(event, Purchase) else []}
    with one_shop(database_url, shop=shop, strategies=tags) as engine:
        engine.handle_many(order(f"o-{n}", at=after(n)) for n in (3, 1, 2))
        engine.handle(order("o-4", customer="d", at=after(4)))
        assert deliver(engine, 5) == Deliveries(done=1, again=1, returned=2)
        assert [call.action for call in shop.calls] == [Tag("o-1"), Tag("o-4")]
        assert deliver(engine, 5) == Deliveries()
        waits = False
        deliver(engine, 6)
        assert shop.actions[1:] == [Tag("o-1"), Tag("o-2"), Tag("o-3")]


def test_without_an_adapter(database_url: str) -> None:
    """Who carries actions out themselves has no adapters, and nothing is touched."""
    with connected(database_url, COUPON, adapters={}) as engine:
        engine.handle(order())
        assert (deliver(engine), states(engine)) == (Deliveries(), [WAITING])


def test_what_no_adapter_can(database_url: str) -> None:
    """It waits and is said; it is carried out when there is one that can."""
    shop = Shop(capabilities={"tag": Repeat.SET})
    with one_shop(database_url, COUPON, Tag("x"), shop=shop) as engine:
        engine.handle(order())
        assert deliver(engine, 1) == Deliveries(done=1)
        (parcel,) = engine.outbox.find()
        assert (parcel.state, parcel.code) == ("waiting", "no_adapter")
        assert parcel.error == "no adapter carries out issue_coupon; configure one that does, or give it up"
    with one_shop(database_url, COUPON, shop=Shop()) as engine:
        assert deliver(engine, 2) == Deliveries(done=1)


def test_an_offer_needs_nobody(database_url: str) -> None:
    """An offer is the engine's own: nobody carries it out, and it is over."""
    with one_shop(database_url, Offer("stay", [COUPON]), shop=Shop(capabilities={})) as engine:
        engine.handle(order())
        assert (deliver(engine), states(engine)) == (Deliveries(done=1), [DONE])


def test_some_at_most(database_url: str) -> None:
    """As many as are asked for, what was due first comes first; and of the adapters that are named."""
    shop = Shop()
    with one_shop(database_url, COUPON, shop=shop) as engine:
        engine.handle_many(order(f"o-{n}", customer=f"c-{n}", at=after(9 - n)) for n in range(5))
        assert deliver(engine, most=2).done == 2
        assert [call.attempt.whom.id for call in shop.calls if call.attempt.whom] == ["c-4", "c-3"]
        assert deliver(engine, only=[""]) == Deliveries()
        assert deliver(engine, only=["shop"]).done == 3
        with pytest.raises(BadValue, match="there is no adapter 'shoop'; there are shop"):
            deliver(engine, only=["shoop"])


# what goes wrong


def test_later(database_url: str) -> None:
    """What is for another time waits longer each time, at least as long as the platform says, and comes through."""
    shop = Shop(vices=busy(3, timedelta(hours=30)))
    with one_shop(database_url, COUPON, shop=shop) as engine:
        engine.handle(order())
        assert deliver(engine, 1) == Deliveries(again=1)
        (parcel,) = engine.outbox.find()
        assert (parcel.state, parcel.tries, parcel.error) == ("trying", 1, "too many requests")
        assert (parcel.first_at, parcel.next_at) == (after(1), after(1, hours=30))
        assert deliver(engine, 2) == Deliveries()
        assert [deliver(engine, day).again for day in (3, 6)] == [1, 1]
        assert deliver(engine, 9) == Deliveries(done=1)
        assert [call.attempt.first_at for call in shop.calls] == [None, after(1), after(1), after(1)]
        assert len({call.key for call in shop.calls}) == 1


def test_it_gives_out(database_url: str) -> None:
    """After so many tries without an answer nobody knows whether it came through: that is for a person."""
    shop = Shop(vices=lambda *_: "lost")
    with one_shop(database_url, COUPON, shop=shop, delivery={"tries": 2}) as engine:
        (granted,) = engine.handle(order()).granted
        deliver(engine, 1)
        assert deliver(engine, 2) == Deliveries(again=1)
        assert (states(engine), engine.outbox.find()[0].state) == ([LOST], "unknown")
        engine.outbox.retry(granted.key)
        shop.vices = lambda *_: None
        assert (deliver(engine), shop.keys) == (Deliveries(done=1), [granted.key])


def test_a_lost_answer(database_url: str) -> None:
    """What came through without an answer is asked for again under its key; an unsafe one is told of the first try."""
    unsafe = {**Shop().capabilities, "refund_money": Repeat.UNSAFE}
    shop = Shop(capabilities=unsafe, vices=lambda _, number: "lost" if number < 4 else None)
    with one_shop(database_url, COUPON, RefundMoney("o-1", eur(1)), shop=shop) as engine:
        engine.handle(order())
        for day in range(1, 9):
            deliver(engine, day)
        assert sorted(shop.kinds) == ["issue_coupon", "refund_money"]
        assert (states(engine), audit(engine)) == ([DONE, DONE], [])


def test_refused(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """What is refused is left to a person with the reason; it stands, and its budget is not given back by itself."""
    shop = Shop(vices=refuses("issue_coupon"))
    limits = {"monthly_budget": "10 EUR"}
    with one_shop(database_url, COUPON, shop=shop, limits=limits) as engine, caplog.at_level(logging.WARNING):
        (granted,) = engine.handle(order()).granted
        assert (deliver(engine), deliver(engine)) == (Deliveries(never=1), Deliveries())
        (parcel,) = engine.outbox.find()
        assert (parcel.state, parcel.code, parcel.error) == ("failed", "refused", "no such product")
        assert "issue_coupon is not carried out: no such product" in caplog.text
        assert engine.handle(order("o-2", at=after(1))).refusals[0].code == "over_budget"
        assert audit(engine) == []
        shop.vices = lambda *_: None
        engine.outbox.retry(granted.key)
        assert (deliver(engine), states(engine)) == (Deliveries(done=1), [DONE])


def test_given_up(database_url: str) -> None:
    """What a person gives up is nobody's any more: budgets have it back, and no late fact brings it again."""
    shop = Shop(vices=refuses("issue_coupon"))
    limits = {"monthly_budget": "10 EUR"}
    with one_shop(database_url, COUPON, shop=shop, limits=limits) as engine:
        (granted,) = engine.handle(order()).granted
        deliver(engine)
        assert engine.outbox.give_up(granted.key).state == "given_up"
        assert [row.amount for row in rows(engine, "counters")] == [0]
        with pytest.raises(BadValue, match="is given_up, and nothing of that state can be given up"):
            engine.outbox.give_up(granted.key)
        engine.handle(visit(at=after(-1)))
        engine.handle(about(OrderCancelled, 1))
        engine.handle(about(OrderReopened, 2))
        assert states(engine) == [GIVEN_UP]
        assert engine.handle(order("o-2", at=after(3))).actions == (COUPON,)
        assert [row.amount for row in rows(engine, "counters")] == [1000]
    with one_shop(database_url, COUPON, shop=shop, limits=limits, store={"timezone": "Asia/Tokyo"}) as engine:
        assert [row.amount for row in rows(engine, "counters")] == [1000]  # counted anew, from the outbox


def test_credentials(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """Where a platform does not let us in, all that is its own waits, said once; the others go on; it comes back."""
    barred = True

    def vice(_: Call, __: int) -> str | None:
        if barred:
            raise CredentialsRefused("the key was revoked")
        return None

    shop, mail = Shop(capabilities={"issue_coupon": Repeat.NATURAL}, vices=vice), Shop("mail", {"tag": Repeat.SET})
    said = lambda: caplog.text.count("is not let in, so all")  # noqa: E731
    with connected(database_url, COUPON, Tag("x"), adapters={"shop": shop, "mail": mail}) as engine:
        engine.handle_many(order(f"o-{n}", customer=f"c-{n}") for n in range(20))
        found = deliver(engine, 1)
        assert (found.done, found.tried, said()) == (20, 20, 1)
        assert len(shop.calls) <= engine.config.delivery.concurrency
        assert {parcel.state for parcel in engine.outbox.find()} == {"waiting"}
        assert [(rest.adapter, rest.reason) for rest in engine.outbox.rests()] == [("shop", "the key was revoked")]
        calls = len(shop.calls)
        assert (deliver(engine, 1), len(shop.calls)) == (Deliveries(), calls)
        deliver(engine, 2)
        assert (len(shop.calls) > calls, said()) == (True, 1)
        barred = False
        assert engine.outbox.resume("shop")
        assert (deliver(engine, 2).done, engine.outbox.rests()) == (20, [])
        assert not engine.outbox.resume("shop")
        assert all(call.attempt.first_at is None for call in shop.calls)
        assert audit(engine) == []


def test_an_adapter_with_a_mistake(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """An adapter that breaks is named with the place, without a word of what it said; the action is tried again."""

    def vice(_: Call, number: int) -> Any:
        if number == 1:
            raise KeyError("ann@example.com")

    shop = Shop(vices=vice)
    with one_shop(database_url, COUPON, shop=shop) as engine:
        engine.handle(order())
        assert deliver(engine, 1) == Deliveries(again=1)
        (parcel,) = engine.outbox.find()
        assert parcel.error.startswith("the adapter has a mistake: KeyError at ")
        assert "ann@" not in caplog.text + parcel.error
        assert deliver(engine, 2) == Deliveries(done=1)


def test_an_adapter_that_wants_to_end_it_all(database_url: str) -> None:
    """One that calls exit ends nothing but this try: neither the worker, nor what others carry out."""

    def vice(_: Call, number: int) -> Any:
        if number == 1:
            raise SystemExit(3)

    with one_shop(database_url, COUPON, shop=Shop(vices=vice)) as engine:
        engine.handle(order())
        assert deliver(engine, 1) == Deliveries(again=1)
        assert deliver(engine, 2) == Deliveries(done=1)


def test_an_adapter_that_cannot_say_what_it_can(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """It carries nothing out, and is named; the others do what they can."""

    class Broken(Shop):
        @property
        def capabilities(self) -> Any:
            raise KeyError("token")

        @capabilities.setter
        def capabilities(self, _: Any) -> None:
            """It is not told either."""

    with connected(database_url, COUPON, adapters={"broken": Broken(), "well": Shop(name="well")}) as engine:
        engine.handle(order())
        assert deliver(engine, 1) == Deliveries(done=1)
        assert "broken carries nothing out: the adapter has a mistake: KeyError at " in caplog.text


def test_consent_that_was_withdrawn(database_url: str) -> None:
    """An advertisement to whom has said no since is not sent; what a customer must know is."""
    shop = Shop()
    words = [SendMessage("news", purpose="marketing", channel="email"), SendMessage("receipt")]
    yes, no = (Consent(channel="email", given=given, at=after(day)) for given, day in ((True, 0), (False, 1)))
    with one_shop(database_url, *words, shop=shop) as engine:
        engine.handle(order(profile=Profile(consents=[yes])))
        engine.handle(visit(at=after(1), profile=Profile(consents=[no])))
        assert deliver(engine) == Deliveries(done=1, never=1)
        assert [call.action for call in shop.calls] == [words[1]]
        (parcel,) = engine.outbox.find(["given_up"])
        assert (parcel.code, parcel.error) == ("no_consent", "The customer said no to marketing by email.")


def test_what_is_over_by_now(database_url: str) -> None:
    """A message that is of no use any more is not sent, in time it is; what has no end always is."""
    shop = Shop()
    words = [SendMessage("ends", until=after(2)), SendMessage("lasts", until=after(9)), SendMessage("receipt")]
    with one_shop(database_url, *words, shop=shop) as engine:
        engine.handle(order())
        assert deliver(engine, 2) == Deliveries(done=2, never=1)
        assert {call.action for call in shop.calls} == {*words[1:]}
        (parcel,) = engine.outbox.find(["given_up"])
        told = "It is of no use from 2100-01-03 12:00 UTC on, and could not be sent before."
        assert (parcel.code, parcel.error) == ("too_late", told)


# taken back meanwhile


def recalling(engine: list[Any], then: Callable[[], str | None]) -> Callable[[Call, int], str | None]:
    """A vice: the order is cancelled while the first call is under way."""

    def vice(_: Call, number: int) -> str | None:
        if number > 1:
            return None
        engine[0].handle(about(OrderCancelled, 1))
        return then()

    return vice


@pytest.mark.parametrize("answer", [None, "lost", "refused", "later"])
def test_taken_back_while_it_is_carried_out(database_url: str, answer: str | None) -> None:
    """What was taken back while it was under way is undone where it came through, or may have, and only there."""

    def then() -> str | None:
        if answer == "refused":
            raise Refused("no")
        if answer == "later":
            raise TryLater("busy")
        return answer

    held: list[Any] = []
    shop = Shop(vices=recalling(held, then))
    with one_shop(database_url, COUPON, shop=shop) as engine:
        held.append(engine)
        (granted,) = engine.handle(order()).granted
        deliver(engine, 2)
        deliver(engine, 2)
        if answer == "refused":
            assert (states(engine), shop.kinds) == ([WITHDRAWN], [])
            return
        made = [] if answer == "later" else ["issue_coupon"]
        assert (states(engine), shop.kinds) == ([UNDONE], [*made, "void_coupon"])
        last = shop.calls[-1]
        assert (last.action, last.attempt.first_at) == (VoidCoupon(granted.key, reason="thank you"), None)
        assert (last.attempt.undoes is None) == (answer is not None)
        assert audit(engine) == []


def test_nobody_undoes_what_is_under_way(database_url: str) -> None:
    """While somebody carries something out that was taken back, nobody else undoes it: their claim has to end first."""
    held: list[Any] = []
    found: list[Deliveries] = []

    def then() -> None:
        found.append(deliver(held[0], 2))

    shop = Shop(vices=recalling(held, then))
    with one_shop(database_url, COUPON, shop=shop) as engine:
        held.append(engine)
        engine.handle(order())
        assert deliver(engine, 2) == Deliveries(done=1, undone=1)
        assert found == [Deliveries()]
        assert shop.kinds == ["issue_coupon", "void_coupon"]


def test_taken_back_and_given_again_meanwhile(database_url: str) -> None:
    """What stands again by the time that it came through is left as it is."""
    held: list[Any] = []
    shop = Shop(vices=recalling(held, lambda: held[0].handle(about(OrderReopened, 2)) and None))
    with one_shop(database_url, COUPON, shop=shop) as engine:
        held.append(engine)
        engine.handle(order())
        deliver(engine)
        assert (states(engine), shop.kinds, audit(engine)) == ([DONE], ["issue_coupon"], [])


@pytest.mark.parametrize("answer", [None, "lost"])
def test_given_again_while_it_is_undone(database_url: str, answer: str | None) -> None:
    """What stands again while it is undone is undone first, then given anew, as the platform sees it."""
    held: list[Any] = []

    def vice(call: Call, _: int) -> str | None:
        if call.action.kind == "void_coupon" and held:
            held.pop().handle(about(OrderReopened, 2))
            return answer
        return None

    shop = Shop(vices=vice)
    with one_shop(database_url, COUPON, shop=shop) as engine:
        (granted,) = engine.handle(order()).granted
        deliver(engine, 1)
        engine.handle(about(OrderCancelled, 1))
        held.append(engine)
        deliver(engine, 3)
        deliver(engine, 4)
        assert shop.keys == [granted.key, f"{granted.key}-undo", f"{granted.key}-1"]
        assert (states(engine), audit(engine)) == ([UNDONE, DONE], [])


def test_a_claim_that_was_lost(database_url: str) -> None:
    """What a worker that died has claimed is not taken while its claim holds; then it is tried again, and says so."""
    shop, worker = Shop(), Shop(vices=lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with one_shop(database_url, COUPON, shop=worker) as engine:
        engine.handle(order())
        with pytest.raises(KeyboardInterrupt):
            deliver(engine, 1)
        assert states(engine) == [TRYING]
    with one_shop(database_url, COUPON, shop=shop) as engine:
        assert deliver(engine, 1) == Deliveries()
        engine.handle(about(OrderCancelled, 1))
        assert states(engine) == [RECALLED]
        assert (deliver(engine, 1), deliver(engine, 2)) == (Deliveries(), Deliveries(undone=1))
        assert shop.kinds == ["void_coupon"]


# what cannot be undone


@pytest.mark.parametrize(("vice", "state"), [("refused", STUCK), ("lost", LOOSE)])
def test_what_is_not_undone(database_url: str, vice: str, state: int) -> None:
    """A coupon that cannot be void is for a person; when its order stands again it is left, or given anew."""

    def used(call: Call, _: int) -> str | None:
        if call.action.kind == "void_coupon" and vice == "refused":
            raise Refused("it was used")
        return vice if call.action.kind == "void_coupon" else None

    shop = Shop(vices=used)
    with one_shop(database_url, COUPON, shop=shop, delivery={"tries": 1}) as engine:
        (granted,) = engine.handle(order()).granted
        deliver(engine, 1)
        engine.handle(about(OrderCancelled, 1))
        deliver(engine, 2)
        assert states(engine) == [state]
        (parcel,) = engine.outbox.find()
        assert (parcel.key, parcel.state) == (f"{granted.key}-undo", "stuck")
        engine.handle(about(OrderReopened, 3))
        assert states(engine) == ([DONE] if vice == "refused" else [LOOSE, WAITING])
        assert audit(engine) == []


def test_a_person_ends_it(database_url: str) -> None:
    """What could not be undone is over when a person says so, and cannot be given up twice."""
    shop = Shop(vices=refuses("void_coupon", "it was used"))
    with one_shop(database_url, COUPON, shop=shop) as engine:
        (granted,) = engine.handle(order()).granted
        deliver(engine, 1)
        engine.handle(about(Refund, 1))
        deliver(engine, 2)
        assert engine.outbox.retry(f"{granted.key}-undo").state == "undoing"
        deliver(engine, 3)
        assert engine.outbox.give_up(f"{granted.key}-undo").state == "undone"
        assert engine.outbox.counts() == {"undone": 1}


def test_a_failed_gift_of_a_refunded_order(database_url: str) -> None:
    """What nobody has needs no undoing; when its order stands again, it is tried again."""
    shop = Shop(vices=refuses("issue_coupon"))
    with one_shop(database_url, COUPON, shop=shop) as engine:
        engine.handle(order())
        deliver(engine, 1)
        assert states(engine) == [FAILED]
        engine.handle(about(OrderCancelled, 1))
        assert (states(engine), deliver(engine, 2)) == ([WITHDRAWN], Deliveries())
        shop.vices = lambda *_: None
        engine.handle(about(OrderReopened, 2))
        assert (deliver(engine, 3), shop.kinds, audit(engine)) == (Deliveries(done=1), ["issue_coupon"], [])


def test_a_task_says_what_is_not_sure(database_url: str) -> None:
    """Where nobody knows whether money was paid back, the task for a person does not claim so."""
    held: list[Any] = []
    shop = Shop(vices=recalling(held, lambda: "lost"))
    with one_shop(database_url, RefundMoney("o-1", eur(3)), shop=shop) as engine:
        held.append(engine)
        engine.handle(order())
        deliver(engine, 2)
        deliver(engine, 2)
        task = shop.calls[-1].action
        assert isinstance(task, CreateTask)
        assert "This may have been done for customer c" in task.script


def test_who_is_forgotten_while_it_is_carried_out(database_url: str) -> None:
    """What comes through for somebody who was forgotten meanwhile is written down with nobody's name."""
    held: list[Any] = []

    def vice(_: Call, __: int) -> None:
        held[0].erase("c")

    shop = Shop(vices=vice)
    with one_shop(database_url, COUPON, SendMessage("hi"), shop=shop) as engine:
        held.append(engine)
        engine.handle(order())
        deliver(engine, 1)
        (first, second) = (row for row in rows(engine, "outbox"))
        assert {first.body, second.body} == {""}
        assert first.customer.startswith("erased-")
        assert deliver(engine) == Deliveries()


def test_what_stays_to_be_undone_for_nobody(database_url: str) -> None:
    """A coupon of somebody who was forgotten is void by its receipt, and for nobody in particular."""
    shop = Shop()
    with one_shop(database_url, COUPON, shop=shop) as engine:
        (granted,) = engine.handle(order()).granted
        deliver(engine, 1)
        engine.handle(about(OrderCancelled, 1))
        engine.erase("c")
        assert deliver(engine, 2) == Deliveries(undone=1)
        assert (shop.calls[-1].key, shop.calls[-1].attempt.whom) == (f"{granted.key}-undo", None)
        assert shop.calls[-1].attempt.undoes is not None


def test_merged_while_it_is_carried_out(database_url: str) -> None:
    """What comes through for somebody who is another customer by then is that one's."""
    held: list[Any] = []

    def vice(_: Call, number: int) -> None:
        if number == 1:
            held[0].merge("d", "c", at=after(5))

    shop = Shop(vices=vice)
    with one_shop(database_url, COUPON, shop=shop) as engine:
        held.append(engine)
        engine.handle(visit(customer="d"))
        engine.handle(order())
        deliver(engine, 6)
        assert (states(engine), rows(engine, "outbox")[0].customer) == ([DONE], "d")
        assert (deliver(engine), audit(engine)) == (Deliveries(), [])


def test_the_outbox_is_listed(database_url: str) -> None:
    """By state, customer, kind and adapter; what there is no such of is an error that names what there is."""
    shop = Shop(vices=refuses("tag"))
    with one_shop(database_url, COUPON, Tag("x"), IssueCoupon(FreeShipping()), shop=shop) as engine:
        engine.handle_many([order(), order("o-2", customer="d")])
        deliver(engine)
        outbox = engine.outbox
        assert outbox.counts() == {"done": 4, "failed": 2}
        assert {one.kind for one in outbox.find()} == {"tag"}
        assert len(outbox.find(["done"], customer="d")) == 2
        assert len(outbox.find(["done", "failed"], kind="tag", adapter="shop", most=1)) == 1
        assert outbox.find(adapter="mail") == []
        (one,) = outbox.find(customer="c")
        assert outbox.of(one.key) == one
        with pytest.raises(BadValue, match="'lost' is no state of the outbox; there are done, "):
            outbox.find(["lost"])
        with pytest.raises(BadValue, match="nothing of the key 'nothing'"):
            outbox.retry("nothing")


def test_the_index_answers_a_claim(database_url: str) -> None:
    """However long the outbox is, what an adapter can claim is found by the index of what is due, without a sort."""
    with one_shop(database_url, COUPON, shop=Shop()) as engine, engine.store.engine.connect() as connection:
        dialect, found = connection.dialect.name, list[str]()
        event.listen(engine.store.engine, "before_cursor_execute", lambda *args: found.append(args[2]))
        with engine.store.cold_write() as writing:
            _Look(writing, engine._delivering._claiming, "shop", 1).customers(10)
        (query,) = (one for one in found if "outbox" in one)
        marks = connection.connection.driver_connection
        assert marks is not None
        if dialect == "postgresql":
            for way in ("seqscan", "bitmapscan", "sort"):
                connection.exec_driver_sql(f"SET enable_{way} = off")
            plain = re.sub(r"%\((\w+)\)s(::\w+)?", lambda mark: "'x'" if "VARCHAR" in str(mark[2]) else "1", query)
            plan = str(connection.exec_driver_sql(f"EXPLAIN {plain}").all())
        else:
            values = (1,) * query.count("?")
            plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all())
        assert "outbox_due" in plan
        assert "TEMP B-TREE" not in plan


def test_the_next_one(database_url: str) -> None:
    """Who waits can ask until when."""
    with one_shop(database_url, COUPON, shop=Shop()) as engine:
        assert engine.next_delivery() is None
        engine.handle(order(at=after(3)))
        assert engine.next_delivery() == after(3)


def test_a_stop(database_url: str) -> None:
    """Once it is said to stop, nothing is begun any more, and what was not begun waits as if nobody had taken it."""
    from threading import Event as Flag

    flag = Flag()
    shop = Shop(vices=lambda *_: flag.set())
    delivery = {"concurrency": 1}
    with one_shop(database_url, COUPON, shop=shop, delivery=delivery) as engine:
        engine.handle_many(order(f"o-{n}", customer=f"c-{n}") for n in range(5))
        assert deliver(engine, stop=flag) == Deliveries(done=1, returned=4)
        assert sorted(states(engine)) == [WAITING] * 4 + [DONE]
        assert {row.first_at for row in rows(engine, "outbox")} == {None}


def test_an_unknown_worth(database_url: str) -> None:
    """What a person gives up counts where it was counted, whatever the currency's digits."""
    shop = Shop(vices=refuses("issue_gift_card"))
    gift = IssueGiftCard(Money.of(7, "EUR"))
    with one_shop(database_url, gift, shop=shop, limits={"budgets": [{"amount": "9 EUR", "period": "day"}]}) as engine:
        (granted,) = engine.handle(order()).granted
        deliver(engine, LATER)
        engine.outbox.give_up(granted.key)
        assert engine.handle(order("o-2", at=after(hours=1))).actions == (gift,)
