"""Age, open complaints and disputes: what is known of a customer refuses for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retention_sdk import (
    Action,
    CancelRequest,
    Consent,
    CreateTask,
    Dispute,
    IssueGiftCard,
    MonthDay,
    Offer,
    Profile,
    RefundMoney,
    SendMessage,
    Severity,
    Tag,
)
from tests.build import Does, after, complaint, eur, gives, opened, visit

if TYPE_CHECKING:
    from retention_sdk import Engine

CARD = IssueGiftCard(eur(1))
OWED = IssueGiftCard(eur(1), entitlement=True)
AD = SendMessage("sale", purpose="marketing")
HELLO = SendMessage("hello")
OFFER = Offer("stay", [CARD])
YES = (Consent(channel="email"),)


@pytest.mark.parametrize(
    ("born", "refused"),
    [
        (MonthDay(1, 1, 2082), False),
        (MonthDay(1, 2, 2082), True),
        (MonthDay(12, 31, 2081), False),
        (MonthDay(2, 29, 2084), True),
        (MonthDay(1, 2), False),
        (None, False),
    ],
)
def test_the_least_age(sqlite_url: str, born: MonthDay | None, refused: bool) -> None:
    """From the birthday on one is old enough; whose year is not known is not asked. Nothing else is refused."""
    actions: tuple[Action, ...] = (CARD, OWED, AD, HELLO, Tag("x"))
    with opened(sqlite_url, {"one": gives(*actions)}, limits={"minimum_age": 18}) as engine:
        decision = engine.handle(visit(profile=Profile(birthday=born, consents=YES)))
        assert [one.action for one in decision.refusals] == ([CARD, AD] if refused else [])
        assert {one.code for one in decision.refusals} <= {"under_age"}
        for one in decision.refusals:
            assert one.sentence.endswith("years old, and 18 is the least for it.")


def test_a_birthday_begins_at_the_stores_midnight(sqlite_url: str) -> None:
    """The day is that of the store's time zone."""
    profile = Profile(birthday=MonthDay(1, 2, 2082))
    store = {"timezone": "Pacific/Auckland"}  # where START is 1 o'clock on the second
    with opened(sqlite_url, {"one": gives(CARD)}, store=store, limits={"minimum_age": 18}) as engine:
        assert engine.handle(visit(profile=profile)).actions == (CARD,)


def test_a_severe_complaint_stops_advertising(database_url: str) -> None:
    """While it is open there are no offers and no advertisements; gifts, answers and tasks go on."""
    actions = (OFFER, AD, CARD, HELLO, CreateTask("call"))
    with opened(database_url, {"one": gives(*actions)}) as engine:
        severe = complaint("k-1", severity=Severity.SEVERE, profile=Profile(consents=YES))
        assert engine.handle(severe).actions == actions
        assert engine.customer("c").complaints[0].severity is Severity.SEVERE
        decision = engine.handle(visit(at=after(1)))
        assert decision.actions == actions[2:]
        assert [(one.code, one.sentence) for one in decision.refusals] == [
            ("severe_complaint", "The severe complaint k-1 of 2100-01-01 is open, and is answered first.")
        ] * 2


def test_other_complaints_do_not(sqlite_url: str) -> None:
    """A complaint that is high at most stops nothing, nor does a severe one where the merchant wants it so."""
    with opened(sqlite_url, {"one": gives(OFFER)}) as engine:
        engine.handle(complaint(severity=Severity.HIGH))
        assert engine.handle(visit()).actions == (OFFER,)
    messages = {"severe_complaints": True}
    with opened(sqlite_url, {"one": gives(OFFER)}, messages=messages, store={"name": "another"}) as engine:
        engine.handle(complaint(severity=Severity.SEVERE))
        assert engine.handle(visit()).actions == (OFFER,)


def test_whoever_wants_to_leave_is_answered_first(sqlite_url: str) -> None:
    """A save offer does not take the place of an answer to a severe complaint."""

    class Saves(Does):
        on_cancel_request = Does.on_visit

    with opened(sqlite_url, {"one": Saves(gives(OFFER))}) as engine:
        engine.handle(complaint(severity=Severity.SEVERE))
        decision = engine.handle(CancelRequest(id="x", customer="c", occurred_at=after(1)))
        assert [one.code for one in decision.refusals] == ["severe_complaint"] * len(decision.refusals) != []


def dispute(engine: Engine, state: str, day: int, order: str = "o-1") -> None:
    """A bank's word on an order."""
    event = Dispute(id=f"d-{day}", customer="c", order=order, state=state, occurred_at=after(day))  # type: ignore[arg-type]
    engine.handle(event)


def test_no_refund_beside_a_dispute(database_url: str) -> None:
    """From a dispute's opening on nothing of its order is paid back, also once it is lost; if it is won, it is."""
    refunds = (RefundMoney("o-1", eur(5), entitlement=True), RefundMoney("o-2", eur(5)))

    def given(day: int) -> list[Action]:
        return list(engine.handle(visit(f"v-{day}", at=after(day))).actions)

    with opened(database_url, {"one": gives(*refunds)}) as engine:
        assert given(0) == [*refunds]
        dispute(engine, "opened", 1)
        assert engine.customer("c").standing.disputes == {"o-1"}
        decision = engine.handle(visit("v-2", at=after(2)))
        assert decision.actions == (refunds[1],)
        assert [(one.code, one.sentence) for one in decision.refusals] == [
            ("open_dispute", "The customer's bank asks for the money of order o-1, or got it: pay it once.")
        ]
        dispute(engine, "won", 3)
        assert given(4) == [*refunds]
        dispute(engine, "opened", 5)
        dispute(engine, "lost", 6)
        assert given(7) == [refunds[1]]
        dispute(engine, "opened", 8, order="o-2")
        assert given(9) == []
