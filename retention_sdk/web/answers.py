"""What is answered, whatever framework asks: there is nothing in it that the one who asks has not said."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from attrs import field, frozen

from retention_sdk.engine import Engine
from retention_sdk.platforms import Shows, WebhookRequest
from retention_sdk.store import upgrading
from retention_sdk.store.inbox_shelf import backlog
from retention_sdk.times import to_micros
from retention_sdk.wire import dumps

_log = logging.getLogger("retention_sdk.web")


@frozen
class Response:
    """An answer.

    Args:
        status: of HTTP.
        body: JSON, or a page.
        headers: by name, in lower case.
    """

    status: int
    body: bytes
    headers: Mapping[str, str] = field(factory=dict[str, str], hash=False)


def answer(status: int, data: Mapping[str, object], **headers: str) -> Response:
    """An answer of JSON, which nobody may keep."""
    known = {"content-type": "application/json", "cache-control": "no-store"}
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, dumps(data).encode(), known | more)


def no(status: int, sentence: str, **headers: str) -> Response:
    """An answer that says what is wrong."""
    return answer(status, {"error": sentence}, **headers)


def page(html: str) -> Response:
    """A page for a person, which runs nothing, loads nothing and tells nobody where it was opened from."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    known = {"content-type": "text/html; charset=utf-8", "cache-control": "no-store", "referrer-policy": "no-referrer"}
    return Response(200, html.encode(), known | {"content-security-policy": policy})


TOO_LARGE = "the body is larger than what is taken here"


def respond(  # noqa: PLR0913, PLR0917 - the parts of a request
    engine: Engine, adapter: str, method: str, headers: Mapping[str, str], body: bytes, query: str = ""
) -> Response:
    """Answer a webhook: it is verified and kept, and handled later by whoever processes the inbox.

    Args:
        engine: the store's.
        adapter: the name of the adapter whose platform calls.
        method: of HTTP; with GET a person opens a page, where the adapter has one.
        headers: by name, however they are cased.
        body: the raw bytes, before anybody has parsed them.
        query: what stands behind the question mark of the address.

    Returns:
        200 for all that is kept or means nothing, 401 where it is not signed as it should be, 404 where there is no
        such adapter, 405, 413, and 503 where it could not be kept: whoever tries again tries later.
    """
    if refusal := refused(engine, adapter, method, len(body)):
        return refusal
    request = WebhookRequest(dict(headers), body, dict(parse_qsl(query, keep_blank_values=True)))
    asked = engine.adapters[adapter]
    if method == "GET" and isinstance(asked, Shows):
        return page(asked.show(request.query, done=False))
    try:
        received = engine.receive(adapter, request)
    except Exception:  # noqa: BLE001 - whatever it is, the platform is to try again
        _log.exception("a webhook for %s could not be kept; it was answered with 503", adapter)
        return no(503, "it could not be kept; try again later", retry_after="5")
    if not received.verified:
        return no(401, "it is not signed as it should be")
    if isinstance(asked, Shows) and "text/html" in request.header("Accept"):
        return page(asked.show(request.query, done=True))
    return answer(200, {"status": received.status})


def refused(engine: Engine, adapter: str, method: str, size: int) -> Response | None:
    """What is answered before a body is looked at; None where it may be."""
    if adapter not in engine.adapters:
        return no(404, "there is no such adapter")
    if method != "POST" and not (method == "GET" and isinstance(engine.adapters[adapter], Shows)):
        return no(405, "webhooks are sent with POST", allow="POST")
    if size > engine.config.service.body_limit:
        return no(413, TOO_LARGE, connection="close")
    return None


def alive() -> Response:
    """Say that the process answers; nothing else is looked at."""
    return answer(200, {"alive": True})


def ready(engine: Engine) -> Response:
    """Say whether webhooks can be kept: the database answers, and its tables are of this version.

    What waits is told, and makes nothing unready: whoever takes no webhooks any more because there are many loses
    more of them.

    Args:
        engine: the store's.

    Returns:
        200 or 503, with "database", "waiting" and "oldest_seconds".
    """
    try:
        version = upgrading.version_of(engine.store.engine)
        if version != upgrading.HEAD:
            return answer(503, {"ready": False, "database": "its tables are of another version"})
        found = backlog(engine.store, engine.config.store.key)
    except Exception:  # noqa: BLE001 - each driver has errors of its own
        _log.exception("the database does not answer")
        return answer(503, {"ready": False, "database": "it does not answer"})
    oldest = 0 if found.oldest is None else max(to_micros(datetime.now(UTC)) - found.oldest, 0) // 1_000_000
    return answer(200, {"ready": True, "database": "well", "waiting": found.waiting, "oldest_seconds": oldest})
