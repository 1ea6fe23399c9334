"""Cancel sessions through the engine: from the request to a save that was looked at, or to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retention_sdk import (
    BadValue,
    CancelledDirectly,
    CancelSubscription,
    CancelSurveyed,
    CreateTask,
    Decision,
    DiscountSubscription,
    Engine,
    IssueCoupon,
    Offer,
    OfferAccepted,
    OfferApplied,
    OfferFailed,
    PauseSubscription,
    PercentOff,
    SaveCheckDue,
    SaveChecked,
    Schedule,
    SendMessage,
    SessionAbandoned,
    days,
    hookimpl,
)
from retention_sdk.store.outbox import STANDING
from tests.audit import audit
from tests.build import START, after, eur, rows, visit
from tests.engine.leaving import SECRET, TwoOffers, leaving, session, shop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import CancelRequest


def scheduled(decision: Decision) -> list[object]:
    """The events that a decision lets happen later."""
    return [action.event for action in decision.actions if isinstance(action, Schedule)]


def test_from_request_to_verified_save(database_url: str) -> None:
    """A customer declines a discount, takes a pause, the platform has it, and they are still there after 90 days."""
    story: list[str] = []
    with shop(database_url) as engine:

        def tell(decision: Decision) -> Decision:
            story.append(f"{decision.event.kind}: {session(engine).state}")
            return decision

        tell(engine.handle(leaving()))
        (discount,) = engine.offers(session(engine), at=after(minutes=1))
        assert discount.title == "30 % off the next 3 periods"
        tell(engine.decline(discount.token, at=after(minutes=2)))
        (pause,) = engine.offers(session(engine), at=after(minutes=3))
        accepted = tell(engine.accept(pause.token, customer="c", at=after(minutes=4)))
        assert [(one.plugin, one.action) for one in accepted.granted] == [
            ("save_offer", PauseSubscription("s-1", days(30)))
        ]
        applied = OfferApplied(id="a-1", customer="c", occurred_at=after(minutes=9), session="x-1")
        checks = scheduled(tell(engine.handle(applied)))
        assert [check.occurred_at - applied.occurred_at for check in checks] == [days(30), days(60), days(90)]
        for check in checks:
            assert isinstance(check, SaveCheckDue)
            assert any(isinstance(action, CreateTask) for action in tell(engine.handle(check)).actions)
            found = SaveChecked(
                id=f"s-{check.days}",
                customer="c",
                occurred_at=check.occurred_at + days(1),
                session="x-1",
                days=check.days,
                still_subscribed=True,
            )
            tell(engine.handle(found))
        assert story == [
            "cancel_request: offered",
            "offer_declined: offered",
            "offer_accepted: applying",
            "offer_applied: applied",
            *["save_check_due: applied", "save_checked: applied"] * 3,
        ]
        assert (session(engine).checked, session(engine).left_after) == ((30, 60, 90), None)
        assert engine.offers(session(engine), at=after(minutes=9)) == ()
        assert audit(engine) == []


STEPS = ("opened", "surveyed", "offered", "declined", "accepted", "applying", "failed")


def walk(engine: Engine, step: str) -> None:
    """Leads a session to a state."""
    if step == "opened":
        engine.handle(leaving(reason="other"))
    elif step == "surveyed":
        engine.handle(leaving(reason="other", text="no time"))
    else:
        engine.handle(leaving())
    if step == "declined":
        for _ in range(2):
            engine.decline(engine.offers(session(engine), at=START)[0].token, at=START)
    elif step in ("applying", "failed"):
        engine.accept(engine.offers(session(engine), at=START)[0].token, at=START)
    if step == "failed":
        engine.handle(OfferFailed(id="f", customer="c", occurred_at=after(1), session="x-1", error="no such plan"))


@pytest.mark.parametrize("step", [step for step in STEPS if step != "accepted"])
def test_a_direct_cancel_at_each_step(database_url: str, step: str) -> None:
    """Wherever a session is, the customer can leave at once: the subscription ends, and they get a receipt."""
    with shop(database_url, limits={"monthly_budget": "100 EUR"}) as engine:
        walk(engine, step)
        assert session(engine).state == step
        decision = engine.cancel_directly("x-1", "c", at=after(2))
        assert [type(action) for action in decision.actions] == [CancelSubscription, SendMessage]
        assert session(engine).state == "cancelled"
        assert engine.cancel_directly("x-1", "c", at=after(3)) == decision
        open_gifts = [row.kind for row in rows(engine, "outbox") if row.status in STANDING]
        assert not {"offer", "discount_subscription", "pause_subscription"} & set(open_gifts)
        assert all(not row.amount for row in rows(engine, "counters"))
        assert audit(engine) == []


def test_the_budget_is_held_for_an_offer_and_spent_by_its_acceptance(database_url: str) -> None:
    """What is offered is kept back from the month; accepting one offer spends its cost once and frees the others."""
    with shop(database_url, {"two": TwoOffers()}, limits={"monthly_budget": "6 EUR"}) as engine:
        engine.handle(leaving())
        assert [row.amount for row in rows(engine, "counters")] == [600]
        assert engine.handle(leaving("x-2", "d")).refusals[0].code == "over_budget"
        discount, pause = engine.offers(session(engine), at=START)
        decision = engine.accept(discount.token, at=START)
        assert decision.actions == (DiscountSubscription("s-1", 20, 3, cost=eur(6)),)
        assert [row.amount for row in rows(engine, "counters")] == [600]
        refused = engine.accept(pause.token, at=START)
        assert (refused.granted, [one.code for one in refused.refusals]) == ((), ["other_offer_accepted"])
        assert audit(engine) == []


def test_declining_gives_the_budget_back(database_url: str) -> None:
    """A declined offer costs nothing any more, and somebody else can have it."""
    with shop(database_url, {"two": TwoOffers()}, limits={"monthly_budget": "6 EUR"}) as engine:
        engine.handle(leaving())
        engine.decline(engine.offers(session(engine), at=START)[0].token, at=START)
        assert [row.amount for row in rows(engine, "counters")] == [200]
        engine.cancel_directly("x-1", "c", at=after(1))
        assert [row.amount for row in rows(engine, "counters")] == [0]
        assert not engine.handle(leaving("x-2", "d")).refusals
        assert audit(engine) == []


def test_giving_back_to_a_month_that_is_over_its_budget(database_url: str) -> None:
    """A budget that was lowered since does not keep what was held for an offer from being given back."""
    with shop(database_url, {"two": TwoOffers()}, limits={"monthly_budget": "100 EUR"}) as engine:
        engine.handle_many([leaving(), leaving("x-2", "d")])
    with shop(database_url, {"two": TwoOffers()}, limits={"monthly_budget": "1 EUR"}) as engine:
        engine.cancel_directly("x-1", "c", at=after(1))
        assert [row.amount for row in rows(engine, "counters")] == [600]


def test_an_acceptance_that_a_limit_refuses_leaves_the_offer_open(database_url: str) -> None:
    """Where nothing of an offer can be granted, the session is where it was, and what was kept back is kept back."""
    with shop(database_url, {"two": TwoOffers()}, limits={"per_customer": {"amount": "9 EUR", "days": 9}}) as engine:
        engine.handle(leaving())
    tight = {"per_customer": {"amount": "1 EUR", "days": 9}}
    with shop(database_url, {"two": TwoOffers()}, limits=tight) as engine:
        decision = engine.accept(engine.offers(session(engine), at=START)[0].token, at=START)
        assert [one.code for one in decision.refusals] == ["over_customer_limit"]
        assert (session(engine).state, session(engine).accepted) == ("offered", None)
        assert decision.reversals == ()
        assert audit(engine) == []


def test_a_promise_is_whole(database_url: str) -> None:
    """Where a limit refuses a part of what an offer promises, all of it is refused, and the offer is still open."""
    two = TwoOffers([IssueCoupon(PercentOff(5), cost=eur(1)), IssueCoupon(PercentOff(10), cost=eur(2))])
    with shop(database_url, {"two": two}) as engine:
        engine.handle(leaving())
    with shop(database_url, {"two": two}, limits={"per_customer": {"amount": "1 EUR", "days": 9}}) as engine:
        offer = engine.offers(session(engine), at=START)[-1]
        decision = engine.accept(offer.token, at=START)
        assert [one.code for one in decision.refusals] == ["over_customer_limit", "goes_with_refused"]
        assert (decision.granted, session(engine).state) == ((), "offered")
        assert audit(engine) == []


def test_two_screens_and_no_third(database_url: str) -> None:
    """The request and one more: an offer after that is refused with a code."""
    with shop(database_url, {"two": TwoOffers()}) as engine:
        engine.handle(leaving())
        first, second = engine.offers(session(engine), at=START)
        assert isinstance(engine.decline(first.token, at=START).granted[0].action, Offer)
        decision = engine.decline(second.token, at=START)
        assert [one.code for one in decision.refusals] == ["over_offer_screens"]
        (coupon,) = engine.offers(session(engine), at=START)
        engine.decline(coupon.token, at=START)
        assert (session(engine).state, session(engine).screens) == ("declined", 2)
        assert audit(engine) == []


def test_what_is_broken_is_mended_not_discounted(database_url: str) -> None:
    """A technical or a service reason brings an apology and a task, and no offer on any screen."""
    with shop(database_url) as engine:
        for number, reason in enumerate(("technical", "service")):
            kinds = [type(action) for action in engine.handle(leaving(f"x-{number}", reason=reason)).actions]
            assert kinds == [Schedule, SendMessage, CreateTask]
            assert engine.offers(session(engine, f"x-{number}"), at=START) == ()


def test_the_sweep(database_url: str) -> None:
    """A session is abandoned when its time is over; where the customer has decided, the sweep changes nothing."""
    with shop(database_url) as engine:
        (end,) = scheduled(engine.handle(leaving()))
        assert isinstance(end, SessionAbandoned)
        assert end.occurred_at == after(7)
        engine.handle(end)
        assert session(engine).state == "abandoned"
        assert engine.offers(session(engine), at=START) == ()
        late = engine.cancel_directly("x-1", "c", at=after(8))
        assert (late.actions, [note.code for note in late.notes]) == ((), ["session_closed"])
        (end,) = scheduled(engine.handle(leaving("x-2", "d")))
        engine.cancel_directly("x-2", "d", at=after(1))
        decision = engine.handle(end)  # type: ignore[arg-type]
        assert (decision.actions, decision.notes) == ((), ())
        assert session(engine, "x-2", "d").state == "cancelled"


def test_asking_twice_does_not_give_two_offers(database_url: str) -> None:
    """A second request about a subscription begins anew: what the first one offered can be accepted no more."""
    with shop(database_url, {"two": TwoOffers()}) as engine:
        engine.handle(leaving())
        old = engine.offers(session(engine), at=START)[0]
        engine.handle(leaving("x-2", at=after(1)))
        assert (session(engine).state, session(engine, "x-2").state) == ("abandoned", "offered")
        assert [one.code for one in engine.accept(old.token, at=START).refusals] == ["session_closed"]
        assert audit(engine) == []


def test_a_failure_brings_a_person(database_url: str) -> None:
    """What the platform could not do becomes a task; done after all, the customer is saved."""
    with shop(database_url) as engine:
        walk(engine, "failed")
        task = OfferApplied(id="a", customer="c", occurred_at=after(2), session="x-1")
        assert len(scheduled(engine.handle(task))) == 3
        assert session(engine).state == "applied"


def test_saved_then_cancelled(sqlite_url: str) -> None:
    """Whoever was saved and is gone when somebody looks is no save."""
    with shop(sqlite_url) as engine:
        walk(engine, "applying")
        engine.handle(OfferApplied(id="a", customer="c", occurred_at=after(2), session="x-1"))
        gone = SaveChecked(id="s", customer="c", occurred_at=after(32), session="x-1", days=30, still_subscribed=False)
        engine.handle(gone)
        assert (session(engine).checked, session(engine).left_after) == ((), 30)


def test_the_reason_comes_later(sqlite_url: str) -> None:
    """A reason that is given after the request is the session's, and strategies can offer something for it."""
    with shop(sqlite_url) as engine:
        walk(engine, "opened")
        engine.handle(CancelSurveyed(id="r", customer="c", occurred_at=after(1), session="x-1", reason="moving"))
        assert (session(engine).state, session(engine).reason) == ("offered", "moving")


