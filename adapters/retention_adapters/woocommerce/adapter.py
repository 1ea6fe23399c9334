"""The adapter: a shop's settings, and what the engine asks of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property

import httpx

from retention_adapters.http import Http
from retention_adapters.woocommerce import events, history
from retention_adapters.woocommerce.acts.bulk import Wanted as WantedCoupon
from retention_adapters.woocommerce.acts.bulk import issue_all
from retention_adapters.woocommerce.acts.doing import Doing
from retention_adapters.woocommerce.acts.performing import IN_EVERY_SHOP, WITH_SUBSCRIPTIONS
from retention_adapters.woocommerce.doctor import Case, examined
from retention_adapters.woocommerce.shop import Shop
from retention_adapters.woocommerce.shop.signing import Signed
from retention_adapters.woocommerce.webhooks import TOPICS, Wanted, put_in_place
from retention_sdk.actions import Action
from retention_sdk.authoring import adapter, setting
from retention_sdk.errors import AdapterError, BadValue, CredentialsRefused, Refused, TryLater, UnreadableWebhook
from retention_sdk.events import Event
from retention_sdk.platforms import FIRST, Attempt, Finding, Notice, Receipt, Repeat, WebhookRequest
from retention_sdk.settings import Secret

ACTS = {**IN_EVERY_SHOP, **WITH_SUBSCRIPTIONS}


@adapter
class WooCommerce:
    """A WooCommerce shop."""

    name: str = setting(default="woocommerce", help="the name of its table, which its events have as their source")
    url: str = setting(help="the shop's address, such as https://shop.example, with the folder that WordPress is in")
    consumer_key: Secret = setting(help="of WooCommerce > Settings > Advanced > REST API, with Read/Write")
    consumer_secret: Secret = setting(help="shown once, when the key is made")
    webhook_secret: Secret = setting(help="what the shop's webhooks are signed with: letters and digits")
    webhook_url: str | None = setting(default=None, help="where the shop reaches this adapter's webhook")
    code_secret: Secret | None = setting(
        default=None, help="what codes are made of, to be kept for good; webhook_secret where there is none"
    )
    code_prefix: str = setting(default="", help="what codes begin with: letters, digits and -")
    bind_to_email: bool = setting(
        default=True, help="whether a coupon is for the customer's address alone, which guests have to type first"
    )
    refund_through_gateway: bool = setting(default=True, help="whether a refund is paid, or only noted")
    subscriptions: bool = setting(default=False, help="whether the shop has WooCommerce Subscriptions")
    allow_http: bool = setting(default=False, help="whether a shop without https is signed to by OAuth 1.0a")
    allow_private: bool = setting(default=False, help="whether the shop may have a private address")
    timeout: int = setting(default=30, ge=5, le=300, help="seconds to wait for an answer")

    def __attrs_post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9-]*", self.code_prefix):
            raise BadValue(
                f"code_prefix is {self.code_prefix!r}; write letters, digits and -: WooCommerce changes others"
            )

    @property
    def capabilities(self) -> Mapping[str, Repeat]:
        """What it carries out."""
        acts = ACTS if self.subscriptions else IN_EVERY_SHOP
        return {kind.kind: repeat for kind, (_, repeat) in acts.items()}

    def verify(self, request: WebhookRequest) -> bool:
        """Verify a webhook without asking the shop for anything; see `Verifies`."""
        return events.verify(request, secret=self.webhook_secret)

    def receive(self, request: WebhookRequest) -> Sequence[Event | Notice]:
        """Verify and translate a webhook; of one that only names an order, the order is read."""
        told = events.receive(request, secret=self.webhook_secret, source=self.name)
        if told:
            return told
        number = events.order_named(request, secret=self.webhook_secret)
        return self._order_of(number) if number else []

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Carry an action out, once for each key."""
        if action.kind not in self.capabilities:
            raise Refused(f"WooCommerce does not carry out {action.kind} here")
        act, _ = ACTS[type(action)]
        return act(self._doing(key, attempt), action)

    def issue_coupons(self, wanted: Sequence[WantedCoupon]) -> list[Receipt | AdapterError]:
        """Make many coupons, a hundred a request.

        Args:
            wanted: which, each with its key.

        Returns:
            A receipt or an error for each, in order.
        """
        return issue_all(self._shop, wanted, lambda one: self._doing(one.key, one.attempt))

    def history(self, since: datetime | None = None) -> Iterator[Event]:
        """What happened in the shop, customers first; of who was changed the shop says nothing, so once a day alone."""
        for customer in history.customers(self._shop, since, datetime.now(UTC)):
            yield from history.read(events.facts_of_customer, customer, self.name)
        for status in history.STATUSES:
            for order in history.orders(self._shop, since, status):
                yield from history.read(events.facts_of_order, order, self.name)

    def setup(self) -> Sequence[str]:
        """Put the webhooks in place, and back where the shop has switched them off."""
        if not self.webhook_url:
            raise Refused("webhook_url is not set; write the address at which the shop reaches us")
        if not self.webhook_secret.reveal():
            raise Refused("webhook_secret is empty, and the shop would sign with one that nobody knows")
        return list(put_in_place(self._shop, self._wanted))

    def doctor(self) -> Sequence[Finding]:
        """Look for what is wrong."""
        case = Case(
            url=self.url,
            allow_http=self.allow_http,
            key=self.consumer_key,
            secret=self.webhook_secret,
            client=self._client,
            shop=lambda: self._shop,
            wanted=self._wanted,
        )
        return examined(case)

    def close(self) -> None:
        """Let go of connections."""
        with suppress(AdapterError):  # an address that is none was never connected to
            self._shop.http.close()

    def _order_of(self, number: int) -> Sequence[Event]:
        try:
            order = self._shop.found(f"orders/{number}")
        except (CredentialsRefused, Refused) as error:
            raise TryLater(f"order {number} could not be read: {error.reason}") from error
        try:
            return events.facts_of_order(order, self.name) if order is not None else []
        except history.UNREADABLE as error:
            raise UnreadableWebhook(f"order {number} is not as WooCommerce writes it: {type(error).__name__}") from None

    @property
    def _wanted(self) -> list[Wanted]:
        if not self.webhook_url:
            return []
        return [Wanted(topic=topic, address=self.webhook_url, secret=self.webhook_secret) for topic in TOPICS]

    @cached_property
    def _shop(self) -> Shop:
        if not self.url.lower().startswith("http://"):
            auth: httpx.Auth = httpx.BasicAuth(self.consumer_key.reveal(), self.consumer_secret.reveal())
        elif self.allow_http:
            auth = Signed(self.consumer_key, self.consumer_secret)
        else:
            raise CredentialsRefused("url is plain http, where WooCommerce looks at no keys; write https://")
        return Shop(self._client(auth))

    def _client(self, auth: httpx.Auth | None) -> Http:
        secrets = (self.consumer_key, self.consumer_secret, self.webhook_secret)
        return Http(self.url, auth=auth, timeout=self.timeout, allow_private=self.allow_private, secrets=secrets)

    def _doing(self, key: str, attempt: Attempt) -> Doing:
        return Doing(
            shop=self._shop,
            key=key,
            attempt=attempt,
            secret=self.code_secret or self.webhook_secret,
            prefix=self.code_prefix,
            by_email=self.bind_to_email,
            through_gateway=self.refund_through_gateway,
        )
