"""Caps: against a model that sums up by hand."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.parts.caps import Caps

PRAGUE = ZoneInfo("Europe/Prague")
START = datetime(2026, 11, 28, 20, tzinfo=PRAGUE)
MOST = st.none() | st.integers(1, 60)
WANTED = st.lists(st.tuples(st.integers(0, 24 * 60), st.integers(1, 40)), max_size=12)


@given(wanted=WANTED, day=MOST, month=MOST, year=MOST)
def test_no_span_gets_more_than_its_most(
    wanted: list[tuple[int, int]], day: int | None, month: int | None, year: int | None
) -> None:
    """Each is given as much as there is room for in its day, month and year, and not one less."""
    caps, memory = Caps(day, month, year), dict[str, object]()
    given_in = Counter[str]()
    for number, (hours, units) in enumerate(sorted(wanted)):
        at = (START + timedelta(hours=hours)).astimezone(PRAGUE)
        spans = {f"{at:%d.%m.%y}": day, f"{at:%m.%y}": month, f"{at:%y}": year}
        room = min([units, *(most - given_in[span] for span, most in spans.items() if most is not None)])
        assert caps.room(units, at, memory) == room
        if room > 0:
            memory |= caps.remembered(room, at, f"o-{number}", memory)
            memory = {key: had for key, had in memory.items() if had is not None}
            given_in.update(dict.fromkeys(spans, room))


def test_what_is_forgotten_makes_room() -> None:
    """What one event was given is remembered by itself, so that without it there is room again."""
    caps, at = Caps(day=10), START
    memory: dict[str, object] = {**caps.remembered(6, at, "o-1", {})}
    memory |= caps.remembered(4, at, "o-2", memory)
    assert caps.room(5, at, memory) == 0
    del memory["2026-11-28 o-1"]
    assert caps.room(5, at, memory) == 5


def test_nothing_is_kept_for_longer_than_it_counts() -> None:
    """The days before are forgotten where a day counts, and the years before where a year does; without caps all is."""
    memory = {"2025-12-31 a": 1, "2026-11-27 b": 1, "2026-11-28 c": 1}
    assert [key for key, had in Caps(day=5).remembered(2, START, "d", memory).items() if had is None] == [
        "2025-12-31 a",
        "2026-11-27 b",
    ]
    assert Caps(day=5, year=9).remembered(2, START, "d", memory) == {"2025-12-31 a": None, "2026-11-28 d": 2}
    assert Caps().remembered(2, START, "d", {}) == {}
