"""The adapter of a Shopify shop."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property, partial

from retention_adapters.http import Http
from retention_adapters.shopify.acts import Shop, capabilities, perform
from retention_adapters.shopify.connection import examine, put_in_place, unreachable
from retention_adapters.shopify.connection.wanted import Wanted
from retention_adapters.shopify.events.signature import verify
from retention_adapters.shopify.events.topics import read
from retention_adapters.shopify.graphql import LATEST, GraphQL
from retention_adapters.shopify.history import History, WholeOrders
from retention_adapters.shopify.history.bulk import Bulk
from retention_adapters.shopify.tokens import ExpiringTokens, FileStore, FixedToken, TokenProvider
from retention_sdk import Action, BadValue, Event, Secret, setting
from retention_sdk.authoring import adapter
from retention_sdk.errors import CredentialsRefused
from retention_sdk.platforms import FIRST, Attempt, Finding, Notice, Receipt, Repeat, WebhookRequest

_SHOP = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.myshopify\.com")
_VERSION = re.compile(r"\d{4}-(01|04|07|10)|unstable")


@adapter
class Shopify:
    """Connects the engine to a Shopify shop.

    Give it a `token` that does not expire, or `client_id` and `token_file` for tokens that do. A store that keeps its
    tokens elsewhere derives from this class and answers its own `TokenProvider` in `provider`.
    """

    name: str = setting(default="shopify", help="the source of its events")
    shop: str = setting(help="the shop's domain, ending in .myshopify.com")
    token: Secret | None = setting(default=None, help="an Admin API access token that does not expire")
    client_id: str = setting(default="", help="the app's client id, for tokens that expire")
    token_file: str = setting(default="", help="the file that expiring tokens are kept in")
    client_secrets: tuple[Secret, ...] = setting(
        default=(), help="the app's client secrets, the newest first: any of them may have signed a webhook"
    )
    api_version: str = setting(default=LATEST, help="the version of the Admin API")
    webhook_url: str = setting(default="", help="the public address that Shopify sends webhooks to")
    subscriptions: bool = setting(default=False, help="whether the app has made the shop's subscription contracts")
    code_secret: Secret | None = setting(
        default=None, help="what makes discount codes unguessable; without it the oldest client secret, or the token"
    )

    def __attrs_post_init__(self) -> None:
        if not _SHOP.fullmatch(self.shop):
            raise BadValue("shop is no shop's domain; write it such as bean-leaf.myshopify.com")
        if not _VERSION.fullmatch(self.api_version):
            raise BadValue(f"api_version is {self.api_version!r}; write a quarter's, such as {LATEST!r}")
        if not self._code_secret:
            raise BadValue("there is no secret for codes; give a token, client_secrets, or code_secret")

    @property
    def capabilities(self) -> Mapping[str, Repeat]:
        """The kinds of the actions that it carries out, each with what a repeat of it does."""
        return capabilities(subscriptions=self.subscriptions)

    def verify(self, request: WebhookRequest) -> bool:
        """See that a webhook is signed, and of this shop, without asking Shopify; see `Verifies.verify`."""
        verify(request, self.client_secrets, self.shop)
        return True

    def receive(self, request: WebhookRequest) -> Sequence[Event | Notice]:
        """Verify a webhook, then answer every fact that it holds; see `Adapter.receive`.

        An order that a webhook names and does not show is read over the API.
        """
        verify(request, self.client_secrets, self.shop)
        return read(request, self.shop, self.name, self.orders)

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Carry an action out; see `Adapter.perform`."""
        assert self._code_secret is not None  # noqa: S101 - seen to when it was made
        shop = Shop(secret=self._code_secret, subscriptions=self.subscriptions)
        return perform(self.graphql, shop, action, key, attempt)

    def history(self, since: datetime | None = None) -> Iterator[Event]:
        """What happened; see `Adapter.history`. Orders older than 60 days need the scope `read_all_orders`."""
        bulk = Bulk(self.graphql, partial(Http, timeout=120.0))
        return History(self.name, self.orders, bulk, partial(datetime.now, UTC)).since(since)

    def setup(self) -> Sequence[str]:
        """See that Shopify tells us; see `Adapter.setup`."""
        return put_in_place(self.graphql, self._wanted)

    def doctor(self) -> Sequence[Finding]:
        """Look for what is wrong; see `Adapter.doctor`."""
        try:
            return examine(self.graphql, self.http, self._wanted)
        except CredentialsRefused as error:  # nobody knows a token
            return [unreachable(error)]

    def close(self) -> None:
        """Let go of connections."""
        self.http.close()

    def provider(self) -> TokenProvider:
        """Who knows the shop's token.

        Raises:
            CredentialsRefused: the settings have neither a token nor a file of tokens.
        """
        if self.token is not None:
            return FixedToken(self.shop, self.token)
        if not (self.client_id and self.token_file and self.client_secrets):
            raise CredentialsRefused(
                f"[adapters.{self.name}] has no `token`, nor `client_id`, `client_secrets` and `token_file`"
            )
        return ExpiringTokens(self.client_id, self.client_secrets[0], FileStore(self.token_file), lambda _: self.http)

    @cached_property
    def http(self) -> Http:
        """The connection to the shop."""
        secrets = [*self.client_secrets, *([self.token] if self.token else [])]
        return Http(f"https://{self.shop}", secrets=secrets)

    @cached_property
    def graphql(self) -> GraphQL:
        """The client of the shop."""
        return GraphQL(self.shop, self.provider(), self.http, api_version=self.api_version)

    @cached_property
    def orders(self) -> WholeOrders:
        """Reads the shop's orders."""
        return WholeOrders(self.graphql)

    @property
    def _code_secret(self) -> Secret | None:
        return self.code_secret or (self.client_secrets[-1] if self.client_secrets else self.token)

    @property
    def _wanted(self) -> Wanted:
        return Wanted(
            shop=self.shop,
            api_version=self.api_version,
            address=self.webhook_url,
            signed=bool(self.client_secrets),
            subscriptions=self.subscriptions,
        )
