"""Bundles: a price and what it pays for are granted or refused together."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from retention_sdk.actions import Action, Credit, Debit

T = TypeVar("T")


def bundles(proposals: Iterable[T], action: Callable[[T], Action]) -> Iterator[list[T]]:
    """A debit with what it pays for; anything else by itself.

    Args:
        proposals: what one strategy proposes, in its order.
        action: the action of a proposal.

    Yields:
        The proposals that go together.
    """
    bundle: list[T] = []
    for proposal in proposals:
        if bundle and isinstance(action(bundle[0]), Debit) and not isinstance(action(proposal), (Credit, Debit)):
            bundle.append(proposal)
            continue
        if bundle:
            yield bundle
        bundle = [proposal]
    if bundle:
        yield bundle
