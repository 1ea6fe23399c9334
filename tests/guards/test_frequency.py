"""Frequency: a customer is not written to more often than the merchant wants."""

from __future__ import annotations

from typing import Any

import pytest

from retention_sdk import Consent, Engine, Profile, Refund, SendMessage
from tests.build import after, gives, opened, order, rows, visit

YES = Profile(consents=(Consent(channel="email"), Consent(channel="sms")))
AD = SendMessage("sale", channel="email", purpose="marketing")
SMS = SendMessage("sale", channel="sms", purpose="marketing")
ANY = SendMessage("sale", purpose="marketing")


def engine_of(url: str, *actions: SendMessage, **caps: tuple[int, int]) -> Engine:
    """An engine that sends messages at each visit."""
    frequency = {name: {"most": most, "days": days} for name, (most, days) in caps.items()}
    return opened(url, {"one": gives(*actions)}, messages={"frequency": frequency})


def codes(engine: Engine, *days: float, customer: str = "c", **more: Any) -> list[list[str]]:
    """The codes of what is refused at visits on some days."""
    events = [visit(f"{customer}-{day}", customer, at=after(0, seconds=int(86_400 * day)), profile=YES) for day in days]
    return [[refusal.code for refusal in engine.handle(event).refusals] for event in events]


def test_so_many_in_so_many_days(database_url: str) -> None:
    """The third message in a week is refused, the one exactly a week after the first is not; others have their own."""
    with engine_of(database_url, AD, email=(2, 7)) as engine:
        assert codes(engine, 0, 1, 6.9, 7, 7.5, 8) == [[], [], ["too_often"], [], ["too_often"], []]
        refused = engine.handle(visit("c-7.5", at=after(7, hours=12), profile=YES)).refusals[0]
        assert refused.sentence == "2 messages went through email within 7 days, and no more may."
        assert codes(engine, 1, customer="d") == [[]]


def test_within_one_event(sqlite_url: str) -> None:
    """What an event sends counts for itself."""
    with engine_of(sqlite_url, AD, AD, AD, email=(2, 7)) as engine:
        assert codes(engine, 0) == [["too_often"]]


def test_nothing_at_all_and_no_cap_are_two_things(sqlite_url: str) -> None:
    """0 sends nothing through a channel; a channel that is not named is not capped."""
    with engine_of(sqlite_url, AD, SMS, sms=(0, 7)) as engine:
        assert codes(engine, 0, 0.1, 0.2) == [["too_often"]] * 3
        sentence = engine.handle(visit("c-0", at=after(), profile=YES)).refusals[0].sentence
        assert sentence == "Nothing but what must be known is sent through sms."


def test_all_channels_together(sqlite_url: str) -> None:
    """The cap "any" is on all of them."""
    with engine_of(sqlite_url, AD, SMS, ANY, any=(2, 7)) as engine:
        assert codes(engine, 0, 1, 7) == [["too_often"], ["too_often"] * 3, ["too_often"]]


def test_a_message_without_a_channel(sqlite_url: str) -> None:
    """It counts for each cap, and goes as long as one is not full."""
    with engine_of(sqlite_url, ANY, email=(1, 7), sms=(2, 7)) as engine:
        assert codes(engine, 0, 1, 2, 8) == [[], [], ["too_often"], []]


def test_what_must_be_known_neither_counts_nor_waits(database_url: str) -> None:
    """A transactional message is never refused for others, nor others for it."""
    apology = SendMessage("apology", channel="email")
    with engine_of(database_url, apology, apology, AD, apology, email=(1, 7)) as engine:
        assert codes(engine, 0, 1) == [[], ["too_often"]]


@pytest.mark.parametrize("days", [(0, 3, 1, 7.5), (7.5, 3, 1, 0), (3, 0, 7.5, 1)])
def test_in_any_order(database_url: str, days: tuple[float, ...]) -> None:
    """Messages are counted in the order in which the events happened, whatever order they come in."""
    with engine_of(database_url, AD, email=(1, 7)) as engine:
        codes(engine, *days)
        sent = [row.at for row in rows(engine, "outbox") if row.status != 2]
        assert sorted((at - min(sent)) / 86_400e6 for at in sent) == [0, 7.5]


def test_a_message_that_was_taken_back_was_not_sent(database_url: str) -> None:
    """Where a refund takes a waiting message back, there is room for another."""
    with engine_of(database_url, AD, email=(1, 7)) as engine:
        engine.handle(order(profile=YES))
        engine.handle(Refund(id="r", customer="c", order="o-1", occurred_at=after(1)))
        assert codes(engine, 2, 3) == [[], ["too_often"]]
