"""One click, and there is no more advertising."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from retention_sdk import Engine
from retention_sdk.platforms import InvalidSignature, UnreadableWebhook, WebhookRequest
from retention_sdk.web import Response, respond
from tests.adapters.email.channels import GREETING, LINKS, email, to
from tests.adapters.email.server import Mailbox, served
from tests.build import config, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

NOON = datetime(2026, 3, 1, 12, 30, 7, tzinfo=UTC)
CLICK = b"List-Unsubscribe=One-Click"


def query_of_a_letter() -> dict[str, str]:
    """What stands in the link of a letter that was sent."""
    mailbox = Mailbox()
    with served(mailbox) as port:
        email(port, **LINKS).perform(GREETING, "k1", to())
    return dict(parse_qsl(urlsplit(mailbox.letters[0]["List-Unsubscribe"].strip("<>")).query))


def clicked(query: Mapping[str, str], body: bytes = CLICK) -> WebhookRequest:
    """The request of a mail program."""
    return WebhookRequest(headers={}, body=body, query=query)


def test_a_click(database_url: str) -> None:
    """A click takes the consent to advertising by e-mail back, and no other; two clicks at once are one."""
    query, channel = query_of_a_letter(), email(25, **LINKS)
    (visit,) = channel.receive(clicked(query))
    assert (visit.customer, visit.source) == ("c-1", "email")
    with opened(database_url) as engine:
        engine.handle(visit)
        engine.handle(visit)
        consents = engine.customer("c-1").profile.consents
    assert [(one.channel, one.purpose, one.given) for one in consents] == [("email", "marketing", False)]
    assert consents[0].proof == "one click in letter k1"


@pytest.mark.parametrize("change", ["cut", "other", "nothing", "no base64"])
def test_links_that_are_not_ours(change: str) -> None:
    """Nobody can make a link for somebody else, or out of a part of one."""
    token = query_of_a_letter()["t"]
    other = {"cut": token[:-4], "other": "A" + token[1:], "nothing": "", "no base64": "é%"}[change]
    with pytest.raises(InvalidSignature):
        email(25, **LINKS).receive(clicked({"t": other}))


@pytest.mark.parametrize("body", [b"", b"List-Unsubscribe=Two-Clicks", b"{}", b"\xff"])
def test_what_is_no_click(body: bytes) -> None:
    """A program that only looks at the link, as many do, ends nothing."""
    with pytest.raises(UnreadableWebhook):
        email(25, **LINKS).receive(clicked(query_of_a_letter(), body))


def test_the_page(sqlite_url: str) -> None:
    """Who opens the link sees a button; what it sends ends advertising, and says so. A cut link has no button."""
    query = query_of_a_letter()
    with Engine.from_config(config(sqlite_url), adapters={"email": email(25, **LINKS)}) as engine:
        told = urlencode(query)

        def asked(method: str, query: str = told) -> Response:
            return respond(engine, "email", method, {"Accept": "text/html"}, CLICK if method == "POST" else b"", query)

        opened_page = asked("GET")
        assert opened_page.headers["content-type"] == "text/html; charset=utf-8"
        assert "script" not in opened_page.body.decode()
        assert b'name="List-Unsubscribe" value="One-Click"' in opened_page.body
        assert engine.process_inbox().webhooks == 0
        assert b"You are unsubscribed." in asked("POST").body
        assert engine.process_inbox().counts == {"done": 1}
        assert not engine.customer("c-1").profile.allows("email")
        assert engine.customer("c-1").profile.consents
        cut = asked("GET", told[:-3])
        assert b"button>" not in cut.body
        assert asked("POST", told[:-3]).status == 401
        assert asked("PUT").status == 405


def test_without_links() -> None:
    """Who makes no links takes no clicks."""
    with pytest.raises(UnreadableWebhook, match="unsubscribe_url"):
        email(25).receive(clicked({}))


def test_a_click_that_waited() -> None:
    """A click that is read an hour after it came in happened when it came in, and is one however often it is read."""
    request = WebhookRequest({}, CLICK, query_of_a_letter(), at=NOON)
    first, again = (email(25, **LINKS).receive(request)[0] for _ in range(2))
    assert first == again
    assert first.occurred_at == NOON.replace(second=0)


def test_a_stranger_is_not_told_what_a_click_looks_like() -> None:
    """A link that is not ours is no link, whatever comes with it."""
    with pytest.raises(InvalidSignature):
        email(25, **LINKS).receive(clicked({"t": "made up"}, b"{}"))
