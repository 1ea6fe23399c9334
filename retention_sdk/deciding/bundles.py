"""Bundles: a price and what it pays for are granted or refused together; what needs a place goes with the place."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from retention_sdk.actions import Action, Credit, Debit, TakePlace

T = TypeVar("T")


def _ends(head: Action) -> tuple[type[Action], ...]:
    """What does not go with whatever is before it."""
    match head:
        case Debit():
            return (Credit, Debit, TakePlace)
        case TakePlace():
            return (Credit, TakePlace)
        case _:
            return (Action,)


def bundles(proposals: Iterable[T], action: Callable[[T], Action]) -> Iterator[list[T]]:
    """A debit with what it pays for, a place with what needs it; anything else by itself.

    Args:
        proposals: what one strategy proposes, in its order.
        action: the action of a proposal.

    Yields:
        The proposals that go together.
    """
    bundle: list[T] = []
    for proposal in proposals:
        if bundle and not isinstance(action(proposal), _ends(action(bundle[0]))):
            bundle.append(proposal)
            continue
        if bundle:
            yield bundle
        bundle = [proposal]
    if bundle:
        yield bundle
