"""A shop's platform with its vices, as an adapter: answers that get lost, busy hours, refusals, lost keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from retention_sdk.platforms import Refused
from retention_sdk.testing import AnswerLost, Call, Recorder

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Call", "Shop", "refuses"]


@define
class Shop(Recorder):
    """Carries out what it can, once a key.

    Args:
        vices: asked before each call with its number; may raise, or answer "lost": done, and the answer is lost.
    """

    vices: Callable[[Call, int], str | None] = lambda *_: None

    def meets(self, call: Call) -> None:
        """Has its vices."""
        if self.vices(call, len(self.calls)) == "lost":
            raise AnswerLost


def refuses(kind: str, reason: str = "no such product") -> Callable[[Call, int], str | None]:
    """A vice: a kind that is never carried out."""

    def vice(call: Call, _: int) -> str | None:
        if call.action.kind == kind:
            raise Refused(reason)
        return None

    return vice
