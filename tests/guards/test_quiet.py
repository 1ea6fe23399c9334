"""Quiet hours: nobody is woken by an advertisement."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from retention_sdk import BadConfig, Consent, Engine, Profile, Refund, RefundLine, RequestSurvey, SendMessage
from tests.build import gives, opened, order, rows, visit

if TYPE_CHECKING:
    from retention_sdk import Granted

AD = SendMessage("sale", purpose="marketing")
PRAGUE = "Europe/Prague"


def engine_of(url: str, hours: str = "21:00-08:00", **more: Any) -> Engine:
    """An engine of a store in Prague that advertises at each visit."""
    action = more.pop("action", AD)
    store = {"timezone": PRAGUE, "name": more.pop("name", "shop")}
    return opened(url, {"one": gives(action)}, store=store, messages={"quiet_hours": hours, **more})


def said_yes(timezone: str | None = None) -> Profile:
    """A profile of somebody who may be written to."""
    return Profile(consents=(Consent(channel="email"),), timezone=timezone)


def local(*when: int, zone: str = PRAGUE) -> datetime:
    """A time in a zone."""
    return datetime(*when, tzinfo=ZoneInfo(zone))  # type: ignore[arg-type,misc] # year, month, day and more


def granted(engine: Engine, at: datetime, profile: Profile | None = None) -> Granted:
    """What is granted for a visit."""
    return engine.handle(visit(f"v-{at}", at=at, profile=profile or said_yes())).granted[0]


def test_it_waits_until_they_end(database_url: str) -> None:
    """A message in the night is granted, and the outbox has it for the morning; one by day goes at once."""
    with engine_of(database_url) as engine:
        late, day = local(2100, 6, 1, 23, 30), local(2100, 6, 1, 12)
        morning = local(2100, 6, 2, 8).astimezone(UTC)
        assert granted(engine, day).not_before is None
        night = granted(engine, late)
        assert night.not_before == morning
        due = {row.at: row.next_at for row in rows(engine, "outbox")}
        assert due == {micros(day): micros(day), micros(late): micros(morning)}
        again = engine.handle(visit(f"v-{late}", at=late, profile=said_yes()))
        assert again.granted == (night,)
        assert "not before 2100-06-02 06:00 UTC" in again.explain()


def micros(at: datetime) -> int:
    """An instant as it is stored."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def test_a_late_fact_changes_no_waiting_message(database_url: str) -> None:
    """Where a late fact has the past decided again, a message still waits for the morning; so does a new one."""
    with engine_of(database_url) as engine:
        granted(engine, local(2100, 6, 1, 23, 30))
        engine.handle(order("o-1", at=local(2100, 5, 1, 22)))
        due = [(row.at, row.next_at) for row in rows(engine, "outbox")]
        night = (micros(local(2100, 6, 1, 23, 30)), micros(local(2100, 6, 2, 8)))
        assert night in due
        assert all(at == next_at for at, next_at in due if (at, next_at) != night)