def test_what_no_session_is_for(sqlite_url: str) -> None:
    """An event of a session that is not there changes nothing, and says so."""
    with shop(sqlite_url) as engine:
        event = OfferAccepted(id="a", customer="c", occurred_at=START, session="x-9", offer="k")
        assert [note.code for note in engine.handle(event).notes] == ["unknown_session"]
        with pytest.raises(BadValue, match="has no session 'x-9'; pass the id of their cancel request"):
            engine.cancel_directly("x-9", "c")


def test_nobody_is_asked_about_what_has_no_place(sqlite_url: str) -> None:
    """A strategy cannot be made to give something by repeating what is over."""
    with shop(sqlite_url, {"two": TwoOffers()}) as engine:
        engine.handle(leaving())
        engine.cancel_directly("x-1", "c", at=after(1))
        again = CancelledDirectly(id="again", customer="c", occurred_at=after(2), session="x-1")
        assert engine.handle(again).actions == ()


def test_a_jurisdiction_without_offers(sqlite_url: str) -> None:
    """Where the law allows no offer before the customer can cancel, none is made, and the refusal names the law."""
    with shop(sqlite_url, {"two": TwoOffers()}) as engine:
        decision = engine.handle(leaving(jurisdiction="germany"))
        assert {one.code for one in decision.refusals} == {"over_offer_screens"}
        assert "§ 312k BGB (since 2022-07-01" in decision.refusals[0].sentence
        assert session(engine).state == "surveyed"


