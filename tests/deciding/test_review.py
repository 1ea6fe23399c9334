"""Review: what goes together is granted together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import Action, Credit, Debit, IssueGiftCard, Money, Remember, SendMessage, SetTier, Tag, Wallet
from retention_sdk.deciding.review import review
from retention_sdk.guards import balance, budget
from tests.build import eur
from tests.guards.tallies import tally, ten_euros

if TYPE_CHECKING:
    from retention_sdk.guards import Reason, Tally

PAY, GIFT, HELLO, NOTE = Debit("points", 5), IssueGiftCard(eur(4)), SendMessage("hello"), Remember({"x": 1})
ODD = Tag("odd")


def no_odd(action: Action, _: Tally) -> Reason | None:
    """A guard that refuses tags which are odd."""
    return ("odd", "It is odd.") if isinstance(action, Tag) and action.tag.startswith("odd") else None


def reviewed(*answer: Action, available: int = 10) -> tuple[list[int], list[str]]:
    """The places of what is granted, and for the rest its place and code."""
    before = tally(wallets=(Wallet("points", available=available),), counters=(ten_euros(),))
    granted, refusals, _ = review("one", answer, before, [balance, budget, no_odd])
    assert all(action is answer[place] for place, action in granted)
    assert all(refusal.plugin == "one" for refusal in refusals)
    codes = {id(refusal.action): refusal.code for refusal in refusals}
    return [place for place, _ in granted], [
        f"{place} {codes[id(action)]}" for place, action in enumerate(answer) if id(action) in codes
    ]


ALONG = "goes_with_refused"


@pytest.mark.parametrize(
    ("answer", "granted", "refused"),
    [
        ((PAY, GIFT, HELLO), [0, 1, 2], []),
        ((PAY, ODD, HELLO), [], [f"0 {ALONG}", "1 odd", f"2 {ALONG}"]),
        ((PAY, HELLO, ODD), [], [f"0 {ALONG}", f"1 {ALONG}", "2 odd"]),
        ((HELLO, PAY, ODD), [0], [f"1 {ALONG}", "2 odd"]),
        ((PAY, Credit("miles", 1), ODD), [0, 1], ["2 odd"]),
        ((PAY, HELLO, Debit("points", 3), ODD), [0, 1], [f"2 {ALONG}", "3 odd"]),
        ((Debit("points", 11), GIFT, HELLO), [], ["0 balance", f"1 {ALONG}", f"2 {ALONG}"]),
        ((GIFT, ODD, HELLO), [0, 2], ["1 odd"]),
        ((PAY, NOTE, ODD), [], [f"0 {ALONG}", "2 odd"]),
        ((NOTE, PAY, NOTE), [1], []),
        ((PAY, SetTier("gold"), ODD), [], [f"0 {ALONG}", f"1 {ALONG}", "2 odd"]),
        ((NOTE,), [], []),
        ((), [], []),
    ],
)  # fmt: skip
def test_bundles(answer: tuple[Action, ...], granted: list[int], refused: list[str]) -> None:
    """A debit pays for what follows it, to the next credit or debit: they are granted together or not at all.

    Places are those of the whole answer, and what is remembered is neither granted nor refused.
    """
    assert reviewed(*answer) == (granted, refused)


def test_a_refused_bundle_costs_nothing() -> None:
    """What a bundle would have taken and given is there for the next one: points, and money."""
    large = IssueGiftCard(eur(11))
    assert reviewed(Debit("points", 10), large, PAY, GIFT) == ([2, 3], [f"0 {ALONG}", "1 over_budget"])
    odd = (Debit("points", 10), IssueGiftCard(eur(9)), ODD)
    assert reviewed(*odd, PAY, GIFT)[0] == [3, 4]


def test_a_bundle_cannot_spend_what_only_a_refused_one_took() -> None:
    """Granted bundles add up: the third one finds the wallet empty."""
    assert reviewed(Debit("points", 6), HELLO, Debit("points", 4), SendMessage("b"), Debit("points", 1)) == (
        [0, 1, 2, 3],
        ["4 balance"],
    )


def test_the_tally_counts_what_was_granted() -> None:
    """The tally that is handed on has the granted actions in it, and the one that was handed in is as it was."""
    with_ten = {"wallets": (Wallet("points", available=10),), "counters": (ten_euros(),)}
    before = tally(**with_ten)
    _, _, after = review("one", [PAY, GIFT, PAY, ODD, Credit("miles", 3)], before, [balance, no_odd])
    assert (after.spent, after.units, after.credited) == (400, {"points": -5, "miles": 3}, {"miles": 3})
    assert before == tally(**with_ten)


def test_the_first_guard_is_told() -> None:
    """Of several guards that would refuse, the first one's reason is given; what goes along quotes it."""
    guards = [lambda action, _: ("first", "One.") if action is HELLO else None, no_odd]
    _, refusals, _ = review("one", [PAY, HELLO, ODD], tally(), guards)
    assert [(refusal.code, refusal.sentence) for refusal in refusals] == [
        (ALONG, "It goes with what was refused: One."),
        ("first", "One."),
        (ALONG, "It goes with what was refused: One."),
    ]


ACTIONS = st.one_of(
    st.builds(Debit, st.just("points"), st.integers(1, 8)),
    st.builds(Credit, st.just("points"), st.integers(1, 8)),
    st.builds(lambda minor: IssueGiftCard(Money(minor, "EUR")), st.integers(1, 600)),
    st.builds(Tag, st.sampled_from(["odd", "even"])),
    st.just(NOTE),
)


@given(st.lists(ACTIONS, max_size=12))
def test_everything_is_granted_or_refused(answer: list[Action]) -> None:
    """Each action but what is remembered is answered once; what is granted keeps every limit, bundles are whole."""
    with_ten = {"wallets": (Wallet("points", available=10),), "counters": (ten_euros(),)}
    before = tally(**with_ten)
    granted, refusals, after = review("one", answer, before, [balance, budget, no_odd])
    places = [place for place, _ in granted]
    wanted = [place for place, action in enumerate(answer) if action is not NOTE]
    assert places == sorted(set(places))
    assert len(places) + len(refusals) == len(wanted)
    assert [r.action for r in refusals] == [answer[place] for place in wanted if place not in places]
    by = {"plugin": "one", "place": places[-1]} if granted else {}
    assert after == tally(*(action for _, action in granted), **with_ten, **by)
    assert after.spent <= 1000
    assert after.available("points") >= 0
    bound = False
    for place in wanted:
        action = answer[place]
        if isinstance(action, Debit | Credit):
            bound, together = isinstance(action, Debit), place in places
        assert not bound or (place in places) == together
