"""What cannot be asked alone, or says of itself what cannot be read."""

import inspect

import pluggy

from retention_sdk.contract import READ_SINCE, unreadable
from retention_sdk.errors import PluginError
from retention_sdk.registry.enabled import Enabled


def refuse_unfit(implementation: pluggy.HookImpl, where: str) -> None:
    """See that a hook's implementation can be asked alone, with what the hook is told.

    Args:
        implementation: a plugin's method.
        where: which plugin, and where it is from.

    Raises:
        PluginError: it cannot.
    """
    function, problem = implementation.function, ""
    if implementation.optionalhook:
        problem = "is an optionalhook, which hides a misspelt name; make it a plain hookimpl"
    elif implementation.hookwrapper or implementation.wrapper:
        problem = "is a wrapper, and a wrapper could change what the others answer; make it a plain hookimpl"
    elif inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        problem = "is async, and strategies are pure; make it a plain function"
    elif any(
        p.kind is not p.POSITIONAL_OR_KEYWORD or p.default is not p.empty
        for p in inspect.signature(function).parameters.values()
    ):
        problem = "has a keyword-only, variable or defaulted argument; take only (event, customer), or fewer of them"
    if problem:
        raise PluginError(f"{where}: {implementation.function.__name__} {problem}")


def refuse_unreadable(one: Enabled) -> None:
    """See that what a strategy says of itself can be read.

    Args:
        one: the strategy; of one that was built for the first contract it is passed over.

    Raises:
        PluginError: it cannot, or the strategy raised where it was looked at.
    """
    try:
        found = [*unreadable(one.strategy)]
    except (Exception, SystemExit) as error:
        what = f"{type(error).__name__}: {error}"
        raise PluginError(f"{one.where} fails where it is asked what it says of itself: {what}") from error
    if found and one.built_for >= READ_SINCE:
        raise PluginError(f"{one.where}: {'; '.join(found)}")