def test_a_late_event_tells_the_session_again(database_url: str) -> None:
    """A fact that arrives late leaves the session, the budget and the outbox as they were."""
    with shop(database_url, {"two": TwoOffers()}, limits={"monthly_budget": "100 EUR"}) as engine:
        engine.handle(leaving(at=after(1)))
        accepted = engine.accept(engine.offers(session(engine), at=after(1))[0].token, at=after(1))
        before = (session(engine), rows(engine, "outbox"), rows(engine, "counters"), rows(engine, "schedule"))
        engine.handle(leaving("x-0", at=START, subscription="s-0"))
        assert session(engine) == before[0]
        kept = [row for row in rows(engine, "outbox") if row.key in {one.key for one in before[1]}]
        assert kept == before[1]
        assert engine.accept(engine_token(engine, accepted), at=after(1)) == accepted
        assert audit(engine) == []


@pytest.mark.parametrize("left", [True, False])
def test_a_late_request_and_a_budget(database_url: str, left: bool) -> None:
    """A late request is offered what an earlier session gave back, and nothing where that session spent it."""
    with shop(database_url, {"two": TwoOffers()}, limits={"monthly_budget": "6 EUR"}) as engine:
        engine.handle(leaving(at=after(1)))
        if left:
            engine.cancel_directly("x-1", "c", at=after(2))
        else:
            engine.accept(engine.offers(session(engine), at=after(1))[0].token, at=after(1))
        late = engine.handle(leaving("x-0", at=START, subscription="s-0"))
        assert [one.code for one in late.refusals] == ([] if left else ["over_budget"])
        assert session(engine).state == ("cancelled" if left else "applying")
        assert [row.amount for row in rows(engine, "counters")] == [600]
        assert engine.handle(leaving("y", "d")).refusals[0].code == "over_budget"
        assert audit(engine) == []


