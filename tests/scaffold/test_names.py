"""One name in its forms."""

from __future__ import annotations

from keyword import iskeyword

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import BadValue
from retention_sdk.scaffold import Names, named

HAPPY = Names(("happy", "hour"))


@pytest.mark.parametrize(
    "written",
    ["happy-hour", "happy_hour", "Happy Hour", "HappyHour", "happyHour", " HAPPY  HOUR ", "retention-happy-hour"],
)
def test_however_it_is_written(written: str) -> None:
    """Case, dashes and spaces do not matter, and neither does the `retention-` that packages begin with."""
    assert named(written) == HAPPY


def test_the_forms() -> None:
    """pip, Python and a merchant's file each have it in their own form."""
    assert (HAPPY.distribution, HAPPY.package, HAPPY.cls, HAPPY.plugin) == (
        "retention-happy-hour",
        "retention_happy_hour",
        "HappyHour",
        "happy_hour",
    )
    assert named("VIPPoints2").cls == "VipPoints2"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "begins with a letter"),
        ("3 for 2", "begins with a letter"),
        ("café", "the letters a to z"),
        ("../points", "the letters a to z"),
        ("happy!", "the letters a to z"),
        ("x" * 41, "40 letters at most"),
        ("class", "a word of Python's own"),
        ("none", "None is a word of Python's own"),
        ("test points", "pytest would take the class TestPoints"),
    ],
)
def test_what_nothing_can_be_called(written: str, why: str) -> None:
    """A refusal repeats what was written, says why, and shows a name that would do."""
    with pytest.raises(BadValue, match=why) as caught:
        named(written)
    assert repr(written) in str(caught.value)
    assert "such as happy-hour" in str(caught.value)


@settings(max_examples=50)
@given(st.text(max_size=50) | st.from_regex(r"[A-Za-z _-]{1,45}", fullmatch=True))
def test_whatever_is_written(written: str) -> None:
    """What is taken is a name that Python and pip can have, and is taken again in each of its forms."""
    try:
        names = named(written)
    except BadValue:
        return
    assert names.package.isidentifier()
    assert names.cls.isidentifier()
    assert not iskeyword(names.cls)
    assert named(names.distribution) == named(names.plugin) == names
