"""What left the house is undone: an inverse, a task for a person, or nothing, once each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import frozen

from retention_sdk import (
    Action,
    AmountOff,
    CancelSubscription,
    Credit,
    Dispute,
    Engine,
    Event,
    IssueCoupon,
    IssueGiftCard,
    OrderCancelled,
    OrderReopened,
    Purchase,
    Refund,
    RefundLine,
    RefundMoney,
    SendMessage,
    Tag,
    Untag,
    VoidCoupon,
    VoidGiftCard,
)
from retention_sdk.delivery import performed
from retention_sdk.store.outbox import BOOKED, DONE, UNBOOKED, UNDOING, UNDONE, WAITING, WITHDRAWN
from tests.audit import audit
from tests.build import after, eur, opened, order, rows, visit
from tests.delivery.platform import Platform, agrees, waits, work

if TYPE_CHECKING:
    from collections.abc import Callable

COUPON = IssueCoupon(AmountOff(eur(10)), reason="thank you")


def on_order(*actions: Action) -> Callable[..., list[Action]]:
    """What a strategy does that proposes the same for each order, and nothing for anything else."""
    return lambda event, _: list(actions) if isinstance(event, Purchase) else []


def about(kind: Callable[..., Event], day: int, **more: Any) -> Event:
    """Something that happens to the order o-1."""
    return kind(**{"id": f"x-{day}", "customer": "c", "occurred_at": after(day), "order": "o-1", **more})


def states(engine: Engine) -> list[int]:
    """The states of the outbox, in the order of its keys and rounds."""
    return [row.status for row in rows(engine, "outbox")]


def test_a_coupon_that_was_issued_is_void(database_url: str) -> None:
    """A coupon that the shop has issued is void there, by the key that it was issued with, and once."""
    platform = Platform()
    with opened(database_url, {"gift": on_order(COUPON)}) as engine:
        (granted,) = engine.handle(order()).granted
        work(engine, platform)
        engine.handle(about(Refund, 5))
        assert states(engine) == [UNDOING]
        assert engine.customer("c").rewards == ()
        work(engine, platform)
        assert platform.done == {
            granted.key: COUPON,
            f"{granted.key}-undo": VoidCoupon(granted.key, reason="thank you"),
        }
        assert (states(engine), agrees(engine, platform)) == ([UNDONE], [])
        assert audit(engine) == []


def test_what_was_not_carried_out_is_only_withdrawn(database_url: str) -> None:
    """What still waits is withdrawn, and nothing is undone that was never done."""
    with opened(database_url, {"gift": on_order(COUPON)}) as engine:
        engine.handle(order())
        engine.handle(about(Refund, 5))
        assert (states(engine), waits(engine)) == ([WITHDRAWN], [])


def test_given_again_after_it_was_undone(database_url: str) -> None:
    """An order that stands again has a coupon again: another one, as the platform sees it, in each round."""
    platform = Platform()
    with opened(database_url, {"gift": on_order(COUPON)}) as engine:
        (granted,) = engine.handle(order()).granted
        for day in range(1, 5):
            work(engine, platform)
            engine.handle(about(OrderCancelled if day % 2 else OrderReopened, day))
        work(engine, platform)
        ways = ["", "-undo", "-1", "-1-undo", "-2"]
        assert [*platform.done] == [f"{granted.key}{way}" for way in ways]
        assert platform.done[f"{granted.key}-1-undo"] == VoidCoupon(f"{granted.key}-1", reason="thank you")
        assert (states(engine), agrees(engine, platform)) == ([UNDONE, UNDONE, DONE], [])
        assert audit(engine) == []


def test_given_again_before_it_was_undone(database_url: str) -> None:
    """What stands again before anybody has undone it is left as it is."""
    platform = Platform()
    with opened(database_url, {"gift": on_order(COUPON)}) as engine:
        engine.handle(order())
        work(engine, platform)
        engine.handle(about(OrderCancelled, 1))
        engine.handle(about(OrderReopened, 2))
        assert (states(engine), waits(engine), platform.kinds) == ([DONE], [], ["issue_coupon"])
        assert audit(engine) == []


def test_taken_back_while_it_was_carried_out(database_url: str) -> None:
    """A worker that carries out what is taken back in that moment leaves it to be undone."""
    platform = Platform()
    with opened(database_url, {"gift": on_order(COUPON)}) as engine:
        engine.handle(order())
        (slow,) = waits(engine)
        engine.handle(about(Refund, 5))
        assert states(engine) == [WITHDRAWN]
        platform.perform(slow)
        assert performed(engine.store, engine.config.store.key, slow) == UNDOING
        work(engine, platform)
        assert (platform.kinds, agrees(engine, platform)) == (["issue_coupon", "void_coupon"], [])


def test_given_again_while_it_was_undone(database_url: str) -> None:
    """A worker that undoes what is given again in that moment has it carried out anew."""
    platform = Platform()
    with opened(database_url, {"gift": on_order(COUPON)}) as engine:
        engine.handle(order())
        work(engine, platform)
        engine.handle(about(OrderCancelled, 1))
        (slow,) = waits(engine)
        engine.handle(about(OrderReopened, 2))
        platform.perform(slow)
        key = engine.config.store.key
        assert (performed(engine.store, key, slow), performed(engine.store, key, slow)) == (UNDONE, UNDONE)
        assert states(engine) == [UNDONE, WAITING]
        work(engine, platform)
        assert (platform.kinds[-1], agrees(engine, platform)) == ("issue_coupon", [])
        assert audit(engine) == []


def test_told_twice(database_url: str) -> None:
    """A worker that says twice that something was done says nothing new, whatever happened in between."""
    with opened(database_url, {"gift": on_order(COUPON)}) as engine:
        key = engine.config.store.key
        engine.handle(order())
        (doing,) = waits(engine)
        assert [performed(engine.store, key, doing) for _ in range(2)] == [DONE, DONE]
        engine.handle(about(Refund, 5))
        assert performed(engine.store, key, doing) == UNDOING
        (undoing,) = waits(engine)
        assert [performed(engine.store, key, undoing) for _ in range(2)] == [UNDONE, UNDONE]
        assert performed(engine.store, key, doing) == UNDONE


# what has no inverse


def test_nothing_undoes_it_so_a_person_does(database_url: str) -> None:
    """Money that was paid back, and a subscription that was ended, are each a task that says what was done and why."""
    money = RefundMoney("o-1", eur(3), reason="the bag was torn")
    platform = Platform()
    with opened(database_url, {"one": on_order(money, CancelSubscription("s-1"))}) as engine:
        engine.handle(order())
        work(engine, platform)
        engine.handle(about(Dispute, 5, state="lost"))
        tasks = [one.action for one in waits(engine)]
        assert {task.kind for task in tasks if task} == {"create_task"}
        told = {getattr(task, "title", ""): getattr(task, "script", "") for task in tasks}
        title = "Taken back, and only a person can undo it: pay back 3.00 EUR of order o-1"
        assert "customer c" in told[title]
        assert told[title].endswith("It was for this: the bag was torn.")
        work(engine, platform)
        assert agrees(engine, platform) == []


def test_a_task_that_stands_again(database_url: str) -> None:
    """What only a person could undo is not done a second time when it stands again: a person looks at it."""
    platform = Platform()
    with opened(database_url, {"one": on_order(RefundMoney("o-1", eur(3)))}) as engine:
        engine.handle(order())
        for kind, day in ((OrderCancelled, 1), (OrderReopened, 2)):
            work(engine, platform)
            engine.handle(about(kind, day))
        work(engine, platform)
        assert platform.kinds == ["refund_money", "create_task", "create_task"]
        (*_, last) = platform.done.values()
        assert getattr(last, "title", "").startswith("Given again, after it was done before: pay back 3.00 EUR")
        assert (states(engine), agrees(engine, platform)) == ([UNDONE, DONE], [])


@frozen
class Parcel(Action):
    """A kind of a third party, which says nothing of its inverse."""

    kind = "test_undoing_parcel"


def test_a_strangers_kind(database_url: str) -> None:
    """A kind that does not say what undoes it goes to a person."""
    platform = Platform()
    with opened(database_url, {"one": on_order(Parcel())}) as engine:
        engine.handle(order())
        work(engine, platform)
        engine.handle(about(Refund, 5))
        work(engine, platform)
        assert platform.kinds == ["test_undoing_parcel", "create_task"]


@pytest.mark.parametrize(("told", "tasks"), [({}, []), ({"told": "leave"}, []), ({"told": "task"}, ["create_task"])])
def test_a_mail_is_not_sent_twice_and_not_denied(database_url: str, told: dict[str, str], tasks: list[str]) -> None:
    """A message that went out is left as it is, or is a task; when its order stands again it is not sent again."""
    platform = Platform()
    with opened(database_url, {"one": on_order(SendMessage("thanks"))}, refunds=told) as engine:
        engine.handle(order())
        for day in range(1, 5):
            work(engine, platform)
            engine.handle(about(OrderCancelled if day % 2 else OrderReopened, day))
        work(engine, platform)
        assert platform.kinds == ["send_message", *tasks * 2]
        assert audit(engine) == []


def test_a_mail_that_never_went_out_is_sent(database_url: str) -> None:
    """A message that was withdrawn before it went out is sent when its order stands again."""
    platform = Platform()
    with opened(database_url, {"one": on_order(SendMessage("thanks"))}) as engine:
        for event in (order(), about(OrderCancelled, 1), about(OrderReopened, 2)):
            engine.handle(event)
        work(engine, platform)
        assert (platform.kinds, agrees(engine, platform)) == (["send_message"], [])


# a late fact finds otherwise


def counts(event: Event, customer: Any) -> list[Action]:
    """A card of as many euros as the customer has orders, and a message that says so."""
    orders = customer.history.orders
    return [IssueGiftCard(eur(orders + 1)), SendMessage("card", data={"n": orders + 1})] if event.id == "o-9" else []


def test_a_late_fact_changes_what_was_carried_out(database_url: str) -> None:
    """A card that is to be another one is void, and the other one is issued; the message is not sent again."""
    platform = Platform()
    with opened(database_url, {"one": counts}) as engine:
        card, _ = engine.handle(order("o-9", at=after(9))).granted
        work(engine, platform)
        engine.handle(order("o-0"))
        work(engine, platform)
        assert platform.done[f"{card.key}-undo"] == VoidGiftCard(card.key, eur(1))
        assert platform.done[f"{card.key}-1"] == IssueGiftCard(eur(2))
        assert platform.kinds.count("send_message") == 1
        assert (agrees(engine, platform), audit(engine)) == ([], [])


def test_a_late_fact_changes_what_waits(database_url: str) -> None:
    """What waits is carried out as it is wanted now, once, and nothing is undone."""
    platform = Platform()
    with opened(database_url, {"one": counts}) as engine:
        engine.handle(order("o-9", at=after(9)))
        engine.handle(order("o-0"))
        work(engine, platform)
        assert sorted(platform.kinds) == ["issue_gift_card", "send_message"]
        assert IssueGiftCard(eur(2)) in platform.done.values()
        assert (agrees(engine, platform), audit(engine)) == ([], [])


def test_only_what_is_wanted_now_is_given_again(database_url: str) -> None:
    """What a late fact has changed while it waited, and then comes and goes, is carried out as it is wanted, once."""
    platform = Platform()
    with opened(database_url, {"one": counts}) as engine:
        engine.handle(order("o-9", at=after(9)))
        engine.handle(order("o-0"))
        for kind, day in ((OrderCancelled, 11), (OrderReopened, 12)):
            engine.handle(about(kind, day, order="o-9"))
        work(engine, platform)
        assert sorted(platform.kinds) == ["issue_gift_card", "send_message"]
        assert IssueGiftCard(eur(2)) in platform.done.values()
        assert (agrees(engine, platform), audit(engine)) == ([], [])


def test_other_words_are_no_other_deed(database_url: str) -> None:
    """A coupon that was issued stays where only the reason for it reads otherwise since."""
    platform = Platform()

    def gift(_: Event, customer: Any) -> list[Action]:
        return [IssueCoupon(AmountOff(eur(1)), reason=f"order {customer.history.orders + 1}")]

    with opened(database_url, {"one": gift}) as engine:
        engine.handle(order("o-9", at=after(9)))
        work(engine, platform)
        engine.handle(order("o-0"))
        work(engine, platform)
        assert platform.kinds == ["issue_coupon", "issue_coupon"]
        assert (agrees(engine, platform), audit(engine)) == ([], [])


# tags, credits, sessions, budgets


def test_a_tag_that_another_order_puts_on(database_url: str) -> None:
    """A tag stays on the platform while anything that stands puts it on, and goes with the last of them."""
    platform = Platform()
    with opened(database_url, {"one": on_order(Tag("vip"))}) as engine:
        engine.handle_many([order(), order("o-2", at=after(1))])
        work(engine, platform)
        engine.handle(about(Refund, 5))
        work(engine, platform)
        assert platform.kinds == ["tag", "tag"]
        engine.handle(about(Refund, 6, order="o-2"))
        work(engine, platform)
        assert platform.kinds == ["tag", "tag", "untag"]
        assert agrees(engine, platform) == []


def test_a_tag_that_was_taken_off(database_url: str) -> None:
    """A tag that an order took off is put on again when the order comes back."""
    platform = Platform()
    tags = {"one": lambda event, _: [Untag("new") if event.id == "o-1" else Tag("new")]}
    with opened(database_url, tags) as engine:
        engine.handle_many([visit(), order(at=after(1))])
        work(engine, platform)
        engine.handle(about(Refund, 5))
        work(engine, platform)
        assert platform.kinds == ["tag", "untag", "tag"]


def test_a_credit_is_never_due(database_url: str) -> None:
    """A credit with a cost is booked and set back by the ledger alone, as often as it takes."""
    with opened(database_url, {"one": on_order(Credit("points", 5, cost=eur(1)))}) as engine:
        engine.handle(order())
        for kind, day, state in ((OrderCancelled, 1, UNBOOKED), (OrderReopened, 2, BOOKED), (Refund, 3, UNBOOKED)):
            engine.handle(about(kind, day))
            assert (states(engine), waits(engine)) == ([state], [])
        assert audit(engine) == []


@pytest.mark.parametrize("undone", [False, True])
def test_the_budget_does_not_wait_for_the_platform(database_url: str, undone: bool) -> None:
    """What is taken back is back in the month's budget at once, whether or not it is undone yet."""
    platform, limits = Platform(), {"monthly_budget": "10 EUR", "per_customer": {"amount": "10 EUR", "days": 30}}
    with opened(database_url, {"gift": on_order(COUPON)}, limits=limits) as engine:
        engine.handle(order())
        work(engine, platform)
        engine.handle(about(Refund, 5))
        if undone:
            work(engine, platform)
        assert engine.handle(order("o-2", at=after(6))).actions == (COUPON,)
        assert audit(engine) == []
    with opened(database_url, {"gift": on_order(COUPON)}, limits=limits, store={"timezone": "Asia/Tokyo"}) as engine:
        assert [row.amount for row in rows(engine, "counters")] == [1000]  # counted anew, from the outbox


def test_half_a_refund_leaves_a_coupon(database_url: str) -> None:
    """A coupon that was issued stays while the rest of the order earns it."""
    platform = Platform()
    with opened(database_url, {"gift": on_order(COUPON)}) as engine:
        engine.handle(order(quantity=2))
        work(engine, platform)
        engine.handle(about(Refund, 5, lines=[RefundLine(sku="beans", quantity=1)]))
        assert (states(engine), waits(engine)) == ([DONE], [])


def test_what_is_due_comes_in_order(database_url: str) -> None:
    """What was due first comes first, as many as are asked for, and of this store alone."""
    with (
        opened(database_url, {"gift": on_order(COUPON)}) as engine,
        opened(database_url, {"gift": on_order(COUPON)}, store={"key": "other"}) as other,
    ):
        other.handle(order("theirs", at=after(-9)))
        for day in (3, 1, 2):
            engine.handle(order(f"o-{day}", customer=f"c-{day}", at=after(day)))
        assert [one.customer for one in waits(engine, 2)] == ["c-1", "c-2"]
