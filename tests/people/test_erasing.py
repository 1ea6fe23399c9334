"""Whoever had holds, rewards, requests for approval, cases and offers open is forgotten with all of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from retention_sdk import (
    BadValue,
    CreateTask,
    Credit,
    Debit,
    IssueCoupon,
    IssueGiftCard,
    PercentOff,
    Profile,
    RefundMoney,
    SignUp,
    Tag,
)
from retention_sdk.store.outbox import UNDOING, UNDONE
from retention_sdk.store.outstanding import outstanding
from tests.approvals.build import ROLES, card, fire
from tests.audit import audit
from tests.build import after, complaint, eur, opened, order, rows
from tests.delivery.platform import Platform, waits, work
from tests.engine.leaving import session
from tests.engine.test_erasing import everything, totals
from tests.people.build import CATALOGUE, lived, shop
from tests.rewards.build import bought, codes, refunded

if TYPE_CHECKING:
    from retention_sdk import Engine

WHO = Profile(email="bea@novak.example", name="Bea Nováková")
TEXTS = ("bea-7", "guest-9", "novak", "Nováková", "Lea Dvořák", "she cried", "owed to her", "broken by")
STOCK = {"monthly_budget": "200 EUR", "budgets": [{"amount": "100 EUR", "role": "lead"}]}


def full(engine: Engine) -> None:
    """Somebody with everything, under two ids, and somebody else with the same."""
    for who in ("bea-7", "guest-9", "cat"):
        engine.handle(SignUp(id=f"{who}-s", customer=who, occurred_at=after(1), profile=WHO if who != "cat" else None))
    lived(engine, "bea", "bea-7", 2)
    lived(engine, "guest", "guest-9", 3)
    lived(engine, "cat", "cat", 2)
    engine.redeem("bea-7", "card", "c-bea", at=after(3))
    (asked,) = engine.customer("bea-7").approvals
    engine.refuse(asked.key, "bea-7", role="lead", by="Lea Dvořák", reason="she cried", at=after(3, hours=6))
    engine.handle(complaint("k-2", "bea-7", after(3, hours=7), severity="high", text="broken by Bea Nováková"))
    engine.give("bea-7", card(30, reason="owed to her"), role="agent", request_id="g-1", at=after(3, hours=8))
    engine.merge("bea-7", "guest-9", at=after(4))


def test_nothing_is_left(database_url: str) -> None:
    """No table has an id, a name, an address or a text of theirs; sums of units and of stock are what they were."""
    with shop(database_url, limits=STOCK) as engine:
        full(engine)
        assert audit(engine) == []
        text = everything(engine)
        assert [one for one in TEXTS if one not in text] == []
        before, counted = totals(engine), rows(engine, "counters")
        held = engine.customer("guest-9").wallet("points")
        assert held.pending == 60
        erasure = engine.erase("guest-9", at=after(5))
        text = everything(engine).lower()
        assert [one for one in TEXTS if one.lower() in text] == []
        assert erasure.forfeited == {"points": held.available + held.pending}
        now = totals(engine)
        for account in ("issued", "redeemed", "expired"):
            assert now["points", account] == before["points", account]
        assert now["points", "held"] == 30  # the cat's
        assert sum(now.values()) == 0
        assert rows(engine, "counters") == counted
        assert audit(engine) == []
        left = outstanding(engine.store, engine.config.store.key, after(60))["points"]
        assert (left.available, left.pending) == (200 - 60, 0)
    with shop_again(database_url) as engine:
        assert rows(engine, "counters") != []
        assert {(row.name, row.amount) for row in rows(engine, "counters")} == {
            (row.name, row.amount) for row in counted
        }
        assert audit(engine) == []


def shop_again(url: str) -> Engine:
    """The same shop with another budget, so that all is counted anew; its rows stay."""
    limits = {**STOCK, "monthly_budget": "300 EUR"}
    return opened(url, {}, rewards=CATALOGUE, limits=limits, authority=ROLES)


def test_what_was_open_is_over(database_url: str) -> None:
    """Nobody captures, cancels, approves or accepts anything of theirs; the clocks that ring say nothing of them."""
    with shop(database_url) as engine:
        full(engine)
        (asked, *_) = [one for one in engine.customer("bea-7").approvals if one.is_open]
        (offer,) = engine.offers(session(engine, "x-bea", "bea-7"), at=after(4))
        late = [row for row in rows(engine, "schedule") if row.customer == "bea-7"]
        assert late
        engine.erase("bea-7", at=after(5))
        for ended in (
            lambda: engine.capture("h-bea", at=after(6)),
            lambda: engine.release("h-guest", at=after(6)),
            lambda: engine.cancel_redemption("r-bea", at=after(6)),
            lambda: engine.approve(asked.key, "bea-7", role="lead", at=after(6)),
            lambda: engine.cancel_directly("x-bea", "bea-7", at=after(6)),
        ):
            with pytest.raises(BadValue):
                ended()
        assert engine.approvals() == [one for one in engine.approvals() if one.customer == "cat"]
        again = engine.redeem("bea-7", "beans", "r-bea", at=after(6))
        assert ([note.code for note in again.notes], again.granted) == (["erased"], ())
        for answers in (engine.accept, engine.decline):
            late_answer = answers(offer.token, at=after(4, minutes=1))
            assert (late_answer.granted, late_answer == answers(offer.token, at=after(4, minutes=1))) == ((), True)
        assert [one for one in TEXTS if one.lower() in everything(engine).lower()] == []
        assert {row.customer for row in rows(engine, "schedule")} == {"cat"}
        assert len(fire(engine, after(30))) > 0
        assert audit(engine) == []


def test_held_and_over(database_url: str) -> None:
    """What a hold of long ago has is forfeited too, and what was captured stays redeemed."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 100, after(0), "bea-7"))
        for number in (1, 2, 3):
            engine.hold("bea-7", Debit("points", 20), f"h-{number}", at=after(1))
        engine.capture("h-1", amount=5, at=after(1))
        engine.release("h-2", at=after(1))
        assert engine.erase("bea-7", at=after(9)).forfeited == {"points": 95}
        assert totals(engine)["points", "redeemed"] == 5
        assert totals(engine)["points", "forfeited"] == 95
        assert audit(engine) == []