def test_a_refund_of_a_part_changes_no_waiting_message(database_url: str) -> None:
    """What stays of an order's decision stays as it was: the message still waits for the morning."""
    with engine_of(database_url) as engine:
        night = local(2100, 6, 1, 23, 30)
        engine.handle(order("o-1", at=night, quantity=2, profile=said_yes()))
        before = rows(engine, "outbox")
        assert [row.next_at for row in before] == [micros(local(2100, 6, 2, 8))]
        part = [RefundLine(sku="beans", quantity=1)]
        decision = engine.handle(Refund(id="r", customer="c", order="o-1", lines=part, occurred_at=night))
        assert decision.reversals == ()
        assert rows(engine, "outbox") == before


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        ("21:00-08:00", (20, 59), None),
        ("21:00-08:00", (21, 0), (2, 8, 0)),
        ("21:00-08:00", (0, 0), (1, 8, 0)),
        ("21:00-08:00", (7, 59), (1, 8, 0)),
        ("21:00-08:00", (8, 0), None),
        ("12:00-13:30", (12, 30), (1, 13, 30)),
        ("12:00-13:30", (13, 30), None),
        ("00:00-06:00", (5, 0), (1, 6, 0)),
        ("22:00-00:00", (23, 0), (2, 0, 0)),
        ("22:00-00:00", (0, 0), None),
    ],
)
def test_where_they_begin_and_end(
    sqlite_url: str, hours: str, at: tuple[int, int], until: tuple[int, int, int] | None
) -> None:
    """The first minute is quiet, the last is not; they may go past midnight."""
    with engine_of(sqlite_url, hours) as engine:
        expected = until and local(2100, 6, *until).astimezone(UTC)
        assert granted(engine, local(2100, 6, 1, *at)).not_before == expected


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        # 02:00 to 03:00 is not there on 28 March 2027, and is there twice on 31 October
        ("22:00-02:30", datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("22:00-02:30", datetime(2027, 10, 31, 0, 0, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        ("22:00-02:30", datetime(2027, 10, 31, 1, 15, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        ("22:00-08:00", datetime(2027, 3, 27, 22, 0, tzinfo=UTC), datetime(2027, 3, 28, 6, 0, tzinfo=UTC)),
        ("22:00-08:00", datetime(2027, 10, 30, 22, 0, tzinfo=UTC), datetime(2027, 10, 31, 7, 0, tzinfo=UTC)),
    ],
)
def test_when_clocks_change(sqlite_url: str, hours: str, at: datetime, until: datetime) -> None:
    """A message never waits for an hour that is not there, and never goes in quiet hours that come twice."""
    with engine_of(sqlite_url, hours) as engine:
        assert granted(engine, at).not_before == until


def test_it_is_the_customers_night(sqlite_url: str) -> None:
    """The customer's time zone counts, and the store's where theirs is not known."""
    noon = datetime(2100, 6, 1, 10, tzinfo=UTC)  # 12 in Prague, 3 in Los Angeles
    with engine_of(sqlite_url) as engine:
        assert granted(engine, noon).not_before is None
        away = granted(engine, noon + timedelta(minutes=1), said_yes("America/Los_Angeles"))
        assert away.not_before == local(2100, 6, 1, 8, zone="America/Los_Angeles").astimezone(UTC)


def test_dropped(sqlite_url: str) -> None:
    """Where the merchant wants it so, a message in the quiet hours is refused."""
    with engine_of(sqlite_url, quiet="drop") as engine:
        decision = engine.handle(visit(at=local(2100, 6, 1, 23), profile=said_yes()))
        assert [(one.code, one.sentence) for one in decision.refusals] == [
            ("quiet_hours", "It is between 21:00 to 08:00 where the customer is, when nothing is sent.")
        ]
        assert granted(engine, local(2100, 6, 2, 8)).not_before is None


def test_what_must_be_known_comes_at_any_hour(sqlite_url: str) -> None:
    """A transactional message is sent in the night."""
    for quiet in ("defer", "drop"):
        with engine_of(sqlite_url, quiet=quiet, action=SendMessage("apology"), name=quiet) as engine:
            assert granted(engine, local(2100, 6, 1, 23)).not_before is None


def test_a_survey_that_is_asked_later(sqlite_url: str) -> None:
    """Of a survey with a delay the time counts at which it is asked."""
    survey = RequestSurvey("nps", delay=timedelta(hours=12))
    with engine_of(sqlite_url, action=survey) as engine:
        assert granted(engine, local(2100, 6, 1, 23)).not_before is None
        assert granted(engine, local(2100, 6, 2, 12)).not_before == local(2100, 6, 3, 8).astimezone(UTC)


@pytest.mark.parametrize("hours", ["", "21:00", "21-8-9", "night", "08:00-08:00", "25:00-08:00"])
def test_hours_that_are_none(sqlite_url: str, hours: str) -> None:
    """What cannot be read as two times of day is refused with an example of what can."""
    with pytest.raises(BadConfig, match="such as '21:00-08:00'"):
        engine_of(sqlite_url, hours)
