"""A sample of a plugin: how it is set, and a story in which it does what it can do."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from retention_sdk.deciding.keys import action_key
from retention_sdk.events import Event

STORE_NAME, STORE_KEY = "Bean & Leaf", "bean-leaf"
"""The store in which plugins are tried."""


def granted_key(event: Event, plugin: str, place: int = 0) -> str:
    """The key that an action is granted with in a story, for an event that names one, such as `OfferAccepted`.

    Args:
        event: the event that brings the action.
        plugin: the plugin's name.
        place: the action's place in the plugin's answer.

    Returns:
        The idempotency key.
    """
    return action_key(STORE_KEY, event, plugin, place)


@frozen
class Sample:
    """What the contract is run over. A plugin offers its own by an entry point of `retention_sdk.samples`.

    Args:
        settings: the plugin's own table, as the merchant's file has it.
        story: facts in the order in which they happened, those that time brings among them; with them the plugin
            gives each kind of thing that it can give at least once, and a guard refuses with each of its codes.
        most: the most actions of each kind that one event can bring of it, by kind; a kind that is not named is
            never given. None says nothing of it, and breaks the law of bounds.
        beside: other tables of the file: plugins that it works with, limits, the clock.
        refuses: the codes that a guard may answer.
        strategies: strategies that are installed nowhere, by name, asked before it; such as one whose gifts it guards.
    """

    settings: Mapping[str, Any] = field(factory=dict[str, Any])
    story: Sequence[Event] = ()
    most: Mapping[str, int] | None = None
    beside: Mapping[str, Any] = field(factory=dict[str, Any])
    refuses: Sequence[str] = ()
    strategies: Mapping[str, object] = field(factory=dict[str, object])
