"""The adapter of a store of one's own."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from urllib.parse import urlsplit
from uuid import uuid4

from retention_adapters.storefront.answers import expect_success, receipt_of
from retention_adapters.storefront.doctor import examined
from retention_adapters.storefront.endpoint import Endpoint
from retention_adapters.storefront.forms import Kinds, NoForm, Record
from retention_adapters.storefront.published import NAME, ActionRequest, HistoryRequest, events_of, performed
from retention_adapters.storefront.reading import messages, page, read_with
from retention_adapters.storefront.signing import key_of, verified
from retention_sdk import Action, BadValue, Event, Secret, setting
from retention_sdk.platforms import (
    FIRST,
    Attempt,
    Finding,
    Notice,
    Receipt,
    Refused,
    Repeat,
    UnreadableWebhook,
    WebhookRequest,
    adapter,
)
from retention_sdk.settings import did_you_mean

_REQUEST, _PAGE = Record(ActionRequest), Record(HistoryRequest)


@adapter
class Storefront:
    """A store of one's own: it sends events, and carries actions out, as signed JSON of a published schema."""

    url: str = setting(help="where actions are posted to, with https")
    secret: Secret | None = setting(default=None, help="whsec_ and base64: signs what is sent, both ways")
    secrets: tuple[Secret, ...] = setting(default=(), help="more of them, while one takes the place of another")
    name: str = setting(default=NAME, help="the source of its events")
    tolerance: int = setting(default=300, ge=1, le=86_400, help="seconds that a signature's time may be off")
    actions: tuple[str, ...] | None = setting(default=None, help="kinds of actions that it carries out; all by default")
    history_url: str | None = setting(default=None, help="where it answers what happened, page by page")
    timeout: int = setting(default=20, ge=1, le=120, help="seconds to wait for its answer")
    allow_private: bool = setting(default=False, help="let it be on this machine or network, and without https")

    def __attrs_post_init__(self) -> None:
        for name, url in (("url", self.url), ("history_url", self.history_url)):
            if url is not None:
                _see_address(name, url, allow_private=self.allow_private)
        if not self._all_secrets:
            raise BadValue('secret is missing; write secret = { env = "NAME" }, and give it to the store too')
        for secret in self._all_secrets:
            key_of(secret)
        for kind in self.actions or ():
            if kind not in performed():
                raise BadValue(f"actions has {kind!r}, which no store carries out{did_you_mean(kind, performed())}")

    @property
    def capabilities(self) -> Mapping[str, Repeat]:
        """The actions that the store says it carries out: it keeps the key of each, and does none twice."""
        return dict.fromkeys(performed() if self.actions is None else self.actions, Repeat.KEYED)

    def verify(self, request: WebhookRequest) -> bool:
        """Verify the signature of what the store sent.

        Args:
            request: as it came in.

        Returns:
            True: there is always something to read.

        Raises:
            InvalidSignature: it is not signed as it should be.
        """
        verified(self._keys, request, self.tolerance)
        return True

    def receive(self, request: WebhookRequest) -> Sequence[Event | Notice]:
        """The events and notices that the store sent.

        Args:
            request: as it came in.

        Returns:
            All of them, in order.

        Raises:
            InvalidSignature: it is not signed as it should be.
            UnreadableWebhook: the body is not as the schema says; the error names the place.
        """
        self.verify(request)
        return read_with(partial(messages, request.body, self._events), UnreadableWebhook)

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Ask the store to carry an action out, once for its key.

        Args:
            action: one of a kind of `capabilities`.
            key: the idempotency key.
            attempt: whom it is for, and what was tried before.

        Returns:
            The receipt that the store answers.

        Raises:
            TryLater: it did not answer, or is busy.
            CredentialsRefused: it does not take our signature.
            Refused: it never will carry it out.
        """
        if action.kind not in self.capabilities:
            raise Refused(f"the store carries out no {action.kind}; add it to `actions` of [adapters.{self.name}]")
        request = ActionRequest(
            key=key,
            action=action,
            customer=attempt.whom,
            occurred_at=attempt.at,
            first_at=attempt.first_at,
            undoes=attempt.undoes,
            beside=attempt.beside,
        )
        try:
            data = _REQUEST.write(request)
        except NoForm as error:
            raise Refused(f"{action.kind} cannot be sent: {error}") from None
        return receipt_of(self._endpoint.post(key, data), self._endpoint.http.said)

    def history(self, since: datetime | None = None) -> Iterator[Event]:
        """What happened in the store, where it has a `history_url`.

        Args:
            since: only what was changed from this instant on; None is everything.

        Yields:
            The same events, with the same ids, as it sent.

        Raises:
            TryLater: it did not answer, or is busy.
            CredentialsRefused: it does not take our signature.
            Refused: its answer cannot be read.
        """
        if self.history_url is None:
            return
        request = HistoryRequest(since=since)
        while True:
            answer = self._history.post(f"history-{uuid4().hex}", _PAGE.write(request))
            expect_success(answer, self._history.http.said)
            events, cursor = read_with(partial(page, answer.content, self._events), _unreadable)
            yield from events
            if cursor is None:
                return
            if cursor == request.cursor:
                raise Refused("the store's history leads from a page to the same page again; `next` has to move on")
            request = HistoryRequest(since=since, cursor=cursor)

    def setup(self) -> Sequence[str]:
        """Nothing is to be done from here: the store's own code sends its events."""
        return ()

    def doctor(self) -> Sequence[Finding]:
        """What is wrong with the store's address, its secrets and its clock."""
        return examined(self._endpoint, self.tolerance)

    def close(self) -> None:
        """Let go of connections."""
        self._endpoint.http.close()
        if self.history_url is not None:
            self._history.http.close()

    @property
    def _all_secrets(self) -> tuple[Secret, ...]:
        return (*([] if self.secret is None else [self.secret]), *self.secrets)

    @cached_property
    def _keys(self) -> list[bytes]:
        return [key_of(secret) for secret in self._all_secrets]

    @cached_property
    def _events(self) -> Kinds:
        return events_of(self.name)

    @cached_property
    def _endpoint(self) -> Endpoint:
        return self._endpoint_at(self.url)

    @cached_property
    def _history(self) -> Endpoint:
        return self._endpoint_at(self.history_url or self.url)

    def _endpoint_at(self, url: str) -> Endpoint:
        return Endpoint.at(url, self._all_secrets, timeout=self.timeout, allow_private=self.allow_private)


def _unreadable(what: str) -> Refused:
    return Refused(f"the store's history cannot be read: {what}")


def _see_address(name: str, url: str, *, allow_private: bool) -> None:
    try:
        where = urlsplit(url)
        host, _ = where.hostname, where.port
    except ValueError:
        host = None
        where = urlsplit("")
    if not host or where.scheme not in ("http", "https"):
        raise BadValue(f"{name} is no address; write one such as https://shop.example/retention/actions")
    if where.username is not None or where.fragment:
        raise BadValue(f"{name} has a user, a password or a fragment in it; signatures take their place")
    if where.scheme == "http" and not allow_private:
        raise BadValue(
            f"{name} begins with http://, and customers' data goes there; use https, or allow_private = true"
        )
