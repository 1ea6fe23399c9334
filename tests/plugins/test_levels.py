"""Levels, and what counts towards them: against models that count by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.parts.levels import Counts, Ladder, Rolling, Years
from retention_sdk import MonthDay
from tests.plugins.build import NOW, ago

PRAGUE = ZoneInfo("Europe/Prague")
HOURS = st.integers(-24 * 800, 0)
AMOUNTS = st.lists(st.tuples(HOURS, st.integers(0, 50)), max_size=8).map(
    lambda drawn: [(NOW + timedelta(hours=hours), amount) for hours, amount in sorted(drawn)]
)
HOUR = timedelta(hours=1)
LADDER = Ladder((100, 300, 500))


@given(amounts=AMOUNTS, days=st.integers(1, 400), hours=st.integers(0, 24 * 500))
def test_a_rolling_window_is_the_sum_of_its_days(amounts: list[tuple[datetime, int]], days: int, hours: int) -> None:
    """What counts is what was added within so many days; what is exactly that old counts no more."""
    counts, at = Rolling(amounts, timedelta(days=days)), NOW + timedelta(hours=hours)
    assert counts.counted(at) == sum(amount for when, amount in amounts if timedelta(0) <= at - when < timedelta(days))


@given(amounts=AMOUNTS, at_once=st.booleans(), hours=st.integers(0, 24 * 500))
def test_a_calendar_year_counts_to_the_end_of_the_next(
    amounts: list[tuple[datetime, int]], at_once: bool, hours: int
) -> None:
    """Of this year and the one before the better one counts, or only the one before; years are those of the store."""
    counts, at = Years(amounts, MonthDay(1, 1), PRAGUE, at_once), NOW + timedelta(hours=hours)
    this = at.astimezone(PRAGUE).year
    years = [(when.astimezone(PRAGUE).year, amount) for when, amount in amounts if when <= at]
    sums = [sum(amount for year, amount in years if year == this - back) for back in (0, 1)]
    assert counts.counted(at) == (max(sums) if at_once else sums[1])


@given(amounts=AMOUNTS, least=st.integers(1, 120), rolling=st.booleans(), at_once=st.booleans())
def test_the_end_is_the_first_time_when_too_little_counts(
    amounts: list[tuple[datetime, int]], least: int, rolling: bool, at_once: bool
) -> None:
    """Up to the end enough counts, at the end it does not, and where none is, never."""
    counts: Counts = Rolling(amounts, timedelta(days=90))
    if not rolling:
        counts = Years(amounts, MonthDay(3, 10), PRAGUE, at_once)
    if counts.counted(NOW) < least:
        return
    ends = counts.ends(least, NOW)
    assert ends is not None, "two years with nothing in them are too little for any level"
    assert counts.counted(ends) < least
    lasted = (ends - NOW) // HOUR
    assert all(counts.counted(NOW + hours * HOUR) >= least for hours in range(0, lasted, max(lasted // 40, 1)))


@pytest.mark.parametrize(
    ("begins", "day", "first"),
    [
        (MonthDay(1, 1), date(2026, 3, 10), date(2026, 1, 1)),
        (MonthDay(3, 10), date(2026, 3, 10), date(2026, 3, 10)),
        (MonthDay(3, 11), date(2026, 3, 10), date(2025, 3, 11)),
        (MonthDay(2, 29), date(2025, 3, 1), date(2025, 2, 28)),
        (MonthDay(2, 29), date(2024, 2, 28), date(2023, 2, 28)),
        (MonthDay(2, 29), date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_year_begins_at_midnight_of_its_day(begins: MonthDay, day: date, first: date) -> None:
    """Who joined on 29 February has years that begin on the 28th where there is none; a year begins in the store."""
    midnight = datetime(first.year, first.month, first.day, tzinfo=PRAGUE)
    counts = Years([(midnight - HOUR, 1), (midnight, 10)], begins, PRAGUE)
    at = datetime(day.year, day.month, day.day, 23, tzinfo=PRAGUE)
    assert counts.counted(at) == 10
    assert counts.next(at).date() == begins.on(first.year + 1)


def test_new_years_eve_is_where_the_store_is() -> None:
    """An order at half past eleven in London on 31 December is of the next year in Prague."""
    late = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    counts = Years([(late, 7)], MonthDay(1, 1), PRAGUE)
    assert counts.ends(1, late) == datetime(2028, 1, 1, tzinfo=PRAGUE)
    assert Years([(late, 7)], MonthDay(1, 1), ZoneInfo("UTC")).ends(1, late) == datetime(2027, 1, 1, tzinfo=UTC)


YEAR = timedelta(days=365)


def rolling(*amounts: tuple[int, int]) -> Rolling:
    """A year's window, with amounts so many days ago."""
    return Rolling([(ago(days), amount) for days, amount in amounts], YEAR)


def test_up_at_once_and_until_it_is_too_old() -> None:
    """A level lasts until what reached it is out of the window, with the grace; of several the highest is reached."""
    counts = rolling((100, 250), (0, 100))
    assert LADDER.stand(0, None, counts, NOW) == (2, ago(100) + YEAR)
    assert Ladder((100, 300), timedelta(days=7)).stand(1, NOW, counts, NOW) == (2, ago(100) + YEAR + timedelta(days=7))
    assert LADDER.stand(0, None, rolling((0, 99)), NOW) == (0, None)


def test_down_when_it_ends_and_not_before() -> None:
    """What is too old does not end a level before its grace is over; at the end it goes to what is reached."""
    counts, later = rolling((0, 120)), NOW + timedelta(hours=1)
    assert LADDER.stand(3, later, counts, NOW) == (3, later)
    assert LADDER.stand(3, later, counts, later) == (1, NOW + YEAR)
    assert LADDER.stand(3, None, counts, NOW) == (1, NOW + YEAR)


def test_one_down() -> None:
    """Nobody falls by more than one level at a time; the one between lasts as long as the window."""
    ladder, counts = Ladder((100, 300, 500), one_down=True), rolling((0, 120))
    assert ladder.stand(3, NOW, counts, NOW) == (2, NOW + YEAR)
    assert ladder.stand(2, NOW, counts, NOW) == (1, NOW + YEAR)
    years = Years([], MonthDay(1, 1), PRAGUE)
    assert ladder.stand(3, NOW, years, NOW) == (2, datetime(2027, 1, 1, tzinfo=PRAGUE))


def test_what_was_taken_back_goes_at_once_or_after_its_grace() -> None:
    """A level whose orders came back goes to what is reached, one down or not, and never later than it would."""
    counts, soon, grace = rolling((0, 120)), NOW + timedelta(days=2), timedelta(days=5)
    assert Ladder((100, 300, 500), one_down=True).stand(3, soon, counts, NOW, lost=True) == (1, NOW + YEAR)
    graceful = Ladder((100, 300, 500), refund_grace=grace)
    assert graceful.stand(3, NOW + YEAR, counts, NOW, lost=True) == (3, NOW + grace)
    assert graceful.stand(3, soon, counts, NOW, lost=True) == (3, soon)
