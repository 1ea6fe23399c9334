"""A survey behind a personal link."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from json import loads
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from retention_sdk import Engine, RequestSurvey, Secret, SendMessage
from retention_sdk.platforms import WebhookRequest
from retention_sdk.web import Response, respond
from tests.adapters.email.channels import LINKS, email, to
from tests.adapters.email.server import Mailbox, served
from tests.build import config, rows

if TYPE_CHECKING:
    from pathlib import Path

    from retention_adapters.email import Email

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SURVEYS: dict[str, Any] = {
    **LINKS,
    "survey_url": "https://retention.beanleaf.example/webhooks/email",
    "survey_secret": Secret("not a secret either: the test's own"),
}
ASKED = RequestSurvey("delivery", order="o-1")


def query_of_a_letter(action: RequestSurvey = ASKED, locale: str | None = None) -> dict[str, str]:
    """What stands in the link of a survey that was asked for."""
    mailbox = Mailbox()
    with served(mailbox) as port:
        email(port, **SURVEYS).perform(action, "k1", to(locale))
    text = mailbox.letters[0].get_body(("plain",)).get_content()
    (link,) = re.findall(r"https://\S+\?s=\S+", text)
    return dict(parse_qsl(urlsplit(link).query))


def answered(channel: Email, query: dict[str, str], **form: str) -> list[Any]:
    """What a form says."""
    request = WebhookRequest(headers={}, body=urlencode(form).encode(), query=query, at=NOW)
    return list(channel.receive(request))


def test_an_answer() -> None:
    """It is the customer's who was asked, about what they were asked, under the id of the request."""
    (answer,) = answered(email(25, **SURVEYS), query_of_a_letter(), score="9", text=" lovely ")
    assert (answer.id, answer.customer, answer.source, answer.occurred_at) == ("survey:k1", "c-1", "email", NOW)
    assert (answer.survey, answer.order, answer.score, answer.text) == ("delivery", "o-1", 9, "lovely")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"score": "0"}, (0, "")),
        ({"text": "so so"}, (None, "so so")),
        ({"score": "11", "text": "x"}, (None, "x")),
        ({"score": "-1"}, None),
        ({"score": "٣"}, None),
        ({"text": "  "}, None),
        ({}, None),
    ],
)
def test_a_part_of_an_answer_counts(form: dict[str, str], said: tuple[int | None, str] | None) -> None:
    """A score alone, or words alone; a score that the scale has not is none, and nothing said is nothing."""
    found = answered(email(25, **SURVEYS), query_of_a_letter(), **form)
    assert [(one.score, one.text) for one in found] == ([said] if said else [])


@pytest.mark.parametrize("change", ["cut", "other", "nothing", "no base64"])
def test_links_that_are_not_ours(change: str) -> None:
    """Nobody can answer for somebody else; whoever tries is told nothing by it."""
    token = query_of_a_letter()["s"]
    other = {"cut": token[:-4], "other": "A" + token[1:], "nothing": "", "no base64": "é%"}[change]
    channel = email(25, **SURVEYS)
    assert answered(channel, {"s": other}, score="9") == []
    ours, theirs = (channel.show({"s": one}, done=False) for one in (token, other))
    assert ours == theirs


def test_the_page(sqlite_url: str) -> None:
    """To open the link says nothing, however often; its button does, once, and a second answer changes nothing."""
    query = query_of_a_letter()
    with Engine.from_config(config(sqlite_url), adapters={"email": email(25, **SURVEYS)}) as engine:

        def asked(method: str, body: str = "", **more: str) -> Response:
            told = urlencode({**query, **more})
            return respond(engine, "email", method, {"Accept": "text/html"}, body.encode(), told)

        for score in range(11):
            page = asked("GET", score=str(score))
            assert page.status == 200
            assert re.findall(r'value="(\d+)" checked', page.body.decode()) == [str(score)]
        assert "script" not in page.body.decode()
        assert engine.process_inbox().webhooks == 0
        for body in ("score=3&text=wet", "score=3&text=wet", "score=10"):
            assert "Thank you" in asked("POST", body).body.decode()
        assert set(engine.process_inbox().counts) == {"done"}
        (answer,) = [loads(row.body) for row in rows(engine, "events")]
        assert (answer["kind"], answer["score"], answer["text"]) == ("survey_answer", 3, "wet")
        cut = asked("POST", "score=9", s=query["s"][:-4])
        assert (cut.status, "Thank you" in cut.body.decode()) == (200, True)
        assert engine.process_inbox().webhooks == 0


@pytest.mark.parametrize(
    ("locale", "language", "asks", "thanks"),
    [
        ("cs_CZ", "cs", "spokojeni", "Děkujeme."),
        ("pl", "pl", "zadowala", "Dziękujemy."),
        ("pt_BR", "pt", "satisfeito", "Obrigado."),
        ("de", "en", "satisfied", "Thank you."),
    ],
)
def test_in_the_customers_language(locale: str, language: str, asks: str, thanks: str) -> None:
    """The page speaks the customer's language, and has the scale and the questions of the survey."""
    query = query_of_a_letter(RequestSurvey("case", template="survey_case", scale="1-5"), locale)
    channel = email(25, **SURVEYS)
    page = channel.show(query, done=False)
    assert f'<html lang="{language}">' in page
    assert asks in page
    assert re.findall(r'name="score" value="(\d+)"', page) == list("12345")
    assert thanks in channel.show(query, done=True)


def test_questions_of_the_stores_own(tmp_path: Path) -> None:
    """A file of the same name goes before ours; what it says is text, and no HTML."""
    (tmp_path / "survey_page.en.txt").write_text("Subject: Is <b>{{ store }}</b> fun?\nWhy?", encoding="utf-8")
    channel = email(25, **SURVEYS, templates=str(tmp_path))
    page = channel.show(query_of_a_letter(), done=False)
    assert "Is &lt;b&gt;Bean &amp; Leaf&lt;/b&gt; fun?" in page
    assert "Why?<textarea" in page


def test_an_address_with_gaps() -> None:
    """What signs links needs the channel's own address: the doctor says so."""
    with served(Mailbox()) as port:
        channel = email(port, **{**SURVEYS, "survey_url": "https://x.example/{survey}"})
        assert [one.code for one in channel.doctor()] == ["survey_url"]


@pytest.mark.parametrize("language", ["en", "cs", "pl", "pt"])
@pytest.mark.parametrize(
    ("template", "data", "said"),
    [
        ("survey_case", {"link": "https://x.example/s", "order": None}, "https://x.example/s"),
        ("survey_cancel", {"link": "https://x.example/s", "order": None}, "https://x.example/s"),
        ("review_invitation", {"link": "https://x.example/r"}, "https://x.example/r"),
        ("referral_invitation", {"link": ""}, "Zoë"),
        ("you_said_we_did", {"change": {"en": "Paper.", "cs": "Papír.", "pl": "Papier.", "pt": "Papel."}}, "Pap"),
        ("discount_ends", {"ends": "2026-06-08", "percent": 30}, "30"),
    ],
)
def test_what_surveys_and_offers_say(template: str, data: dict[str, Any], said: str, language: str) -> None:
    """Each message is there in each language, and says what it is for."""
    channel = email(25, **SURVEYS)
    wanted = channel._letters.wanted(SendMessage(template, data=data), "k1", to(language))
    letter = channel._letters.write(wanted)
    assert letter.language == language
    assert letter.subject
    assert said in letter.text
    assert "2026-06-08" not in letter.text