def test_a_strategy_that_is_gone(database_url: str) -> None:
    """Where the strategy that made an offer is gone, a late fact leaves what was decided in its session alone."""
    with shop(database_url, {"two": TwoOffers()}, limits={"monthly_budget": "100 EUR"}) as engine:
        engine.handle(leaving(at=after(1)))
        first, second = engine.offers(session(engine), at=after(1))
        decisions = [engine.accept(one.token, at=after(1)) for one in (first, second)]
        before = session(engine)
    with shop(database_url, {"other": TwoOffers()}, limits={"monthly_budget": "100 EUR"}) as engine:
        engine.handle(visit(at=START))
        assert session(engine) == before
        assert [engine.accept(one.token, at=after(1)) for one in (first, second)] == decisions
        assert audit(engine) == []


def engine_token(engine: Engine, decision: Decision) -> str:
    """A token for an offer that was accepted before."""
    from retention_sdk.cancelling.tokens import Claim, sign

    event = decision.event
    assert isinstance(event, OfferAccepted)
    claim = Claim(engine.config.store.key, "c", "s-1", event.session, event.offer, int(after(2).timestamp()))
    return sign(claim, SECRET)


class Ill(TwoOffers):
    """Like TwoOffers, and fails until it is well."""

    well = False

    @hookimpl
    def on_cancel_request(self, event: CancelRequest) -> Iterator[Offer]:
        """Offers both, or fails."""
        if not self.well:
            raise ValueError("ill")
        yield Offer("late", [DiscountSubscription(event.subscription, 20, 3, cost=eur(6))], valid_for=days(2))

    @hookimpl
    def on_offer_accepted(self) -> list[Offer]:
        """Offers something to those who have decided."""
        return [Offer("one more", [])]


