"""The adapter keeps the contract of adapters."""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import ClassVar

import pytest
from pytest_httpx import HTTPXMock
from retention_sdk import IssueCoupon, PercentOff, Purchase, Secret, days
from retention_sdk.platforms import WebhookRequest
from retention_sdk.testing import AdapterContract, SampleWebhook, Trouble

from retention_some_name import SomeName
from tests.fake import ORDER, SIGNER, TOKEN, URL, Fake


class TestContract(AdapterContract):
    """Each of its tests is a law; the platform is a fake."""

    installed = "some_name"
    settings: ClassVar[Mapping[str, str]] = {"url": URL, "token": TOKEN, "webhook_secret": SIGNER}
    secret = SIGNER
    webhooks = (SampleWebhook(ORDER, means=[Purchase]),)
    actions = (IssueCoupon(PercentOff(10), valid_for=days(30)),)

    @pytest.fixture(autouse=True)
    def platform(self, httpx_mock: HTTPXMock) -> None:
        """The platform."""
        self.fake = Fake(httpx_mock)

    def adapter(self) -> SomeName:
        """An adapter, as after a restart."""
        return SomeName(url=URL, token=Secret(TOKEN), webhook_secret=Secret(SIGNER))

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
