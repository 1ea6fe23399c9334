"""A hook of a strategy, ready to be called with all that the hook is told, whatever the implementation takes."""

from collections.abc import Callable
from typing import Any

from attrs import frozen

from retention_sdk.contract import Call

REVIEW = "review_action"
OCCASIONS = "occasions"

FAILED = "plugins.%s failed in %s: %s"
"""How the log names a strategy that failed, its hook, and what it failed with."""

_TOLD = {REVIEW: ("action", "event", "customer"), OCCASIONS: ("customer", "after")}
"""What hooks are told that are about no event alone."""


@frozen
class Ask:
    """One hook of one strategy, ready to be called.

    Args:
        plugin: the strategy's name.
        hook: the hook's name.
        call: takes event and customer, whatever the implementation takes; of `review_action` the action before them,
            and of `occasions` customer and time.
        first: the place of its first action among all that the strategy's name answers to an event.
        whole: whether all of its answer is refused where a part is.
        under: the other name that its gifts count in; "" is the one that strategies' gifts count in, if any.
    """

    plugin: str
    hook: str
    call: Callable[..., Any]
    first: int = 0
    whole: bool = False
    under: str = ""


def fitted(hook: str, function: Callable[..., Any], arguments: tuple[str, ...]) -> Call:
    """A plugin's function as a call that takes all that its hook is told.

    Args:
        hook: the hook's name.
        function: the implementation.
        arguments: the names of what it takes of that.

    Returns:
        The call; where the function takes all of it, that is the function.
    """
    told = _TOLD.get(hook)
    return _about_an_event(function, arguments) if told is None else _by_name(told, function, arguments)


def _by_name(told: tuple[str, ...], function: Callable[..., Any], arguments: tuple[str, ...]) -> Call:
    if arguments == told:
        return function

    def call(*values: Any) -> Any:
        """Ask with those of the values that the plugin's function takes."""
        return function(**{name: value for name, value in zip(told, values, strict=True) if name in arguments})

    return call


def _about_an_event(function: Callable[..., Any], arguments: tuple[str, ...]) -> Callable[[Any, Any], Any]:
    match arguments:
        case ("event", "customer"):
            return function
        case ("customer", "event"):
            return lambda event, customer: function(customer, event)
        case ("event",):
            return lambda event, _: function(event)
        case ("customer",):
            return lambda _, customer: function(customer)
        case _:
            return lambda _, __: function()