def test_a_bonus_that_failed_does_not_undo_an_acceptance(database_url: str) -> None:
    """Where the strategy fails beside its own accepted offer, a late fact leaves the acceptance as it was."""

    class Beside(TwoOffers):
        @hookimpl
        def on_offer_accepted(self) -> None:
            raise ValueError("ill")

    with shop(database_url, {"two": Beside()}, limits={"monthly_budget": "100 EUR"}) as engine:
        engine.handle(leaving(at=after(1)))
        decision = engine.accept(engine.offers(session(engine), at=after(1))[0].token, at=after(1))
        assert (len(decision.granted), len(decision.failures)) == (1, 1)
        engine.handle(visit(at=START))
        assert session(engine).state == "applying"
        assert [row.amount for row in rows(engine, "counters")] == [600]
        assert audit(engine) == []


@pytest.mark.parametrize("gone", [False, True])
def test_a_strategy_that_had_failed(database_url: str, gone: bool) -> None:
    """What it offers when it is asked again is the session's; where the customer has decided it is refused."""
    ill = Ill()
    with shop(database_url, {"ill": ill, "two": TwoOffers()}, limits={"monthly_budget": "100 EUR"}) as engine:
        engine.handle(leaving())
        if gone:
            engine.cancel_directly("x-1", "c", at=after(1))
        ill.well = True
        (decision,) = engine.retry_failures()
        titles = [offer.title for offer in engine.offers(session(engine), at=START)]
        assert titles == ([] if gone else ["20 % off", "more", "late"])
        assert [one.code for one in decision.refusals] == (["too_late_to_offer"] if gone else [])
        assert audit(engine) == []


def test_no_offer_to_those_who_have_decided(sqlite_url: str) -> None:
    """An offer in answer to an acceptance is refused: nobody could accept it."""
    ill = Ill()
    ill.well = True
    with shop(sqlite_url, {"ill": ill}) as engine:
        engine.handle(leaving())
        decision = engine.accept(engine.offers(session(engine), at=START)[0].token, at=START)
        assert [type(action) for action in decision.actions] == [DiscountSubscription]
        assert [one.code for one in decision.refusals] == ["too_late_to_offer"]


def test_the_settings_text(sqlite_url: str) -> None:
    """The flow is a part of the settings that decisions depend on, and the secret is not."""
    with shop(sqlite_url, {"two": TwoOffers()}, cancelling={"jurisdictions": ["us"]}) as engine:
        text = str(rows(engine, "settings"))
        assert '"jurisdictions":["us"]' in text
        assert SECRET not in text


def test_the_oldest_closed_sessions_are_forgotten(sqlite_url: str) -> None:
    """A standing keeps the open sessions and the latest three that are closed."""
    with shop(sqlite_url, {"two": TwoOffers()}) as engine:
        for number in range(6):
            engine.handle(leaving(f"x-{number}", at=after(number), subscription=f"s-{number}"))
            if number:
                engine.cancel_directly(f"x-{number}", "c", at=after(number))
        sessions = engine.customer("c").standing.sessions
        assert [one.id for one in sessions] == ["x-0", "x-3", "x-4", "x-5"]
