"""An adapter that keeps what it is asked, carries it out on nothing, and fails where a test says so."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from threading import RLock

from attrs import define, field, frozen

from retention_sdk.actions import KINDS, Action
from retention_sdk.errors import AdapterError, InvalidSignature, Refused, TryLater
from retention_sdk.events import Event
from retention_sdk.platforms import FIRST, Attempt, Finding, Notice, Receipt, Repeat, WebhookRequest


class AnswerLost(TryLater):
    """The platform did it, and its answer was lost: told to a `Recorder`, it carries out, and nobody hears of it."""

    def __init__(self, reason: str = "nobody knows what became of it") -> None:
        super().__init__(reason)


@frozen
class Call:
    """One thing that an adapter was asked to do.

    Args:
        action: what.
        key: its idempotency key.
        attempt: what was known around it: whom it is for, and whether it was tried before.
    """

    action: Action
    key: str
    attempt: Attempt = FIRST


@define
class _Trouble:
    error: AdapterError
    kind: type[Action]
    left: int | None


def _everything() -> dict[str, Repeat]:
    return dict.fromkeys(KINDS, Repeat.KEYED)


@define
class Recorder:
    """An adapter without a platform: it keeps what it was asked and what it carried out, each once a key.

    It may be shared by threads.

    Args:
        name: its name.
        capabilities: the kinds that it carries out, each with what a repeat does; every kind where not given.
        channel: the only channel of its messages; None is any.
        calls: all that it was asked, in order.
        made: what it carried out, in order.
    """

    name: str = "shop"
    capabilities: Mapping[str, Repeat] = field(factory=_everything)
    channel: str | None = None
    calls: list[Call] = field(factory=list[Call])
    made: list[Call] = field(factory=list[Call])
    _troubles: list[_Trouble] = field(init=False, factory=list[_Trouble])
    _lock: RLock = field(init=False, factory=RLock, eq=False, repr=False)

    def fails(self, error: AdapterError, kind: type[Action] = Action, times: int | None = None) -> None:
        """From now on it fails, until it `works` again.

        Args:
            error: `TryLater`, `CredentialsRefused` or `Refused`, and nothing is carried out; with `AnswerLost` it is.
            kind: at actions of this class alone.
            times: so often, and then no more; always where not given.
        """
        with self._lock:
            self._troubles.append(_Trouble(error, kind, times))

    def works(self) -> None:
        """It fails no more."""
        with self._lock:
            self._troubles.clear()

    def meets(self, call: Call) -> None:
        """What comes before something is carried out; a class that derives from this one may do anything here.

        Args:
            call: what is asked.

        Raises:
            AdapterError: what it was told to fail with.
        """
        for trouble in self._troubles:
            if isinstance(call.action, trouble.kind) and trouble.left != 0:
                trouble.left = None if trouble.left is None else trouble.left - 1
                raise trouble.error

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Keep what is asked, and carry it out where it was not before.

        Args:
            action: what.
            key: its idempotency key.
            attempt: what is known around it.

        Returns:
            A receipt whose reference and code are made of the key.

        Raises:
            AdapterError: what it was told to fail with; or that it carries out no such kind.
        """
        if action.kind not in self.capabilities:
            raise Refused(f"{self.name} does not carry out {action.kind}; give it in capabilities")
        call = Call(action, key, attempt)
        with self._lock:
            self.calls.append(call)
            try:
                self.meets(call)
            except AnswerLost:
                self._make(call)
                raise
            self._make(call)
        return Receipt(reference=f"r-{key}", code=f"code-{key[:6]}")

    def _make(self, call: Call) -> None:
        # what is not safe to repeat is done twice by whoever does not say that it was tried before
        blind = self.capabilities.get(call.action.kind) is Repeat.UNSAFE and call.attempt.first_at is None
        if blind or call.key not in self.keys:
            self.made.append(call)

    @property
    def actions(self) -> list[Action]:
        """What it carried out, in order."""
        return [call.action for call in self.made]

    @property
    def kinds(self) -> list[str]:
        """The kinds of what it carried out, in order."""
        return [call.action.kind for call in self.made]

    @property
    def keys(self) -> list[str]:
        """The keys of what it carried out, in order."""
        return [call.key for call in self.made]

    def receive(self, request: WebhookRequest) -> Sequence[Event | Notice]:  # noqa: ARG002 - it never hears of anything
        """Nothing comes in.

        Raises:
            InvalidSignature: always.
        """
        raise InvalidSignature(f"{self.name} records, and nobody has anything to tell it")

    def history(self, since: datetime | None = None) -> Iterator[Event]:  # noqa: ARG002
        """Nothing happened there."""
        return iter(())

    def setup(self) -> Sequence[str]:
        """Nothing is to be done."""
        return ()

    def doctor(self) -> Sequence[Finding]:
        """All is well."""
        return ()

    def close(self) -> None:
        """There is nothing to let go of."""
