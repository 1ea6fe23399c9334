"""A clock that is moved by hand."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from retention_sdk import BadValue
from retention_sdk.testing import START, ManualClock, after


def test_it_stands_still() -> None:
    """It shows the same until it is moved, and then by as much as was said."""
    clock = ManualClock()
    assert (clock.now, clock.now) == (START, START)
    assert clock.passes(2, hours=3, minutes=4, seconds=5) == after(2, hours=3, minutes=4, seconds=5) == clock.now


def test_it_is_put_anywhere() -> None:
    """It can be put back, and keeps what it is given in UTC."""
    clock = ManualClock(after(9))
    clock.now = datetime(2099, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    assert clock == ManualClock(datetime(2099, 1, 1, tzinfo=timezone.utc))  # noqa: UP017 - another way to say UTC
    assert clock.now.utcoffset() == timedelta(0)


def test_what_it_refuses() -> None:
    """It goes ahead only, and shows no time without a zone."""
    clock = ManualClock()
    with pytest.raises(BadValue, match="not ahead; to put the clock back, set its now"):
        clock.passes(1, hours=-25)
    with pytest.raises(BadValue, match="no time zone"):
        clock.now = datetime(2100, 1, 1)  # noqa: DTZ001
    assert clock.now == START
