"""A shop's platform with its vices, as an adapter: answers that get lost, busy hours, refusals, lost keys."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from attrs import define, field

from retention_sdk import Action, actions
from retention_sdk.platforms import FIRST, Receipt, Refused, Repeat, TryLater

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from retention_sdk.platforms import Attempt

EVERYTHING = dict.fromkeys(actions.KINDS, Repeat.KEYED)


@define
class Call:
    """One call, as the platform saw it."""

    action: Action
    key: str
    attempt: Attempt


@define
class Shop:
    """Carries out what it can, once a key.

    Args:
        name: the adapter's.
        capabilities: what it can.
        vices: asked before each call with its number; may raise, or answer "lost": done, and the answer is lost.
        channel: the only channel of its messages; None is any.
    """

    name: str = "shop"
    capabilities: Mapping[str, Repeat] = field(factory=lambda: dict(EVERYTHING))
    vices: Callable[[Call, int], str | None] = lambda *_: None
    channel: str | None = None
    calls: list[Call] = field(factory=list[Call])
    made: list[tuple[str, Action]] = field(factory=list[tuple[str, Action]])
    lock: Any = field(factory=Lock)

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Carries out, if it is well."""
        call = Call(action, key, attempt)
        with self.lock:
            self.calls.append(call)
            vice = self.vices(call, len(self.calls))
            if not self._has(action, key, attempt):
                self.made.append((key, action))
        if vice == "lost":
            raise TryLater("nobody knows what became of it")
        return Receipt(reference=f"r-{key}", code=f"code-{key[:6]}")

    def _has(self, action: Action, key: str, attempt: Attempt) -> bool:
        """Whether it was done before, as far as the kind's platform can tell."""
        if self.capabilities[action.kind] is Repeat.UNSAFE and attempt.first_at is None:
            return False
        return any(known == key for known, _ in self.made)

    @property
    def kinds(self) -> list[str]:
        """What was made, in order."""
        return [action.kind for _, action in self.made]

    @property
    def keys(self) -> list[str]:
        """The keys of what was made, in order."""
        return [key for key, _ in self.made]

    def receive(self, request: Any) -> Any:  # noqa: ARG002 - it never hears of anything
        """Nothing comes in."""
        return ()

    def history(self, since: Any = None) -> Any:  # noqa: ARG002
        """Nothing happened."""
        return iter(())

    def setup(self) -> Any:
        """Nothing to do."""
        return ()

    def doctor(self) -> Any:
        """All is well."""
        return ()


def refuses(kind: str, reason: str = "no such product") -> Callable[[Call, int], str | None]:
    """A vice: a kind that is never carried out."""

    def vice(call: Call, _: int) -> str | None:
        if call.action.kind == kind:
            raise Refused(reason)
        return None

    return vice
