"""The guards of a program: each is asked about what concerns it, and about nothing else."""

from collections.abc import Iterable, Sequence
from typing import overload

from attrs import frozen

from retention_sdk.actions import Action, Giving
from retention_sdk.events import Event
from retention_sdk.guards.tally import Guard, Limit, Reason, Tally


@frozen
class Only:
    """A guard that is about some kinds of actions, at some kinds of events.

    Args:
        guard: the guard; of all else it would say nothing.
        actions: the kinds of actions that concern it.
        events: the kinds of events that do.
    """

    guard: Guard
    actions: tuple[type[Action], ...]
    events: tuple[type[Event], ...] = (Event,)

    def __call__(self, action: Action, tally: Tally) -> Reason | None:
        """What the guard says."""
        return self.guard(action, tally)


class Guards(Sequence[Guard]):
    """Guards in the order in which they are asked, which know whom an action concerns.

    Args:
        guards: the guards.
    """

    def __init__(self, guards: Iterable[Guard]) -> None:
        self._all = tuple(guards)
        self._concerned: dict[tuple[type[Action], type[Event]], tuple[Guard, ...]] = {}

    @overload
    def __getitem__(self, at: int) -> Guard: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Guard]: ...
    def __getitem__(self, at: int | slice) -> Guard | Sequence[Guard]:
        return self._all[at]

    def __len__(self) -> int:
        return len(self._all)

    def concerned(self, action: type[Action], event: type[Event]) -> tuple[Guard, ...]:
        """The guards that an action of a kind concerns, at an event of a kind."""
        found = self._concerned.get((action, event))
        if found is None:
            found = self._concerned[action, event] = tuple(_asked(self, action, event))
        return found


def _asked(guards: Iterable[Guard], action: type[Action], event: type[Event]) -> Iterable[Guard]:
    for one in guards:
        if isinstance(one, Only):
            if issubclass(action, one.actions) and issubclass(event, one.events):
                yield one.guard
        elif not isinstance(one, Limit) or issubclass(action, Giving):
            yield one
