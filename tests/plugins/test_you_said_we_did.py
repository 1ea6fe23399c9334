"""The strategy you_said_we_did."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from retention_plugins.you_said_we_did import MOST_TOPICS, Change, YouSaidWeDid
from retention_sdk import (
    BadValue,
    Consent,
    Customer,
    Occasion,
    OpenComplaint,
    Profile,
    SendMessage,
    Severity,
    Standing,
    SurveyAnswer,
)
from tests.audit import audit
from tests.build import START, after, opened, rows, visit
from tests.plugins.build import NOW, memory, only

DAY = date(2026, 4, 1)
PAPER = Change(on=DAY, topics=("packaging",), text={"en": "We pack in paper now.", "cs": "Balíme do papíru."})
SAID = YouSaidWeDid(changes={"paper": PAPER}, words={"packaging": ("plastic", "krabic")})


def said(who: Customer, text: str = "", strategy: YouSaidWeDid = SAID, at: datetime = NOW, **more: Any) -> Customer:
    """A customer who has answered."""
    event = SurveyAnswer(id="a", customer="c", occurred_at=at, text=text, **{"survey": "nps", **more})
    found = memory(list(strategy.on_survey_answer(event, who)))
    return Customer("c", standing=who.standing, state={**who.state, **found})


def when(who: Customer, strategy: YouSaidWeDid = SAID, since: datetime = NOW) -> list[datetime]:
    """When the customer is told."""
    return [at.astimezone(UTC) for at, _ in strategy.occasions(who, since)]


def come(who: Customer, strategy: YouSaidWeDid = SAID) -> list[Any]:
    """The time comes."""
    event = Occasion(
        id="o", customer="c", occurred_at=datetime(2026, 4, 1, 10, tzinfo=UTC), plugin="you_said_we_did", name="paper"
    )
    return list(strategy.on_occasion(event, who))


NOBODY = Customer("c", standing=Standing(profile=Profile(locale="cs_CZ", timezone="Asia/Tokyo")))


def test_who_said_it_is_told_on_the_day() -> None:
    """In the morning of the day where they are, and once."""
    who = said(NOBODY, "Ty krabice jsou z plastu.")
    assert when(who) == [datetime(2026, 4, 1, 1, tzinfo=UTC)]
    message, remember = come(who)
    assert isinstance(message, SendMessage)
    assert (message.template, message.purpose) == ("you_said_we_did", "marketing")
    assert message.data == {"change": {"en": "We pack in paper now.", "cs": "Balíme do papíru."}}
    told = Customer("c", standing=who.standing, state={**who.state, **memory([remember])})
    assert when(told) == []
    assert come(told) == []


@pytest.mark.parametrize(
    ("more", "concerned"),
    [
        ({"text": "So much PLASTIC"}, True),
        ({"topics": ["packaging"]}, True),
        ({"topics": ["coffee"], "text": "lovely"}, False),
        ({}, False),
        ({"topics": ["packaging"], "at": datetime(2026, 4, 1, 0, 1, tzinfo=UTC)}, False),
        ({"topics": ["packaging"], "at": datetime(2026, 3, 31, 14, 59, tzinfo=UTC)}, True),
    ],
)
def test_only_who_said_it_before(more: dict[str, Any], concerned: bool) -> None:
    """Whoever spoke of something else, or only after the change, has not brought it about."""
    who = said(NOBODY, **more)
    assert bool(when(who)) is concerned
    assert bool(come(who)) is concerned


def test_by_survey_and_by_anything() -> None:
    """A change may answer all who answered one survey, whatever they said."""
    change = Change(on=DAY, surveys=("nps",), text={"pl": "Mniej plastiku."})
    strategy = YouSaidWeDid(changes={"paper": change})
    assert when(said(NOBODY, strategy=strategy), strategy)
    assert not when(said(NOBODY, strategy=strategy, survey="csat"), strategy)
    assert only(come(said(NOBODY, strategy=strategy), strategy), SendMessage)


def test_what_is_remembered_is_what_they_spoke_of() -> None:
    """Topics and when first, never the words; the first time counts, and there is an end of it."""
    who = said(NOBODY, "My name is Ann and I hate plastic")
    assert who.state == {"said": {"nps": {"": NOW.isoformat(), "packaging": NOW.isoformat()}}}
    assert said(who, "plastic", at=NOW + timedelta(days=1)).state == who.state
    many = said(who, topics=[f"t{number}" for number in range(200)])
    assert len(many.state["said"]["nps"]) == MOST_TOPICS  # type: ignore[arg-type,call-overload,index]


def test_not_while_a_complaint_is_open_and_not_for_ever() -> None:
    """Who waits for an answer is told when it has come; a month after the change nobody is told any more."""
    who = said(NOBODY, "plastic")
    begins = datetime(2026, 4, 1, 1, tzinfo=UTC)
    complaint = OpenComplaint("k", NOW, "damaged", Severity.LOW)
    angry = Customer("c", standing=Standing(profile=who.profile, complaints=(complaint,)), state=who.state)
    assert when(angry) == []
    assert come(angry) == []
    assert when(who, since=begins) == [begins + timedelta(days=7)]
    assert when(who, since=begins + timedelta(days=30)) == []


def test_a_change_says_what_it_is() -> None:
    """A change without a text needs a template of the store's own."""
    with pytest.raises(BadValue, match="text is missing"):
        YouSaidWeDid(changes={"paper": Change(on=DAY)})
    own = YouSaidWeDid(changes={"paper": Change(on=DAY, template="paper")})
    assert only(come(said(NOBODY, strategy=own), own), SendMessage).template == "paper"


def test_from_the_answer_to_the_message(sqlite_url: str) -> None:
    """Of three customers, the one who spoke of it and allows it is told; and nobody twice."""
    change = {"on": after(20).date(), "topics": ["packaging"], "text": {"en": "We pack in paper now."}}
    willing = Profile(consents=[Consent(channel="email")])
    with opened(sqlite_url, plugins={"you_said_we_did": {"changes": {"paper": change}}}) as engine:
        for who, profile, topic in (("c", willing, "packaging"), ("d", None, "packaging"), ("e", willing, "coffee")):
            engine.handle(visit(f"v-{who}", who, START, profile=profile))
            answer = {"id": f"a-{who}", "customer": who, "survey": "nps", "topics": [topic]}
            engine.handle(SurveyAnswer(occurred_at=after(1), **answer))
        for day in range(15, 60):
            engine.tick(after(day))
        assert [(row.customer, row.kind) for row in rows(engine, "outbox")] == [("c", "send_message")]
        assert audit(engine) == []
