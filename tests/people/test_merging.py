"""Whoever had holds, rewards, requests for approval, cases and offers open is one customer with all of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Debit
from tests.approvals.build import fire
from tests.audit import audit
from tests.build import after
from tests.engine.leaving import session
from tests.laws.arrival import checked
from tests.people.build import lived, shop
from tests.rewards.build import codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from retention_sdk import Engine


def captured(engine: Engine, a: str, b: str) -> None:
    """Checkouts of before are paid."""
    assert engine.capture("h-b", at=after(6)).granted
    assert engine.capture("h-a", amount=10, at=after(6)).granted


def released(engine: Engine, a: str, b: str) -> None:
    """They are called off, and the units are spent otherwise."""
    assert engine.release("h-b", at=after(6)).granted
    assert engine.release("h-a", at=after(6)).granted
    assert engine.redeem(b, "card", "r-late", at=after(6, hours=1)).granted


def timed_out(engine: Engine, a: str, b: str) -> None:
    """Nobody comes back; they are over by themselves."""
    assert codes(engine.capture("h-b", at=after(30))) == ["hold_expired"]
    assert engine.hold(b, Debit("points", 200), "h-late", at=after(30)).granted


def approved(engine: Engine, a: str, b: str) -> None:
    """What waits is approved, the requests under either id."""
    first, second = engine.customer(a).approvals
    assert engine.approve(first.key, b, role="lead", by="Lea", at=after(6)).granted
    assert engine.approve(second.key, a, role="lead", by="Lea", at=after(6, hours=1)).granted
    assert engine.approve(first.key, a, role="lead", by="Lea", at=after(6, hours=2)).granted
    assert [one.state for one in engine.customer(b).approvals] == ["approved", "approved"]


def rung(engine: Engine, a: str, b: str) -> None:
    """Nobody answers, and the clocks ring."""
    fire(engine, after(12))


def accepted(engine: Engine, a: str, b: str) -> None:
    """The offers that stand are accepted under either id."""
    open_now = [one for id in ("x-a", "x-b") for one in engine.offers(session(engine, id, a), at=after(3, hours=6))]
    assert open_now
    for offer in open_now:
        decision = engine.accept(offer.token, customer=b, at=after(3, hours=6, minutes=5))
        assert decision.granted
        assert engine.accept(offer.token, customer=a, at=after(9)).granted == decision.granted


def left(engine: Engine, a: str, b: str) -> None:
    """They cancel after all."""
    for id in ("x-a", "x-b"):
        decision = engine.cancel_directly(id, b, at=after(6))
        assert decision.granted
        assert engine.cancel_directly(id, a, at=after(7)).granted == decision.granted


def cancelled(engine: Engine, a: str, b: str) -> None:
    """What was redeemed is taken back under the other id."""
    decision = engine.cancel_redemption("r-a", customer=b, at=after(6))
    assert decision.reversals
    assert engine.cancel_redemption("r-a", customer=a, at=after(7)) == decision
    assert engine.redeem(b, "beans", "r-a", at=after(8)).granted == engine.redeem(a, "beans", "r-a").granted


def plain(ended: dict[str, Any], other: str, survivor: str) -> dict[str, Any]:
    """What a store holds, as one customer's.

    What is scheduled names who it was scheduled for, and leads to the survivor. That a redemption was undone is told to
    somebody who thought that they had it.
    """
    for decision in ended["decisions"].values():
        decision["notes"] = [note for note in decision.get("notes", []) if note[0] != "redemption_undone"]
    for table in ("decisions", "schedule", "views"):
        for key, row in ended[table].items():
            ended[table][key] = json.dumps(row).replace(f'"customer": "{other}"', f'"customer": "{survivor}"')
            ended[table][key] = ended[table][key].replace(rf"\"customer\":\"{other}\"", rf"\"customer\":\"{survivor}\"")
    return ended


THEN = [captured, released, timed_out, approved, rung, accepted, left, cancelled]


@pytest.mark.parametrize("survivor", ["a", "b"])
@pytest.mark.parametrize("then", THEN)
def test_as_if_they_had_been_one(database_url: str, then: Callable[[Engine, str, str], object], survivor: str) -> None:
    """All that was open goes on as if one customer had opened it."""
    told: list[dict[str, Any]] = []
    other = "b" if survivor == "a" else "a"
    for alone in (False, True):
        with shop(database_url) as engine:
            for name, day in (("a", 2), ("b", 3)):
                lived(engine, name, survivor if alone else name, day)
            engine.merge(survivor, other, at=after(3, hours=5))
            then(engine, survivor, other)
            told.append(plain(checked(engine), other, survivor))
            assert audit(engine) == []
    for table, rows in told[0].items():
        assert rows == told[1][table], table
