"""What the engine asks of a shop's platform, or of a channel to customers: to hear from it, and to act on it."""

from retention_sdk.authoring import adapter
from retention_sdk.errors import (
    AdapterError,
    CredentialsRefused,
    InvalidSignature,
    Refused,
    TryLater,
    UnreadableWebhook,
    WebhookError,
)
from retention_sdk.platforms.attempt import FIRST, Attempt, Made, Receipt, Recipient
from retention_sdk.platforms.codes import code_of
from retention_sdk.platforms.contract import Adapter
from retention_sdk.platforms.finding import Finding
from retention_sdk.platforms.notices import ForgetCustomer, ForgetStore, Notice, StoreLeft, TellCustomer
from retention_sdk.platforms.repeat import Repeat
from retention_sdk.platforms.webhook import Shows, Verifies, WebhookRequest

__all__ = [
    "FIRST",
    "Adapter",
    "AdapterError",
    "Attempt",
    "CredentialsRefused",
    "Finding",
    "ForgetCustomer",
    "ForgetStore",
    "InvalidSignature",
    "Made",
    "Notice",
    "Receipt",
    "Recipient",
    "Refused",
    "Repeat",
    "Shows",
    "StoreLeft",
    "TellCustomer",
    "TryLater",
    "UnreadableWebhook",
    "Verifies",
    "WebhookError",
    "WebhookRequest",
    "adapter",
    "code_of",
]
