"""What tests need."""

from retention_sdk.testing.adapter import AdapterContract
from retention_sdk.testing.adapters.troubles import Trouble
from retention_sdk.testing.adapters.webhooks import SampleWebhook

__all__ = ["AdapterContract", "SampleWebhook", "Trouble"]
