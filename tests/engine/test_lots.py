"""Lots: when they can be spent, when they expire, which one is spent first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from retention_sdk import Action, Credit, Debit, Engine
from tests.build import START, after, opened, rows, visit
from tests.scripted import Scripted

DAY = timedelta(days=1)


def run(engine: Engine, *story: tuple[int, str]) -> list[int]:
    """Let a customer visit on some days.

    Returns:
        What is available after each visit.
    """
    seen = []
    for number, (day, place) in enumerate(story):
        engine.handle(visit(f"v-{number}", at=after(day), place=place))
        seen.append(engine.customer("c").wallet("points").available)
    return seen


def left(engine: Engine) -> list[tuple[int, int]]:
    """What was credited in each lot, and what is left of it, in the order in which they were credited."""
    return [(row.amount, row.remaining) for row in in_order(rows(engine, "lots"))]


def in_order(lots: list[Any]) -> list[Any]:
    """Lots by their events, and by their places in them; their keys are hashes."""
    return sorted(lots, key=lambda row: (row.at, row.place))


@pytest.fixture
def shop(database_url: str) -> Any:
    """An engine with a strategy that does what a visit's place says: `+amount/pending days/valid days` or `-amount`."""
    with opened(database_url, {"one": Scripted()}) as engine:
        yield engine


def test_a_pending_lot_becomes_available(shop: Engine) -> None:
    """Units can be spent from the instant on that their pending time ends, and not before."""
    assert run(shop, (0, "+5/10"), (9, ""), (10, "")) == [0, 0, 5]


def test_a_lot_expires(shop: Engine) -> None:
    """Units are gone from the instant on at which they expire; what was spent before stays spent."""
    assert run(shop, (0, "+5//10"), (9, "-2"), (10, "")) == [5, 3, 0]
    assert shop.customer("c").wallet("points").lifetime == 5


def test_the_validity_begins_when_they_can_be_spent(shop: Engine) -> None:
    """Pending time does not count against the validity."""
    assert run(shop, (0, "+5/10/10"), (10, ""), (19, ""), (20, "")) == [0, 5, 5, 0]


def test_a_lot_can_come_and_go_between_two_events(shop: Engine) -> None:
    """A lot that became available and expired while nothing happened leaves both movements, at their own times."""
    assert run(shop, (0, "+5/10/10"), (50, "+1")) == [0, 1]
    moved = [(row.source, row.target, row.amount, row.turn, row.at) for row in rows(shop, "movements")]
    start = int(START.timestamp() * 1_000_000)
    day = 86_400 * 1_000_000
    assert moved == [
        ("issued", "pending", 5, 1, start),
        ("pending", "available", 5, 2, start + 10 * day),
        ("available", "expired", 5, 2, start + 20 * day),
        ("issued", "available", 1, 2, start + 50 * day),
    ]


@pytest.mark.parametrize(
    ("given", "taken", "expected"),
    [
        ("+5//30 +5//10 +5//20", 7, [(5, 5), (5, 0), (5, 3)]),
        ("+5 +5//10 +5", 7, [(5, 3), (5, 0), (5, 5)]),
        ("+5 +5 +5", 7, [(5, 0), (5, 3), (5, 5)]),
        ("+5//10 +5//10 +5//10", 7, [(5, 0), (5, 3), (5, 5)]),
        ("+5/1/10 +5//20 +5", 7, [(5, 5), (5, 0), (5, 3)]),
        ("+5//10", 5, [(5, 0)]),
    ],
    ids=[
        "earliest expiry",
        "never is last",
        "first in first out",
        "equal expiry",
        "pending is left alone",
        "to the last",
    ],
)
def test_which_lots_are_spent_first(shop: Engine, given: str, taken: int, expected: list[tuple[int, int]]) -> None:
    """The earliest expiry goes first, what never expires goes last, and what came first goes first among equals."""
    run(shop, (0, given), (0, f"-{taken}"))
    assert left(shop) == expected


def test_lots_of_one_event_and_of_several(shop: Engine) -> None:
    """First in, first out holds over events too, and a debit in the event of the credit takes old units first."""
    run(shop, (0, "+5"), (1, "+5"), (2, "+5 -6"))
    assert left(shop) == [(5, 0), (5, 4), (5, 5)]


