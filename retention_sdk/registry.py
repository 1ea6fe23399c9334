"""Which strategies there are, which are enabled, and what each can be asked.

A registry of our own over pluggy's specs: reading what is installed imports nothing, the order of asking is the
order of the config, the same class under two names is two strategies, and what cannot be asked alone is refused here.
"""

import inspect
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import pluggy
from attrs import Factory, field, frozen

from retention_sdk import hookspecs
from retention_sdk.errors import PluginError
from retention_sdk.settings import did_you_mean

PLUGINS = "retention_sdk.plugins"
ADAPTERS = "retention_sdk.adapters"
FILES = "retention_sdk.files"

REVIEW = "review_action"
OCCASIONS = "occasions"

FAILED = "plugins.%s failed in %s: %s"
"""How the log names a strategy that failed, its hook, and what it failed with."""

_TOLD = {REVIEW: ("action", "event", "customer"), OCCASIONS: ("customer", "after")}
"""What hooks are told that are about no event alone."""

LONGEST_VIEW = timedelta(days=36_525)
"""The furthest that a strategy can look back: a century."""


@frozen
class Installed:
    """A plugin that a distribution on this machine offers; it is not imported before it is enabled.

    Args:
        name: the entry point's name.
        origin: the distribution and its version.
        entry_point: what to import.
    """

    name: str
    origin: str
    entry_point: EntryPoint

    def load(self) -> Any:
        """The class behind the entry point.

        Raises:
            PluginError: it cannot be imported; the message names distribution, version and cause.
        """
        try:
            return self.entry_point.load()
        except (Exception, SystemExit) as error:
            raise PluginError(
                f"plugin {self.name!r} of {self.origin} cannot be imported from {self.entry_point.value}: "
                f"{type(error).__name__}: {error}"
            ) from error


def installed(group: str = PLUGINS) -> dict[str, Installed]:
    """What is installed, by name and sorted by it; only metadata is read.

    Raises:
        PluginError: two distributions offer the same name.
    """
    found: dict[str, Installed] = {}
    for point in sorted(entry_points(group=group), key=lambda p: (p.name, p.value, _distribution(p))):
        origin = f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown distribution"
        other = found.get(point.name)
        if other and (
            other.entry_point.value != point.value or _distribution(other.entry_point) != _distribution(point)
        ):
            raise PluginError(f"{other.origin} and {origin} both offer a plugin {point.name!r}; uninstall one of them")
        found[point.name] = Installed(point.name, origin, point)
    return found


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist else ""


@frozen
class Enabled:
    """A strategy that is asked.

    Args:
        name: its name in the config: its identity for keys, state and the ledger.
        strategy: the instance, with its settings.
        origin: the distribution and version it is from, or "the store's own code".
        use: which installed plugin it is; its own name for a store's own.
    """

    name: str
    strategy: object
    origin: str = "the store's own code"
    use: str = ""


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


def _fitted_by_name(
    told: tuple[str, ...], function: Callable[..., Any], arguments: tuple[str, ...]
) -> Callable[..., Any]:
    if arguments == told:
        return function

    def call(*values: Any) -> Any:
        """Ask with those of the values that the plugin's function takes."""
        return function(**{name: value for name, value in zip(told, values, strict=True) if name in arguments})

    return call


def _fitted(function: Callable[..., Any], arguments: tuple[str, ...]) -> Callable[[Any, Any], Any]:
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


def _refuse_unfit(implementation: pluggy.HookImpl, where: str) -> None:
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


def _asks(registry: "Registry") -> dict[str, tuple[Ask, ...]]:
    asks: dict[str, tuple[Ask, ...]] = {}
    for one in registry.enabled:
        for hook, call in _hooks(one).items():
            asks[hook] = (*asks.get(hook, ()), Ask(one.name, hook, call))
    return asks


def _window(registry: "Registry") -> timedelta:
    return max((_span(ask) for ask in registry.asks.get("looks_back", ())), default=timedelta(0))


def _units(registry: "Registry") -> frozenset[str]:
    return frozenset(unit for ask in registry.asks.get("counts_units", ()) for unit in _counted(ask))


@frozen
class Registry:
    """The strategies of one engine.

    Args:
        enabled: in the order in which they are asked.

    Attributes:
        asks: the hooks to ask, by name, each in the order of the strategies.
        window: how far back the one that looks furthest back does.
        units: the units whose credits one of them counts.
    """

    enabled: tuple[Enabled, ...]
    asks: Mapping[str, tuple[Ask, ...]] = field(init=False, default=Factory(_asks, takes_self=True))
    window: timedelta = field(init=False, default=Factory(_window, takes_self=True))
    units: frozenset[str] = field(init=False, default=Factory(_units, takes_self=True))

    def hooks(self, name: str) -> tuple[str, ...]:
        """The hooks that a strategy implements, sorted."""
        return tuple(sorted(hook for hook, asks in self.asks.items() if any(ask.plugin == name for ask in asks)))


def _span(ask: Ask) -> timedelta:
    try:
        span = ask.call(None, None)
    except (Exception, SystemExit) as error:
        raise PluginError(f"plugin {ask.plugin!r}: looks_back raised {type(error).__name__}: {error}") from error
    if not isinstance(span, timedelta) or not timedelta(0) <= span <= LONGEST_VIEW:
        raise PluginError(f"plugin {ask.plugin!r}: looks_back answered {span!r}; answer a timedelta, such as days(90)")
    return span


def _counted(ask: Ask) -> list[str]:
    try:
        units = [*ask.call(None, None)]
    except (Exception, SystemExit) as error:
        raise PluginError(f"plugin {ask.plugin!r}: counts_units raised {type(error).__name__}: {error}") from error
    if not all(isinstance(unit, str) and unit for unit in units):
        raise PluginError(f'plugin {ask.plugin!r}: counts_units answered {units!r}; answer units, such as ["points"]')
    return units


def _hooks(one: Enabled) -> dict[str, Callable[..., Any]]:
    """Every hook that a strategy implements, checked against the specs.

    Raises:
        PluginError: it has no hook, an unknown one, or one that cannot be asked alone.
    """
    where = f"plugin {one.name!r} of {one.origin}"
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    known = sorted(vars(manager.hook))  # registering adds what it does not know
    try:
        manager.register(one.strategy, one.name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        unknown = str(error).partition("unknown hook ")[2].split("'")
        hint = did_you_mean(unknown[1], known) if len(unknown) > 1 else ""
        raise PluginError(f"{where}: {' '.join(str(error).split())}{hint}") from error
    found: dict[str, Callable[..., Any]] = {}
    for caller in manager.get_hookcallers(one.strategy) or ():
        for implementation in caller.get_hookimpls():
            _refuse_unfit(implementation, where)
            if caller.name in found:
                raise PluginError(f"{where} has two methods for the hook {caller.name}; keep one of them")
            function, arguments = implementation.function, tuple(implementation.argnames)
            if (told := _TOLD.get(caller.name)) is not None:
                found[caller.name] = _fitted_by_name(told, function, arguments)
            else:
                found[caller.name] = _fitted(function, arguments)
    if not found:
        raise PluginError(f"{where} has no hook; mark a method such as on_purchase with @hookimpl")
    return found
