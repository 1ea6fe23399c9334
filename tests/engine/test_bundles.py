"""A debit and what it pays for are granted together or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retention_sdk import (
    Action,
    Credit,
    Debit,
    FreeItem,
    IssueCoupon,
    IssueGiftCard,
    Remember,
    SendMessage,
    Tag,
)
from tests.build import eur, opened, rows, visit

if TYPE_CHECKING:
    from retention_sdk import Decision

LIMITS = {"monthly_budget": "10 EUR"}
POINTS = Credit("points", 10)
PAY = Debit("points", 10)
SMALL, LARGE = IssueGiftCard(eur(4)), IssueGiftCard(eur(11))
HELLO = SendMessage("hello")


def decided(url: str, *actions: Action) -> Decision:
    """What becomes of an answer."""
    with opened(url, {"one": lambda *_: list(actions)}, limits=LIMITS) as engine:
        decision = engine.handle(visit())
        signs = {Credit: 1, Debit: -1}
        left = sum(a.amount * signs[type(a)] for a in decision.actions if isinstance(a, Credit | Debit))
        assert engine.customer("c").wallet("points").available == left
        spent = sum(a.amount.minor for a in decision.actions if isinstance(a, IssueGiftCard))
        assert sum(row.amount for row in rows(engine, "counters")) == spent
        return decision


def codes(decision: Decision) -> list[tuple[Action, str]]:
    """What was refused, and the codes."""
    return [(refusal.action, refusal.code) for refusal in decision.refusals]


def test_a_refused_gift_takes_its_price_back(database_url: str) -> None:
    """Where the gift is refused, so is the debit that pays for it: its points stay; the sentence says why."""
    decision = decided(database_url, POINTS, PAY, LARGE)
    assert decision.actions == (POINTS,)
    assert codes(decision) == [(PAY, "goes_with_refused"), (LARGE, "over_budget")]
    price, gift = decision.refusals
    assert price.sentence == f"It goes with what was refused: {gift.sentence}"


def test_a_refused_price_takes_its_gift_along(database_url: str) -> None:
    """Where the debit is refused, nothing that it pays for is given."""
    decision = decided(database_url, PAY, SMALL, HELLO)
    assert decision.actions == ()
    assert codes(decision) == [(PAY, "balance"), (SMALL, "goes_with_refused"), (HELLO, "goes_with_refused")]


def test_all_that_follows_a_debit_goes_with_it(database_url: str) -> None:
    """A gift, its message and its tag go together: one refused gift refuses all of them, the granted one too."""
    decision = decided(database_url, POINTS, PAY, SMALL, HELLO, LARGE, Tag("x"))
    assert decision.actions == (POINTS,)
    assert [code for _, code in codes(decision)] == ["goes_with_refused"] * 3 + ["over_budget", "goes_with_refused"]


def test_a_credit_ends_a_bundle(database_url: str) -> None:
    """A credit, and what comes after it, is not paid for by the debit before it."""
    decision = decided(database_url, POINTS, PAY, SMALL, POINTS, LARGE, HELLO)
    assert decision.actions == (POINTS, PAY, SMALL, POINTS, HELLO)
    assert codes(decision) == [(LARGE, "over_budget")]


def test_each_debit_begins_a_bundle(database_url: str) -> None:
    """Of several bundles each is granted or refused by itself, and a refused one leaves its points to the next."""
    half = Debit("points", 5)
    decision = decided(database_url, POINTS, half, SMALL, half, LARGE, half, HELLO, half, SMALL)
    assert decision.actions == (POINTS, half, SMALL, half, HELLO)
    assert codes(decision) == [
        (half, "goes_with_refused"),
        (LARGE, "over_budget"),
        (half, "balance"),
        (SMALL, "goes_with_refused"),
    ]


def test_without_a_debit_nothing_is_bound(database_url: str) -> None:
    """Actions without a debit before them stand alone: what is refused takes nobody along."""
    decision = decided(database_url, LARGE, SMALL, HELLO, LARGE)
    assert decision.actions == (SMALL, HELLO)
    assert codes(decision) == [(LARGE, "over_budget")] * 2


def test_a_bundle_does_not_reach_into_another_answer(database_url: str) -> None:
    """The debit of one strategy does not pay for what the next one gives."""
    strategies = {"one": lambda *_: [POINTS, PAY], "two": lambda *_: [LARGE, HELLO]}
    with opened(database_url, strategies, limits=LIMITS) as engine:
        assert engine.handle(visit()).actions == (POINTS, PAY, HELLO)


def test_a_memory_is_in_no_bundle(database_url: str) -> None:
    """What is remembered between a debit and its gift parts them not."""
    decision = decided(database_url, POINTS, PAY, Remember({"a": 1}), LARGE)
    assert codes(decision) == [(PAY, "goes_with_refused"), (LARGE, "over_budget")]


def test_a_refused_bundle_leaves_the_budget_to_others(database_url: str) -> None:
    """What a refused bundle would have cost can be given by the next one."""
    six = IssueGiftCard(eur(6))
    decision = decided(database_url, POINTS, PAY, six, LARGE, Credit("points", 1), SMALL, six)
    assert decision.actions == (POINTS, Credit("points", 1), SMALL, six)


def test_the_same_gift_twice(sqlite_url: str) -> None:
    """Of two equal gifts, only the one that went over the limit bears its code."""
    six = IssueGiftCard(eur(6))
    decision = decided(sqlite_url, POINTS, PAY, six, six)
    assert [code for _, code in codes(decision)] == ["goes_with_refused", "goes_with_refused", "over_budget"]


@pytest.mark.parametrize("cards", [1, 2, 3])
def test_a_punch_card_over_the_budget(database_url: str, cards: int) -> None:
    """Full cards whose free items the budget refuses stay full, and are paid out when there is money again."""
    coupon = IssueCoupon(FreeItem("beans"), cost=eur(4))

    def punch(event: object, customer: object) -> list[Action]:
        answer: list[Action] = [Credit("stamps", 10 * cards)]
        return answer + [Debit("stamps", 10), coupon] * cards

    with opened(database_url, {"punch": punch}, limits=LIMITS) as engine:
        decision = engine.handle(visit())
        paid = min(cards, 2)
        assert decision.actions.count(coupon) == paid
        assert engine.customer("c").wallet("stamps").available == 10 * (cards - paid)
