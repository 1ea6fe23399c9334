"""The adapter: what the engine asks, put together from what the platform tells and what it can do."""

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import ClassVar

import httpx
from retention_sdk import Action, BadValue, Event, IssueCoupon, Secret, VoidCoupon, setting
from retention_sdk.platforms import (
    FIRST,
    AdapterError,
    Attempt,
    CredentialsRefused,
    Finding,
    InvalidSignature,
    Receipt,
    Refused,
    Repeat,
    UnreadableWebhook,
    WebhookRequest,
    adapter,
)

from retention_some_name.coupons import coupon
from retention_some_name.orders import purchase
from retention_some_name.platform import Platform


@adapter
class SomeName:
    """Hears of orders by webhooks, and issues coupons."""

    url: str = setting(help="where the platform is, such as https://shop.example/api")
    token: Secret = setting(help="the key that the platform gives us")
    webhook_secret: Secret = setting(help="what the platform signs its webhooks with")
    name: str = setting(default="some_name", help="the name of its table")
    timeout: int = setting(default=20, ge=1, le=120, help="seconds to wait for an answer")

    transport: ClassVar[httpx.BaseTransport | None] = None
    """What sends requests in place of the network, in tests."""

    def __attrs_post_init__(self) -> None:
        if not self.url.startswith("https://"):
            raise BadValue("url does not begin with https://, and the token goes there; write https://…")

    @property
    def capabilities(self) -> Mapping[str, Repeat]:
        """The platform knows our keys, and a coupon that is void twice is void."""
        return {IssueCoupon.kind: Repeat.KEYED, VoidCoupon.kind: Repeat.SET}

    def receive(self, request: WebhookRequest) -> Sequence[Event]:
        """Verify a webhook on its raw bytes, and read the order that it tells of.

        Args:
            request: as it came in.

        Returns:
            The order.

        Raises:
            InvalidSignature: the platform has not signed it.
            UnreadableWebhook: it has, and it tells no order.
        """
        mark = hmac.new(self.webhook_secret.reveal().encode(), request.body, sha256).hexdigest()
        if not hmac.compare_digest(mark.encode(), request.header("X-Signature").encode()):
            raise InvalidSignature("the webhook is not signed with webhook_secret")
        try:
            told = json.loads(request.body, parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            raise UnreadableWebhook("the webhook is no JSON") from error
        return [purchase(told, self.name)]

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Issue a coupon, or make one void; the same key never does it twice.

        Args:
            action: one of a kind of `capabilities`.
            key: the idempotency key, which the platform gets too.
            attempt: whom it is for, and what it undoes.

        Returns:
            What was made.

        Raises:
            TryLater: the platform did not answer, or is busy.
            CredentialsRefused: it does not know us.
            Refused: it never will.
        """
        match action:
            case IssueCoupon():
                made = self._platform.issue(coupon(action, attempt), key)
                return Receipt(reference=made.id, code=made.code)
            case VoidCoupon() if attempt.undoes is not None:
                self._platform.void(attempt.undoes.reference, key)
                return attempt.undoes
            case VoidCoupon():
                raise Refused("no coupon was issued that void_coupon could take back")
            case _:
                raise Refused(f"{self.name} does not {action.kind}")

    def history(self, since: datetime | None = None) -> Iterator[Event]:
        """The platform's orders, page by page, as webhooks tell of them.

        Args:
            since: only what was changed from this instant on; None is everything.

        Yields:
            The orders.

        Raises:
            AdapterError: the platform did not answer, or an order of it cannot be read.
        """
        for told in self._platform.orders(since):
            try:
                yield purchase(told, self.name)
            except UnreadableWebhook as error:
                raise Refused(f"an order of the platform's past cannot be read: {error}") from None

    def setup(self) -> Sequence[str]:
        """Nothing is to be done: whoever runs the platform writes our address into it."""
        return ()

    def doctor(self) -> Sequence[Finding]:
        """Asks the platform who we are."""
        try:
            self._platform.me()
        except CredentialsRefused as error:
            return [Finding("token", error.reason)]
        except AdapterError as error:
            return [Finding("url", error.reason)]
        return ()

    def close(self) -> None:
        """Let go of connections."""
        self._platform.close()

    @cached_property
    def _platform(self) -> Platform:
        return Platform(self.url, self.token, self.timeout, self.transport)
