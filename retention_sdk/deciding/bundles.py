"""Bundles: a price and what it pays for, a message and its gifts, a place and what needs it go together."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from retention_sdk.actions import Action, Credit, Debit, Giving, SendMessage, TakePlace

T = TypeVar("T")


def bundles(proposals: Iterable[T], action: Callable[[T], Action]) -> Iterator[list[T]]:
    """A debit with what it pays for, a message with what it brings, a place with what needs it; else one by itself.

    Args:
        proposals: what one strategy proposes, in its order.
        action: the action of a proposal.

    Yields:
        The proposals that go together.
    """
    bundle: list[T] = []
    for proposal in proposals:
        if bundle and _belongs(action(proposal), action(bundle[0])):
            bundle.append(proposal)
            continue
        if bundle:
            yield bundle
        bundle = [proposal]
    if bundle:
        yield bundle


def _belongs(action: Action, first: Action) -> bool:
    """Whether an action goes with the first of a bundle."""
    if isinstance(first, SendMessage):
        return first.with_gifts and isinstance(action, Giving)
    if isinstance(first, TakePlace):
        return not isinstance(action, (Credit, TakePlace))
    return isinstance(first, Debit) and not isinstance(action, (Credit, Debit, TakePlace))
