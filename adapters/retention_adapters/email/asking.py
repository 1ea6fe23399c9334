"""A survey behind a personal link: to open it says nothing, its button does, and once."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import parse_qs, urlencode

from attrs import frozen

from retention_adapters.email.tokens import read, signed
from retention_sdk import RequestSurvey, SurveyAnswer
from retention_sdk.platforms import WebhookRequest

LONGEST = 4_000
"""The letters of an open answer that are kept."""

TOKEN = "s"  # noqa: S105 - the name of a part of an address
"""Where the token stands in a link."""

PURPOSE = b"retention survey 1."


@frozen
class Asked:
    """Who is asked what.

    Args:
        customer: who.
        key: the request's idempotency key: it is answered once.
        survey: the survey's id.
        order: what it asks about; empty where about no order.
        scale: what its score can be.
        template: the message that asks, and with it the page's words.
        language: of the page.
    """

    customer: str = ""
    key: str = ""
    survey: str = ""
    order: str = ""
    scale: str = "0-10"
    template: str = "survey"
    language: str = ""

    @property
    def scores(self) -> range:
        """What its score can be."""
        least, most = map(int, self.scale.split("-"))
        return range(least, most + 1)

    def score_in(self, text: str) -> int | None:
        """A score as a form has it; None where it is none of the scale's."""
        return next((score for score in self.scores if str(score) == text), None)


@frozen
class Asking:
    """Makes links that nobody can make for somebody else, and reads what comes back.

    Args:
        url: where they lead: our service's address for this channel.
        secret: what signs them.
        clock: tells the time.
    """

    url: str
    secret: bytes
    clock: Callable[[], datetime]

    def link(self, action: RequestSurvey, customer: str, key: str, language: str) -> str:
        """The link of a request; with `&score=9` behind it the page has that score chosen already."""
        told = (customer, key, action.survey, action.order or "", action.scale, action.template, language)
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        return f"{self.url}?{urlencode({TOKEN: signed(body, self.secret, PURPOSE)})}"

    def asked(self, query: Mapping[str, str]) -> Asked | None:
        """Who is asked what by a link; None where it is not one of ours, which nobody is told."""
        body = read(query.get(TOKEN, ""), self.secret, PURPOSE)
        return None if body is None else Asked(*json.loads(body))

    def receive(self, request: WebhookRequest, source: str) -> list[SurveyAnswer]:
        """What a form says.

        Args:
            request: the page's form.
            source: of the event.

        Returns:
            The answer, whose id is the request's: what is sent a second time is the same fact. Nothing where the link
            is not ours, and where nothing was said.
        """
        asked, form = self.asked(request.query), parse_qs(request.body.decode(errors="replace"))
        text = form.get("text", [""])[-1].strip()[:LONGEST]
        score = asked.score_in(form.get("score", [""])[-1]) if asked else None
        if asked is None or (score is None and not text):
            return []
        at = request.at or self.clock()
        return [
            SurveyAnswer(
                id=f"survey:{asked.key}",
                customer=asked.customer,
                occurred_at=at,
                as_of=at,
                source=source,
                survey=asked.survey,
                score=score,
                text=text,
                order=asked.order or None,
            )
        ]
