"""Channels to a mail server on this machine, and what they send."""

from __future__ import annotations

from typing import Any

from retention_adapters.email import Email
from retention_sdk import Profile, Secret, SendMessage
from retention_sdk.platforms import Attempt, Recipient

SENDER = "Bean & Leaf <hello@beanleaf.example>"
LINKS: dict[str, Any] = {
    "unsubscribe_url": "https://retention.beanleaf.example/webhooks/email",
    "unsubscribe_secret": Secret("not a secret: the test's own"),
}
APOLOGY = SendMessage("apology", data={"order": "1001", "category": "damaged"})
GREETING = SendMessage("birthday_greeting", purpose="marketing")
STAFF = {"agent": "agents@beanleaf.example", "supervisor": "Sue <sue@beanleaf.example>"}


OPEN: list[Email] = []


def email(port: int, **more: Any) -> Email:
    """The channel, to a server on this machine."""
    OPEN.append(
        Email(**{"host": "127.0.0.1", "port": port, "security": "none", "sender": SENDER, "timeout": 5, **more})
    )
    return OPEN[-1]


def to(locale: str | None = None, **more: Any) -> Attempt:
    """A try for a customer whose name is Zoë."""
    profile = Profile(email="Zoe@customer.example", name="Zoë", locale=locale)
    return Attempt(whom=Recipient("c-1", profile), **more)
