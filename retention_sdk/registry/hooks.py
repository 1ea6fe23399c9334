"""The hooks that a strategy implements, checked against the specs by pluggy, and what its author is advised."""

from collections.abc import Mapping
from types import ModuleType

import pluggy
from attrs import frozen

from retention_sdk import hookspecs
from retention_sdk.contract import Advice, Call, changes_since
from retention_sdk.errors import PluginError
from retention_sdk.registry.advising import Deprecated, advised
from retention_sdk.registry.asks import fitted
from retention_sdk.registry.enabled import Enabled
from retention_sdk.registry.unfit import refuse_unfit, refuse_unreadable
from retention_sdk.settings import did_you_mean


@frozen
class Hooks:
    """What a strategy can be asked.

    Args:
        calls: by the hook's name; each understands what the strategy was built to say.
        advice: what its author should write otherwise.
    """

    calls: Mapping[str, Call]
    advice: tuple[Advice, ...] = ()


def hooks_of(one: Enabled, specs: ModuleType = hookspecs) -> Hooks:
    """Every hook that a strategy implements.

    Args:
        one: the strategy.
        specs: the module of the hooks there are.

    Returns:
        The hooks, and the advice.

    Raises:
        PluginError: it has no hook, an unknown one, or one that cannot be asked alone; or what it says of itself
            cannot be read.
    """
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(specs)
    deprecated = {hook: _deprecated(caller) for hook, caller in vars(manager.hook).items()}
    found: dict[str, pluggy.HookImpl] = {}
    for caller in _registered(manager, one):
        for implementation in caller.get_hookimpls():
            refuse_unfit(implementation, one.where)
            if caller.name in found:
                raise PluginError(f"{one.where} has two methods for the hook {caller.name}; keep one of them")
            found[caller.name] = implementation
    if not found:
        raise PluginError(f"{one.where} has no hook; mark a method such as on_purchase with @hookimpl")
    refuse_unreadable(one)
    calls = {hook: _understood(one, hook, implementation) for hook, implementation in found.items()}
    return Hooks(calls, tuple(advised(one, found, deprecated)))


def _deprecated(caller: pluggy.HookCaller) -> Deprecated:
    """What of a hook is deprecated; pluggy is not to tell it, which would at once and anew for each engine."""
    spec = caller.spec
    if spec is None:
        return Deprecated()
    found = Deprecated(spec.warn_on_impl, spec.warn_on_impl_args or {})
    spec.warn_on_impl = spec.warn_on_impl_args = None
    return found


def _registered(manager: pluggy.PluginManager, one: Enabled) -> list[pluggy.HookCaller]:
    """The hooks that a strategy implements, as pluggy sees it."""
    known = sorted(vars(manager.hook))  # registering adds what it does not know
    try:
        manager.register(one.strategy, one.name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        unknown = str(error).partition("unknown hook ")[2].split("'")
        hint = did_you_mean(unknown[1], known) if len(unknown) > 1 else ""
        raise PluginError(f"{one.where}: {' '.join(str(error).split())}{hint}") from error
    return manager.get_hookcallers(one.strategy) or []


def _understood(one: Enabled, hook: str, implementation: pluggy.HookImpl) -> Call:
    """The call of a hook; of an older plugin it goes through the shims of all that was changed since."""
    call = fitted(hook, implementation.function, tuple(implementation.argnames))
    for change in changes_since(one.built_for):
        if change.hook == hook:
            call = change.shim(call)
    return call
