"""Consent: advertisements go to whom said yes."""

from __future__ import annotations

import pytest

from retention_sdk import Action, Consent, Decision, Profile, RequestSurvey, SendMessage
from tests.build import gives, opened, visit

AD = SendMessage("sale", channel="email", purpose="marketing")
SMS = SendMessage("sale", channel="sms", purpose="marketing")
ANY = SendMessage("sale", purpose="marketing")
SURVEY = RequestSurvey("nps")


def said(decision: Decision) -> list[tuple[str, str]]:
    """The codes and sentences of a decision."""
    return [(refusal.code, refusal.sentence) for refusal in decision.refusals]


def yes(channel: str = "email", purpose: str = "marketing", *, given: bool = True) -> Profile:
    """A profile with one word in it."""
    return Profile(consents=(Consent(channel=channel, purpose=purpose, given=given),))


def test_nobody_is_advertised_to_who_did_not_agree(database_url: str) -> None:
    """Without a word, or with a no, an advertisement is refused with a sentence; with a yes it is sent."""
    with opened(database_url, {"one": gives(AD)}) as engine:
        assert said(engine.handle(visit("v-1"))) == [
            ("no_consent", "The customer has not said yes to marketing by email.")
        ]
        assert engine.handle(visit("v-2", profile=yes())).actions == (AD,)
        assert engine.handle(visit("v-3")).actions == (AD,)
        assert said(engine.handle(visit("v-4", profile=yes(given=False)))) == [
            ("no_consent", "The customer said no to marketing by email.")
        ]


@pytest.mark.parametrize(
    ("action", "profile", "sent"),
    [
        (SMS, yes("email"), False),
        (SMS, yes("sms"), True),
        (AD, yes("email", "survey"), False),
        (ANY, yes("post"), True),
        (ANY, yes("post", given=False), False),
        (ANY, yes("post", "survey"), False),
        (SURVEY, yes(), True),
        (SURVEY, Profile(), False),
        (RequestSurvey("nps", purpose="survey"), yes(purpose="survey"), True),
        (RequestSurvey("nps", purpose="service"), Profile(), True),
        (SendMessage("apology"), yes(given=False), True),
        (SendMessage("recall", channel="email", purpose="legal"), yes(given=False), True),
        (SendMessage("order", channel="sms", purpose="transactional"), Profile(), True),
    ],
)
def test_by_channel_and_purpose(sqlite_url: str, action: Action, profile: Profile, sent: bool) -> None:
    """A yes is for one channel and one purpose; what must be known needs none; no channel is any channel."""
    with opened(sqlite_url, {"one": gives(action)}) as engine:
        decision = engine.handle(visit(profile=profile))
        assert decision.actions == ((action,) if sent else ())
        assert [code for code, _ in said(decision)] == ([] if sent else ["no_consent"])


def test_a_store_that_keeps_consent_elsewhere(sqlite_url: str) -> None:
    """The guard can be left out, and other purposes can be transactional."""
    with opened(sqlite_url, {"one": gives(AD)}, messages={"consent": False}) as engine:
        assert engine.handle(visit()).actions == (AD,)
    club, hello = SendMessage("club news", purpose="club"), SendMessage("hello")
    tables = {"messages": {"transactional": ["club"]}, "store": {"name": "another"}}
    with opened(sqlite_url, {"one": gives(club, hello)}, **tables) as engine:
        assert engine.handle(visit()).actions == (club,)
