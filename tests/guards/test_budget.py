"""The counters: of a period, of all or of what is given under a name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import Action, Credit, IssueCoupon, IssueGiftCard, Money, PercentOff, Tag
from retention_sdk.guards import Counter, Counters, Gift, Kept, Slot, Tally, budget
from tests.build import START, eur
from tests.guards.tallies import tally

MONTH = Counter("budget", 1000)


def kept(counter: Counter = MONTH, left: int | None = None, period: str = "2100-01") -> Kept:
    """A counter of which so much is left."""
    most = counter.most
    return Kept(counter, Slot(counter.name, period, most), most if left is None else left)


def counting(*counters: Kept, here: int = 0, **more: Any) -> Tally:
    """A tally with counters, in each of which this event has counted so much."""
    return tally(counters=counters, counted={one.slot: here for one in counters}, **more)


@pytest.mark.parametrize("action", [IssueGiftCard(eur(1)), Credit("points", 5, cost=eur(1))])
@pytest.mark.parametrize(
    ("left", "here", "granted"),
    [
        (1000, 0, True),
        (100, 0, True),
        (99, 0, False),
        (1000, 900, True),
        (1000, 901, False),
        (500, 400, True),
        (500, 401, False),
    ],
)
def test_the_last_cent(action: Action, left: int, here: int, granted: bool) -> None:
    """Earlier events and this one together may come to the budget exactly, and to not one cent more."""
    refusal = budget(action, counting(kept(left=left), here=here))
    assert (refusal is None) == granted
    assert refusal is None or refusal[0] == "over_budget"


def test_the_sentence_names_the_rest() -> None:
    """A person reads what it costs, what is left, of what, and in which month."""
    refusal = budget(IssueGiftCard(eur(3)), counting(kept(left=300), here=50))
    assert refusal == ("over_budget", "3.00 EUR is more than the 2.50 EUR left of 10.00 EUR for 2100-01.")


def test_nothing_is_left_of_what_is_overdrawn() -> None:
    """A budget that was lowered below what is spent has nothing left, and not less than that."""
    refusal = budget(IssueGiftCard(eur(3)), counting(kept(left=-99_999)))
    assert refusal == ("over_budget", "3.00 EUR is more than the 0.00 EUR left of 10.00 EUR for 2100-01.")


@pytest.mark.parametrize(
    "action", [Tag("x"), Credit("points", 9), IssueCoupon(PercentOff(9)), IssueCoupon(PercentOff(9), cost=eur(0))]
)
def test_what_costs_nothing_passes(action: Action) -> None:
    """What gives nothing away, or what is not known to cost anything, is given with no money left too."""
    assert budget(action, counting(kept(left=-99_999))) is None


def test_a_budget_of_nothing() -> None:
    """With no money at all not even a cent is given."""
    refusal = budget(IssueGiftCard(Money(1, "EUR")), counting(kept(Counter("budget", 0))))
    assert refusal == ("over_budget", "0.01 EUR is more than the 0.00 EUR left of 0.00 EUR for 2100-01.")


@pytest.mark.parametrize(
    ("name", "told"),
    [("strategy:one", "of one"), ("role:agent", "of agent"), ("strategy:two", None), ("role:boss", None)],
)
def test_whose_it_is(name: str, told: str | None) -> None:
    """A gift counts in its strategy's counter and in the one of the name that it is given under, in no other's."""
    counted = counting(kept(Counter(name, 100, "year"), left=50, period="2100"), plugin="one", under="role:agent")
    refusal = budget(IssueGiftCard(eur(1)), counted)
    assert (refusal and refusal[1]) == (
        told and f"1.00 EUR is more than the 0.50 EUR left of 1.00 EUR {told} for 2100."
    )


def test_the_scarcest_decides() -> None:
    """Of several counters each has to have room, whichever is asked first."""
    counters = kept(left=1000), kept(Counter("strategy:one", 500), left=99)
    for order in (counters, counters[::-1]):
        refused = budget(IssueGiftCard(eur(1)), counting(*order, plugin="one"))
        assert refused == ("over_budget", "1.00 EUR is more than the 0.99 EUR left of 5.00 EUR of one for 2100-01.")


def test_a_stock_counts_gifts() -> None:
    """A counter of pieces counts what is given whatever it costs, for ever."""
    mugs = kept(Counter("reward:mug", 2, "ever", pieces=True), period="")
    counted = counting(mugs, under="reward:mug")
    for _ in range(2):
        assert budget(IssueCoupon(PercentOff(9)), counted) is None
        counted.add(IssueCoupon(PercentOff(9)))
        counted.add(Tag("not a gift"))
    assert counted.counted == {mugs.slot: 2}
    assert budget(IssueCoupon(PercentOff(9)), counted) == ("none_left", "0 of 2 of mug are left.")
    counted.under = "reward:cup"
    assert budget(IssueCoupon(PercentOff(9)), counted) is None


def test_periods_are_the_stores() -> None:
    """Days, weeks, months and years begin at midnight of the store, weeks on Monday by their own year."""
    at = datetime(2100, 12, 31, 23, 30, tzinfo=UTC)  # a Friday; a Saturday in Kathmandu
    spans = [Counter("budget", 1, span) for span in ("day", "week", "month", "year", "ever")]
    here, there = (
        [slot.period for slot in Counters(tuple(spans), ZoneInfo(zone)).slots([at])]
        for zone in ("UTC", "Asia/Kathmandu")
    )
    assert here == ["2100-12-31", "2100-W52", "2100-12", "2100", ""]
    assert there == ["2101-01-01", "2100-W52", "2101-01", "2101", ""]


def test_a_days_rows_are_those_of_ones_own_counters() -> None:
    """Two stores of one process have rows of their own on the same day, and one whose most has changed has new ones."""
    others = (MONTH, Counter("budget", 2000), Counter("budget", 1000, "day"), Counter("budget", 1000, pieces=True))
    for _ in range(2):
        for one in others:
            (row,) = Counters((one,)).at(START)
            assert row[0] == one
            assert row[1].most == one.most
            assert len(row[1].period) == (10 if one.span == "day" else 7)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["", "role:x"]), st.integers(0, 9)), max_size=9))
def test_what_is_counted_is_what_was_tallied(gifts: list[tuple[str, str, int]]) -> None:
    """A tally adds to each row what the counters say of each gift by itself, so giving back takes off the same."""
    counters = Counters((MONTH, Counter("strategy:a", 9), Counter("role:x", 9, "day"), Counter("role:x", 9, "ever")))
    counted = tally(counters=tuple(Kept(counter, slot, 0) for counter, slot in counters.at(START)))
    apart = dict.fromkeys(counters.slots([START]), 0)
    for plugin, under, minor in gifts:
        counted.plugin, counted.under = plugin, under
        counted.add(IssueCoupon(PercentOff(5), cost=Money(minor, "EUR")))
        for slot, amount in counters.count(START, Gift(plugin, under, minor)):
            apart[slot] += amount
    assert counted.counted == {slot: amount for slot, amount in apart.items() if amount}
