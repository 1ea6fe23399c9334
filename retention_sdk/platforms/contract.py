"""The contract of an adapter."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from retention_sdk.actions import Action
from retention_sdk.events import Event
from retention_sdk.platforms.attempt import FIRST, Attempt, Receipt
from retention_sdk.platforms.finding import Finding
from retention_sdk.platforms.notices import Notice
from retention_sdk.platforms.repeat import Repeat
from retention_sdk.platforms.webhook import WebhookRequest


class Adapter(Protocol):
    """Connects the engine to a platform, or to a channel: it verifies, translates and carries out, and decides nothing.

    It is made from the `[adapters.NAME]` table of its name, and used by many threads. Whatever goes wrong between it
    and its platform leaves it as one of three errors: `TryLater`, `CredentialsRefused` or `Refused`.
    """

    @property
    def name(self) -> str:
        """The name of its table: its events have it as their source."""
        ...

    @property
    def capabilities(self) -> Mapping[str, Repeat]:
        """The kinds of the actions that it carries out, each with what a repeat of it does."""
        ...

    def receive(self, request: WebhookRequest) -> Sequence[Event | Notice]:
        """Verify a webhook on its raw bytes, then translate it.

        Args:
            request: as it came in.

        Returns:
            Every fact that it holds, each with a stable id, known or not: the engine absorbs those that it knows.
            Nothing where it means nothing to a store.

        Raises:
            InvalidSignature: it is not signed as it should be.
            UnreadableWebhook: it is, and cannot be read.
            TryLater: the platform had to be asked for more, and did not answer.
        """
        ...

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Carry an action out; the same key never does it twice.

        Args:
            action: one of a kind of `capabilities`.
            key: the idempotency key: the same each time that the same thing is tried.
            attempt: whom it is for, and what was tried before.

        Returns:
            What was made, compared with what was meant.

        Raises:
            TryLater: the platform did not answer, is busy, or it is not known what became of it.
            CredentialsRefused: the platform does not know us, or does not let us.
            Refused: it never will be carried out; the reason says why.
        """
        ...

    def history(self, since: datetime | None = None) -> Iterator[Event]:
        """What happened at the platform, for a first import and to find what webhooks have missed.

        Args:
            since: only what was changed from this instant on; None is everything.

        Yields:
            The same events, with the same ids, as `receive` answers.
        """
        ...

    def setup(self) -> Sequence[str]:
        """See that the platform tells us: webhooks are made, and put back where it dropped them. Twice does no harm.

        Returns:
            What was done, in sentences; nothing where all was in place.
        """
        ...

    def doctor(self) -> Sequence[Finding]:
        """Look for what is wrong with address, keys, rights, clock and webhooks; it changes nothing and never raises.

        Returns:
            What was found, the worst first; nothing where all is well.
        """
        ...

    def close(self) -> None:
        """Let go of connections; the engine that it was made for is closed."""
        ...
