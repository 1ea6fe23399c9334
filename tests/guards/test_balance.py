"""The balance: no wallet below zero, none above what can be counted."""

from __future__ import annotations

import pytest

from retention_sdk import Action, Credit, Debit, IssueGiftCard, Tag, Wallet, days
from retention_sdk.guards import balance
from retention_sdk.guards.balance import MOST
from tests.build import eur
from tests.guards.tallies import tally

TEN = (Wallet("points", available=10, pending=99),)


@pytest.mark.parametrize(
    ("before", "amount", "granted"),
    [
        ((), 10, True),
        ((), 11, False),
        ((Debit("points", 4),), 6, True),
        ((Debit("points", 4),), 7, False),
        ((Credit("points", 4),), 14, True),
        ((Credit("points", 4),), 15, False),
        ((Credit("points", 4, pending_for=days(1)),), 11, False),
        ((Credit("stamps", 4),), 11, False),
    ],
    ids=["all", "more", "the rest", "above the rest", "a credit too", "above it", "pending", "another unit"],
)
def test_a_debit_takes_what_is_available(before: tuple[Action, ...], amount: int, granted: bool) -> None:
    """A debit may take all that is available now, with what the same event gave and took, and not one unit more."""
    refusal = balance(Debit("points", amount), tally(*before, wallets=TEN))
    assert (refusal is None) == granted
    assert refusal is None or refusal[0] == "balance"


def test_the_sentence_names_both_figures() -> None:
    """A person reads what was wanted and what there is."""
    assert balance(Debit("points", 11), tally(wallets=TEN)) == ("balance", "11 points are more than the 10 available.")
    assert balance(Debit("miles", 1), tally(wallets=TEN)) == ("balance", "1 mile is more than the 0 available.")


def test_a_wallet_that_is_full() -> None:
    """Over its life a wallet takes as much as a database's integer counts, and not one unit more."""
    full = (Wallet("points", available=0, lifetime=MOST - 10),)
    assert balance(Credit("points", 10), tally(wallets=full)) is None
    code, sentence = balance(Credit("points", 11), tally(wallets=full)) or ("", "")
    assert (code, sentence[:3], str(MOST - 10) in sentence) == ("wallet_full", "11 ", True)
    assert balance(Credit("points", 1), tally(Credit("points", 10), wallets=full)) is not None
    assert balance(Credit("points", 1), tally(Credit("points", 10, pending_for=days(1)), wallets=full)) is not None
    assert balance(Credit("points", 10), tally(Debit("points", 5), wallets=full)) is None
    assert balance(Credit("stamps", 11), tally(wallets=full)) is None


@pytest.mark.parametrize("action", [Tag("x"), IssueGiftCard(eur(10**9))])
def test_other_actions_are_not_its_concern(action: Action) -> None:
    """What is neither a credit nor a debit passes."""
    assert balance(action, tally()) is None
