"""Nobody is told of what is over: a message has a time from when on it is of no use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from retention_sdk import Consent, IssueCoupon, PercentOff, Profile, Remember, SendMessage
from tests.audit import audit
from tests.build import START, after, gives, opened, visit

HOUR = timedelta(hours=1)


def news(hours: int, **more: Any) -> SendMessage:
    """News that is of use for so many hours after START."""
    return SendMessage("news", purpose="marketing", until=START + hours * HOUR, **more)


@pytest.mark.parametrize(("hours", "quiet", "code"), [(1, None, ""), (0, None, "too_late"), (-1, None, "too_late")])
def test_over_when_it_is_decided(sqlite_url: str, hours: int, quiet: str | None, code: str) -> None:
    """A message that is of no use any more when it is decided is refused."""
    with opened(sqlite_url, {"one": gives(news(hours))}, messages={"consent": False}) as engine:
        decision = engine.handle(visit())
        assert [one.code for one in decision.refusals] == ([code] if code else [])


@pytest.mark.parametrize(("hours", "code"), [(9, ""), (8, "too_late")])
def test_over_when_the_quiet_hours_end(sqlite_url: str, hours: int, code: str) -> None:
    """A message that would wait for the morning is refused where it is of no use in the morning."""
    messages = {"consent": False, "quiet_hours": "11:00-20:00"}
    with opened(sqlite_url, {"one": gives(news(hours))}, messages=messages) as engine:
        assert [one.code for one in engine.handle(visit()).refusals] == ([code] if code else [])


def test_a_service_message_does_not_wait(sqlite_url: str) -> None:
    """What a customer must know is sent at any hour, so it is in time."""
    action = SendMessage("news", until=START + HOUR)
    with opened(sqlite_url, {"one": gives(action)}, messages={"quiet_hours": "11:00-20:00"}) as engine:
        assert engine.handle(visit()).granted


@pytest.mark.parametrize("yes", [True, False])
def test_a_message_with_its_gifts(sqlite_url: str, yes: bool) -> None:
    """A message and the gifts that go with it are granted together or not at all, and what was told is remembered."""
    answer = [
        news(1, with_gifts=True),
        IssueCoupon(PercentOff(10)),
        Remember({"told": 1}, when="told"),
        Remember({"given": 1}),
        Remember({"tried": 1}, when="always"),
    ]
    with opened(sqlite_url, {"one": gives(*answer)}) as engine:
        profile = Profile(consents=[Consent(channel="email", given=yes)])
        decision = engine.handle(visit(profile=profile))
        codes = {one.action.kind: one.code for one in decision.refusals}
        assert codes == ({} if yes else {"send_message": "no_consent", "issue_coupon": "goes_with_refused"})
        kept = engine.customer("c").standing.memory["one"]
        assert kept == ({"told": 1, "given": 1, "tried": 1} if yes else {"tried": 1})
        assert audit(engine) == []


def test_a_message_that_was_refused_alone(sqlite_url: str) -> None:
    """Where a gift is granted and the message is not, the gift is remembered, and the message is not."""
    notes = [Remember({"a": 1}), Remember({"b": 1}, when="told")]
    answer = [SendMessage("x", purpose="marketing"), IssueCoupon(PercentOff(10)), *notes]
    with opened(sqlite_url, {"one": gives(*answer)}) as engine:
        engine.handle(visit(at=after(1)))
        assert engine.customer("c").standing.memory["one"] == {"a": 1}
