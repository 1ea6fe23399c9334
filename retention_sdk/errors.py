"""What can go wrong, as a tree.

    RetentionError
      BadValue              a value that cannot be (also a ValueError)
        CurrencyMismatch    money of two currencies met
      BadConfig             the merchant's file or a plugin's settings, every problem at once
      PluginError           a plugin cannot be loaded
      EventConflict         the same event id came again with another body
      DatabaseOutdated      the database's tables are not of this version
      WebhookError          a webhook is not taken
        InvalidSignature    it is not signed as it should be
        UnreadableWebhook   it is, and cannot be read
      AdapterError          a platform did not do what it was asked
        TryLater            it may do it another time
        CredentialsRefused  it does not know us, or does not let us
        Refused             it never will

Each message names the thing, the place and what to do.
"""

from collections.abc import Sequence
from datetime import timedelta
from types import TracebackType


class RetentionError(Exception):
    """The root of every error that this package raises on purpose."""


class BadValue(RetentionError, ValueError):
    """A value that cannot be: a naive time, a float of money, an empty id."""


class CurrencyMismatch(BadValue):
    """Money of two currencies met in one sum, or another currency than the store's."""


class BadConfig(RetentionError):
    """The configuration has problems; `problems` holds one sentence for each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)  # what it is made of again where it comes out of another process

    def __str__(self) -> str:
        return "\n".join(self.problems)


class PluginError(RetentionError):
    """A plugin cannot be loaded; the message names its distribution and version."""


class EventConflict(RetentionError):
    """An event id that is known came again with another body.

    Attributes:
        source: where the event is from.
        id: the event's id there.
        known: fingerprint of the body that was handled.
        given: fingerprint of the body that came now.
    """

    def __init__(self, source: str, id: str, known: str, given: str) -> None:
        self.source, self.id, self.known, self.given = source, id, known, given
        super().__init__(source, id, known, given)

    def __str__(self) -> str:
        return (
            f"event {self.id!r} from {self.source!r} was handled with another body: known fingerprint {self.known}, "
            f"given {self.given}; send a changed fact under an id of its own"
        )


class DatabaseOutdated(RetentionError):
    """The database's tables are older or newer than this version; the message says what to run."""


class WebhookError(RetentionError):
    """A webhook is not taken."""


class InvalidSignature(WebhookError):
    """A webhook is not signed as it should be, or not at all."""


class UnreadableWebhook(WebhookError):
    """A webhook that is signed as it should be cannot be read; it is kept."""


class AdapterError(RetentionError):
    """A platform did not do what it was asked. Each such error is one of the three that follow.

    Attributes:
        reason: why, in words that a merchant reads; there is nothing personal or secret in them.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return self.reason


class TryLater(AdapterError):
    """It may do it another time: it is busy or down, or nobody knows what became of it.

    Attributes:
        after: how long to wait at least; None where it did not say.
    """

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after
        self.args = (reason, after)  # what it is made of again where it comes out of another process

    def __str__(self) -> str:
        return self.reason


class CredentialsRefused(AdapterError):
    """It does not know us, or does not let us: nothing is tried again before a person has seen to it."""


class Refused(AdapterError):
    """It never will, so nobody tries again."""


def told_of(error: BaseException) -> str:
    """An error as it is stored and shown: its kind, its words and its place."""
    try:
        said = str(error)
    except Exception as worse:  # noqa: BLE001 - an error that cannot tell what it is, is still named
        said = f"(it cannot tell: {type(worse).__name__})"
    text = f"{type(error).__name__}: {said}{_place(error.__traceback__)}"
    # what no database can keep is shown as ?
    return text.encode(errors="replace").decode().replace("\0", "?")


def kind_of(error: BaseException) -> str:
    """An error as anybody may see it: its kind and its place. Its words may be personal, or secret."""
    return f"{type(error).__name__}{_place(error.__traceback__)}"


def _place(trace: TracebackType | None) -> str:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