def test_what_gave_is_recorded(shop: Engine) -> None:
    """Each debit and each expiry says from which lot it took how much; a debit of two lots bears its key twice."""
    run(shop, (0, "+5//10 +5"), (1, "-7"), (2, "-1"), (20, "+3//1"), (30, ""))
    names = {row.key: number for number, row in enumerate(in_order(rows(shop, "lots")))}
    moved = [row for row in rows(shop, "movements") if row.source == "available"]
    assert [(names[row.lot], row.turn, row.amount, row.target) for row in moved] == [
        (0, 2, 5, "redeemed"),
        (1, 2, 2, "redeemed"),
        (1, 3, 1, "redeemed"),
        (2, 5, 3, "expired"),
    ]
    keys = [
        shop.handle(visit(f"v-{n}", at=after(n), place=f"-{amount}")).granted[0].key for n, amount in ((1, 7), (2, 1))
    ]
    assert [row.key for row in moved] == [keys[0], keys[0], keys[1], ""]


def test_a_lot_is_named_by_its_credit(shop: Engine) -> None:
    """Its key is that of the action that was granted, and it bears the event's time and its place among the credits."""
    decisions = [shop.handle(visit("v-0", place="+5 -1 +2/3/4")), shop.handle(visit("v-1", at=after(1), place="+1"))]
    granted = [grant.key for decision in decisions for grant in decision.granted if isinstance(grant.action, Credit)]
    lots = in_order(rows(shop, "lots"))
    assert [lot.key for lot in lots] == granted
    start, day = int(START.timestamp() * 1_000_000), 86_400 * 1_000_000
    assert [(lot.at - start, lot.place, lot.available_from - start, lot.expires_at) for lot in lots] == [
        (0, 0, 0, None),
        (0, 1, 3 * day, start + 7 * day),
        (day, 0, day, None),
    ]


def test_an_event_of_the_past_settles_nothing_new(shop: Engine) -> None:
    """A back-dated event is decided as of its own time: what was due after it is not settled by it."""
    assert run(shop, (0, "+5/10"), (5, ""), (3, "+1"), (10, "")) == [0, 0, 1, 6]


def test_a_back_dated_credit_that_expired_already(shop: Engine) -> None:
    """Units of a back-dated event that are past their date by now are lost at once, as they would have been."""
    assert run(shop, (50, "+1"), (0, "+5//10"), (50, "")) == [1, 1, 1]


def test_what_becomes_available_at_the_event_can_be_spent_in_it(shop: Engine) -> None:
    """Lots are settled before strategies are asked: what is due now can be spent now, what is past cannot."""
    assert run(shop, (0, "+5/10 +3//10"), (10, "-5")) == [3, 0]


def test_units_do_not_mix(database_url: str) -> None:
    """Each unit has its own wallet and its own lots."""

    def two(event: Any, _: object) -> list[Action]:
        return [Credit("points", 5), Credit("miles", 3, valid_for=DAY), *([Debit("points", 2)] if event.place else [])]

    with opened(database_url, {"two": two}) as engine:
        engine.handle_many([visit("v-1"), visit("v-2", place="x", at=after(1))])
        wallets = {unit: (w.available, w.lifetime) for unit, w in engine.customer("c").wallets.items()}
        assert wallets == {"points": (8, 10), "miles": (3, 6)}


@pytest.mark.parametrize("together", [True, False], ids=["together", "one by one"])
def test_a_long_story(database_url: str, together: bool) -> None:
    """The same story ends in the same lots, whether its events come in a batch or one by one, on both databases."""
    story = [(0, "+10/5/20 +4//3"), (2, "-2 +6"), (4, "-7"), (6, "-9 +1/1/1"), (7, "+2 -3"), (30, "-1 +8"), (31, "-8")]
    events = [visit(f"v-{n}", at=after(day), place=place) for n, (day, place) in enumerate(story)]
    with opened(database_url, {"one": Scripted()}) as engine:
        decisions = engine.handle_many(events) if together else [engine.handle(event) for event in events]
        assert left(engine) == [(10, 0), (4, 0), (6, 0), (1, 0), (2, 0), (8, 6)]
        assert engine.customer("c").wallet("points").available == 6
        assert [refusal.code for decision in decisions for refusal in decision.refusals] == ["balance"]
