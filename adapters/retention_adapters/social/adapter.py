"""The adapter of an account on a server with Mastodon's interface."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from retention_adapters.http import Http
from retention_adapters.social.doctor import examined
from retention_adapters.social.pictures import Pictures
from retention_adapters.social.server import Server, Thing
from retention_sdk import Action, BadValue, Event, PostSocial, Secret, setting
from retention_sdk.platforms import (
    FIRST,
    AdapterError,
    Attempt,
    Finding,
    InvalidSignature,
    Notice,
    Receipt,
    Refused,
    Repeat,
    WebhookRequest,
    adapter,
)

SKEW = timedelta(minutes=5)
"""How far the clocks of two servers may be apart."""


@adapter
class Mastodon:
    """Posts on an account of the store, on Mastodon or another server with its interface."""

    url: str = setting(help="the server, such as https://mastodon.example")
    token: Secret = setting(help="of an app of the account, which may read and write")
    name: str = setting(default="mastodon", help="what posts call the account")
    visibility: Literal["public", "unlisted"] = setting(default="public", help="who finds what is posted")
    language: str | None = setting(default=None, help="the language of posts, such as en")
    timeout: int = setting(default=20, ge=1, le=120, help="seconds to wait for an answer")
    allow_private: bool = setting(default=False, help="let the server, and pictures, be on this machine or network")

    def __attrs_post_init__(self) -> None:
        if not self.url.startswith("https://") and not (self.allow_private and self.url.startswith("http://")):
            raise BadValue("url does not begin with https://, and the token goes there; write https://…")

    @property
    def account(self) -> str:
        """The one account that it posts on."""
        return self.name

    @property
    def capabilities(self) -> Mapping[str, Repeat]:
        """The server knows our key for an hour alone, so an earlier try is looked for whenever there was one."""
        return {PostSocial.kind: Repeat.UNSAFE}

    def receive(self, request: WebhookRequest) -> Sequence[Event | Notice]:  # noqa: ARG002 - whatever it is
        """Nothing is told to us.

        Raises:
            InvalidSignature: always.
        """
        raise InvalidSignature(f"{self.name} posts, and nobody has anything to tell it")

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Post something; where an earlier try may have come through, look for it first.

        Args:
            action: a `PostSocial` for this account.
            key: the idempotency key.
            attempt: what was tried before.

        Returns:
            The server's id of the post, and its address.

        Raises:
            TryLater: the server did not answer, or is busy.
            CredentialsRefused: it does not know the token, or does not let us.
            Refused: it never will, such as for a text that is too long.
        """
        if not isinstance(action, PostSocial):
            raise Refused(f"{self.name} posts, and does not {action.kind}")
        text = action.text if action.link is None or action.link in action.text else f"{action.text}\n\n{action.link}"
        if attempt.first_at is not None:
            for post in self._server.posted_since(attempt.first_at - SKEW):
                if self._server.text_of(str(post["id"])) == text.strip():
                    return _receipt(post, "an earlier try had come through")
        body: dict[str, object] = {"status": text, "visibility": self.visibility}
        if self.language:
            body["language"] = self.language
        if action.image is not None:
            body["media_ids"] = [self._pictures.brought(action.image, action.alt)]
        return _receipt(self._server.post(body, key))

    def history(self, since: datetime | None = None) -> Iterator[Event]:  # noqa: ARG002 - nothing happens there
        """Nothing that concerns customers happens there."""
        return iter(())

    def setup(self) -> Sequence[str]:
        """Nothing is to be done there."""
        return ()

    def doctor(self) -> Sequence[Finding]:
        """What is wrong with the address and the token."""
        try:
            return [*examined(self._server)]
        except AdapterError as error:
            return [Finding("address", error.reason)]

    def close(self) -> None:
        """Let go of connections."""
        self._server.http.close()

    @cached_property
    def _server(self) -> Server:
        headers = {"Authorization": f"Bearer {self.token.reveal()}"}
        return Server(self._http(self.url, headers))

    @cached_property
    def _pictures(self) -> Pictures:
        return Pictures(self._server, lambda address: self._http(address, {"Accept": "image/*"}))

    def _http(self, address: str, headers: Mapping[str, str]) -> Http:
        private, secrets = self.allow_private, (self.token,)
        return Http(address, headers=headers, timeout=self.timeout, allow_private=private, secrets=secrets)


def _receipt(post: Thing, *notes: str) -> Receipt:
    address = post.get("url")
    data = {"url": address} if isinstance(address, str) else {}
    return Receipt(reference=str(post["id"]), notes=notes, data=data)
