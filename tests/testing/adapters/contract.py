"""The contract test of the tills: what whoever writes such an adapter answers."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, ClassVar

from retention_sdk import IssueCoupon, IssueStoreCredit, Money, PercentOff, Purchase, Secret
from retention_sdk.platforms import Adapter, WebhookRequest
from retention_sdk.testing import AdapterContract, SampleWebhook
from tests.testing.adapters.till import KEY, Till, Tills

if TYPE_CHECKING:
    from retention_sdk.testing import Trouble

RECEIPT = {"number": "7", "card": "c-42", "sku": "beans", "count": 1, "paid": "9.90", "at": "2026-03-01T09:30:00+01:00"}


class TillContract(AdapterContract):
    """The answers for a till; `cls` is the adapter that is looked at."""

    cls: ClassVar[type] = Till
    installed = "till"
    settings: ClassVar = {"secret": KEY}
    secret = KEY
    webhooks = (SampleWebhook(RECEIPT, (Purchase,)),)
    actions = (IssueCoupon(PercentOff(10)), IssueStoreCredit(Money.of(5, "EUR")))

    def setup_method(self) -> None:
        """Tills of this law's own."""
        self.tills = Tills()

    def adapter(self) -> Adapter:
        """An adapter of them."""
        made: Adapter = type(self.cls.__name__, (self.cls,), {"platform": self.tills})(secret=Secret(KEY))
        return made

    def signed(self, webhook: SampleWebhook, secret: str) -> WebhookRequest:
        """As a till signs it."""
        mark = hmac.new(secret.encode(), webhook.body, hashlib.sha256).hexdigest()
        return WebhookRequest({"X-Till-Mark": mark}, webhook.body)

    def made(self) -> object:
        """Vouchers and credit."""
        return [self.tills.vouchers, self.tills.credits, self.tills.told]

    def fails(self, how: Trouble | None) -> None:
        """The tills are in trouble."""
        self.tills.trouble = how

    def past(self) -> None:
        """The tills have printed the receipt."""
        self.tills.receipts = [RECEIPT]
