"""The channel to a mail server keeps the contract of adapters, with its links of one click and with its surveys."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qsl, urlsplit

from retention_adapters.email.asking import Asking
from retention_adapters.email.unsubscribing import Unsubscribing
from retention_sdk import RequestSurvey, Secret, SendMessage, SurveyAnswer, Visit
from retention_sdk.platforms import WebhookRequest
from retention_sdk.testing import AdapterContract, SampleWebhook, Trouble
from retention_sdk.testing.adapters.troubles import RUBBISH
from tests.adapters.email.channels import LINKS, SENDER, email
from tests.adapters.email.server import Mailbox, served

if TYPE_CHECKING:
    from retention_adapters.email import Email

CLICK = b"List-Unsubscribe=One-Click"
HERE = "https://retention.beanleaf.example/webhooks/email"
ANSWERS = {
    "busy": "451 4.3.0 come back",
    "down": "421 4.3.2 closing",
    "refuses credentials": "530 5.7.0 who are you, hunter2",
    "refuses": "550 5.1.1 {0} is unknown",
    "rubbish": "HTTP/1.1 400 Bad Request",
    "answer lost": "lost",
}


def query_of(link: str) -> dict[str, str]:
    """What stands in a link."""
    return dict(parse_qsl(urlsplit(link).query))


class TestEmail(AdapterContract):
    """A channel whose letters have a link of one click, and whose surveys are answered at a link of their own."""

    installed = "email"
    settings: ClassVar = {
        "host": "localhost",
        "port": 2525,
        "sender": SENDER,
        "username": "bean-leaf",
        "password": "hunter2",
    }
    secret = "not a secret: the test's own"  # noqa: S105 - it says so
    signs = "query"
    silent = True  # what comes by the link of a survey that is made up
    webhooks = (
        SampleWebhook(CLICK, (Visit,)),
        SampleWebhook(b"score=9&text=Good+beans", (SurveyAnswer,)),
        SampleWebhook(b"text=", ()),
    )
    private = ("hunter2",)
    noise = ("mail.log",)
    remembers = False
    rubbish = RUBBISH[:1]
    actions = (
        SendMessage("apology", data={"order": "1001", "category": "damaged"}),
        RequestSurvey("nps", order="1001"),
    )

    def setup_method(self) -> None:
        """A mail server begins."""
        self.mailbox = Mailbox()
        self.server = served(self.mailbox, guarded=True)
        self.port = self.server.__enter__()

    def teardown_method(self) -> None:
        """It ends."""
        self.server.__exit__(None, None, None)

    def adapter(self) -> Email:
        """A channel."""
        links = LINKS | {"survey_url": HERE, "survey_secret": Secret(self.secret)}
        return email(self.port, username="bean-leaf", password=Secret("hunter2"), **links)

    def signed(self, webhook: SampleWebhook, secret: str) -> WebhookRequest:
        """As a mail program sends it that was given a link, or the page behind one."""
        clock, key = partial(datetime.now, UTC), secret.encode()
        if webhook.body.startswith(CLICK[:9]):
            link = Unsubscribing(HERE, key, clock).link("c-42", "k-1")
        else:
            link = Asking(HERE, key, clock).link(RequestSurvey("nps", order="1001"), "c-42", "k-1", "en")
        return WebhookRequest({}, webhook.body, query_of(link))

    def made(self) -> set[str]:
        """The letters, each by what mail programs tell it apart by."""
        return {str(message_from_bytes(one)["Message-ID"]) for one in self.mailbox.raw}

    def fails(self, how: Trouble | None) -> None:
        """Each letter is answered so."""
        said = ANSWERS[how.name].format(self.whom.profile.email) if how else ""
        self.mailbox.locked = how is not None and how.name == "refuses credentials"
        self.mailbox.answers = {"DATA": [said] * 20} if said else {}