def answer(event: object, customer: object) -> list[object]:
    """Everything that can be taken back."""
    return [
        Credit("points", 5, cost=eur(1)),
        IssueCoupon(PercentOff(5), cost=eur(1), reason="owed to her"),
        IssueGiftCard(eur(3)),
        CreateTask("Call Bea Nováková"),
        RefundMoney("o-1", eur(2)),
        Tag("novak"),
    ]


def test_what_is_to_be_undone(database_url: str) -> None:
    """What was taken back and is out there is undone all the same, by its key alone; what cannot be is told."""
    platform = Platform()
    with opened(database_url, {"one": answer}) as engine:
        for number in (1, 2):
            bought_now = order(f"o-{number}", "bea-7", at=after(number), profile=WHO)
            engine.handle(evolve(bought_now, profile=WHO))
        work(engine, platform)
        engine.handle(refunded("r-1", "o-1", after(5), "bea-7"))
        work(engine, platform)
        engine.handle(refunded("r-2", "o-2", after(6), "bea-7"))
        assert len([row for row in rows(engine, "outbox") if row.status == UNDOING]) == 5
        known = set(platform.done)
        erasure = engine.erase("bea-7", at=after(7))
        assert erasure.given_up == 2
        text = everything(engine).lower()
        assert [one for one in TEXTS if one.lower() in text] == []
        assert sorted(one.action.kind for one in waits(engine) if one.action) == [
            *("close_task", "void_coupon", "void_gift_card")
        ]
        work(engine, platform)
        assert {key.removesuffix("-undo") for key in platform.done.keys() - known} <= known
        assert waits(engine) == []
        assert UNDONE in {row.status for row in rows(engine, "outbox")}
        assert audit(engine) == []


def test_export(database_url: str) -> None:
    """An export holds what was redeemed, is held and waits for approval, as plain JSON, under either id."""
    with shop(database_url) as engine:
        full(engine)
        seen = engine.export("guest-9")
        assert json.loads(json.dumps(seen)) == seen
        standing = seen["standing"]
        assert [one["id"] for one in standing["holds"]] == ["hold-h-bea", "hold-h-guest"]
        assert [one["reward"] for one in standing["redeemed"]] == ["beans", "card"]
        assert {one["customer"] for one in standing["approvals"]} == {"bea-7"}
        assert "Lea Dvořák" in {one.get("by") for one in standing["approvals"]}
        assert {one["id"] for one in standing["sessions"]} == {"x-bea", "x-guest"}
        assert {"held"} <= {one["target"] for one in seen["movements"]}
        assert {"redemption", "hold_placed", "approval_refused"} <= {one["kind"] for one in seen["events"]}
        assert '"cat"' not in json.dumps(seen)
        engine.erase("bea-7", at=after(5))
        gone = engine.export("guest-9")
        assert (gone["events"], gone["standing"], gone["lots"]) == ([], {}, [])
        assert codes(engine.redeem("guest-9", "beans", "new", at=after(6))) == ["balance", "goes_with_refused"]
