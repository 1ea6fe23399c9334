"""The `[service]` table: how platforms are heard."""

from typing import Literal

from attrs import frozen

from retention_sdk.authoring import setting


@frozen
class ServiceSettings:
    """How platforms are heard.

    Args:
        body_limit: the most bytes of a webhook; a larger one is answered with 413.
        keep_days: how many days webhooks that were handled are kept.
        keep_unsigned: how many webhooks are kept that were not signed as they should be, the newest.
        reconcile_minutes: how often a worker asks each platform what happened, and puts webhooks back; 0 is never.
        forget_store: what is done when a platform asks to forget all people of the store: "ask" a person, or "erase".
    """

    body_limit: int = setting(default=5 * 1024 * 1024, ge=1024, le=100 * 1024 * 1024)
    keep_days: int = setting(default=7, ge=0, le=3650)
    keep_unsigned: int = setting(default=2_000, ge=0, le=1_000_000)
    reconcile_minutes: int = setting(default=60, ge=0, le=10_080)
    forget_store: Literal["ask", "erase"] = "ask"
