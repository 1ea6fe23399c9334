"""Events and actions of one's own, as mypy and pyright must understand them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import ClassVar, assert_type

from attrs import field, frozen

from retention_sdk import Action, CreateTask, Event, Giving, Money, NoInverse, from_json, to_json


@frozen(kw_only=True)
class Moved(Event):
    """A customer moved house."""

    kind: ClassVar[str] = "moved"

    to: str = field()


@frozen
class SendFlowers(Giving):
    """Send flowers."""

    kind: ClassVar[str] = "send_flowers"

    stems: int = 12

    def undo(self, key: str) -> Action | NoInverse:
        """Somebody rings the florist, and asks for a few in vain."""
        return CreateTask(f"Stop the flowers {key}") if self.stems > 3 else NoInverse.TOLD


def made() -> Iterable[Action]:
    """They are made as ours are, and stored as ours are."""
    moved = Moved(id="m-1", customer="c-42", occurred_at=datetime.now(UTC), to="Prague")
    assert_type(from_json(to_json(moved), Moved).to, str)
    return [SendFlowers(stems=7, cost=Money.of(30, "EUR"), reason=moved.to), SendFlowers(3)]
