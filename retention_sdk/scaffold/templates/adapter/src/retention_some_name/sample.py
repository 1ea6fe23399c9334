"""What it is tried with: a fake of the platform, and the answers to what the contract asks."""

import hmac
from hashlib import sha256
from typing import ClassVar

from retention_sdk import IssueCoupon, PercentOff, Purchase, days
from retention_sdk.platforms import WebhookRequest
from retention_sdk.testing import AdapterContract, SampleWebhook, Trouble

from retention_some_name.adapter import SomeName
from retention_some_name.fake import ORDER, SIGNER, TOKEN, URL, Fake


class Contract(AdapterContract):
    """The contract of adapters, over the fake."""

    installed = "some_name"
    settings: ClassVar = {"url": URL, "token": TOKEN, "webhook_secret": SIGNER}
    secret = SIGNER
    webhooks = (SampleWebhook(ORDER, means=[Purchase]),)
    actions = (IssueCoupon(PercentOff(10), valid_for=days(30)),)

    def setup_method(self) -> None:
        """Begin with a platform of this law's own."""
        self.fake = Fake()

    def adapter(self) -> SomeName:
        """An adapter, as after a restart."""
        return self.fake.connected()

    def signed(self, webhook: SampleWebhook, secret: str) -> WebhookRequest:
        """A webhook as the platform sends it."""
        mark = hmac.new(secret.encode(), webhook.body, sha256).hexdigest()
        return WebhookRequest({**webhook.headers, "X-Signature": mark}, webhook.body)

    def made(self) -> object:
        """The coupons that are good."""
        return self.fake.coupons

    def fails(self, how: Trouble | None) -> None:
        """The platform misbehaves, or is well again."""
        self.fake.trouble = how

    def past(self) -> None:
        """The order of the webhook is in the platform's past anyway."""
