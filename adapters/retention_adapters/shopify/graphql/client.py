"""Sends documents to one shop."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

import httpx
from attrs import frozen

from retention_adapters.shopify.graphql.answers import body_of, cost_of, data_of, throttled
from retention_adapters.shopify.graphql.bucket import Bucket
from retention_adapters.shopify.graphql.documents import is_mutation, text_of
from retention_adapters.shopify.graphql.versions import LATEST
from retention_sdk.errors import TryLater

if TYPE_CHECKING:
    from retention_adapters.http import Http
    from retention_adapters.shopify.tokens.provider import TokenProvider


class Runs(Protocol):
    """What the rest of the adapter asks of a client."""

    @property
    def api_version(self) -> str:
        """The version of the Admin API that is called."""
        ...

    def run(
        self,
        document: str,
        variables: Mapping[str, object],
        *,
        idempotency_key: str | None = None,
        repeatable: bool = False,
    ) -> Mapping[str, Any]:
        """Send a document; see `GraphQL.run`."""
        ...


UNAUTHORIZED = 401
PATIENCE = 20.0
"""Seconds that a call waits for points at most; then it is to be tried later."""


@frozen
class Timer:
    """What is waited by.

    Args:
        now: seconds from some instant on, never back.
        sleep: waits so many seconds.
    """

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


TIMER = Timer()


class GraphQL:
    """A client of one shop, for many threads. It keeps no token: each call asks for the shop's.

    Args:
        shop: the shop's domain, ending in .myshopify.com.
        tokens: who knows the shop's token.
        http: the connection to the shop, at https://SHOP.
        api_version: the version of the Admin API.
        timer: what it waits by.
    """

    def __init__(
        self,
        shop: str,
        tokens: TokenProvider,
        http: Http,
        *,
        api_version: str = LATEST,
        timer: Timer = TIMER,
    ) -> None:
        self.shop, self.api_version = shop, api_version
        self._tokens, self._http, self._timer = tokens, http, timer
        self._bucket = Bucket(timer.now)

    def run(
        self,
        document: str,
        variables: Mapping[str, object],
        *,
        idempotency_key: str | None = None,
        repeatable: bool = False,
    ) -> Mapping[str, Any]:
        """Send a document and answer its data.

        A query is sent again where the connection fails. A mutation is sent once, unless a repeat does no harm.

        Args:
            document: the name of its file.
            variables: its variables, as JSON has them: decimals are texts.
            idempotency_key: what `@idempotent` gets, in the variable `key`; then a repeat does no harm.
            repeatable: whether a repeat of the mutation comes to the same.

        Returns:
            What the answer has under `data`.

        Raises:
            UserErrors: the mutation did nothing, and says why.
            TryLater: Shopify did not answer, or has no points left for us; what became of a mutation is not known.
            CredentialsRefused: the shop does not know us, or does not let us.
            Refused: it does not understand the document.
        """
        text = text_of(document)
        sent = {**variables, "key": idempotency_key} if idempotency_key else dict(variables)
        safe = repeatable or idempotency_key is not None or not is_mutation(text)
        until = self._timer.now() + PATIENCE
        while True:
            while wait := self._bucket.reserve(document):
                self._wait(wait, until)
            body = body_of(self._sent(text, sent, repeatable=safe), self.shop, self.api_version)
            self._bucket.learn(document, cost_of(body))
            if not throttled(body):
                return data_of(body, changes=is_mutation(text), said=self._http.said)
            self._wait(self._bucket.reserve(document) or 1.0, until)

    def _sent(self, text: str, variables: Mapping[str, object], *, repeatable: bool) -> httpx.Response:
        token = self._tokens.token(self.shop)
        answer = self._posted(token, text, variables, repeatable=repeatable)
        if answer.status_code == UNAUTHORIZED:  # so nothing was done
            fresh = self._tokens.refused(self.shop, token)
            if fresh is not None:
                return self._posted(fresh, text, variables, repeatable=repeatable)
        return answer

    def _posted(self, token: str, text: str, variables: Mapping[str, object], *, repeatable: bool) -> httpx.Response:
        return self._http.request(
            "POST",
            f"/admin/api/{self.api_version}/graphql.json",
            repeatable=repeatable,
            json={"query": text, "variables": variables},
            headers={"X-Shopify-Access-Token": token},
        )

    def _wait(self, seconds: float, until: float) -> None:
        if self._timer.now() + seconds > until:
            raise TryLater("the shop has no points left for the app", timedelta(seconds=seconds))
        self._timer.sleep(seconds)
