"""The strategies of one engine, and the hooks to ask them by."""

from collections.abc import Mapping
from datetime import timedelta

from attrs import Factory, field, frozen

from retention_sdk.contract import Advice
from retention_sdk.registry.asks import Ask
from retention_sdk.registry.enabled import Enabled
from retention_sdk.registry.hooks import Hooks, hooks_of
from retention_sdk.registry.views import counted, span


def _hooks(registry: "Registry") -> tuple[tuple[str, Hooks], ...]:
    return tuple((one.name, hooks_of(one)) for one in registry.enabled)


def _asks(registry: "Registry") -> dict[str, tuple[Ask, ...]]:
    asks: dict[str, tuple[Ask, ...]] = {}
    for name, hooks in registry.found:
        for hook, call in hooks.calls.items():
            asks[hook] = (*asks.get(hook, ()), Ask(name, hook, call))
    return asks


def _window(registry: "Registry") -> timedelta:
    return max((span(ask) for ask in registry.asks.get("looks_back", ())), default=timedelta(0))


def _units(registry: "Registry") -> frozenset[str]:
    return frozenset(unit for ask in registry.asks.get("counts_units", ()) for unit in counted(ask))


@frozen
class Registry:
    """The strategies of one engine.

    Args:
        enabled: in the order in which they are asked.

    Attributes:
        found: each strategy's name with what it can be asked.
        asks: the hooks to ask, by name, each in the order of the strategies.
        window: how far back the one that looks furthest back does.
        units: the units whose credits one of them counts.
    """

    enabled: tuple[Enabled, ...]
    found: tuple[tuple[str, Hooks], ...] = field(init=False, repr=False, default=Factory(_hooks, takes_self=True))
    asks: Mapping[str, tuple[Ask, ...]] = field(init=False, default=Factory(_asks, takes_self=True))
    window: timedelta = field(init=False, default=Factory(_window, takes_self=True))
    units: frozenset[str] = field(init=False, default=Factory(_units, takes_self=True))

    def hooks(self, name: str) -> tuple[str, ...]:
        """The hooks that a strategy implements, sorted."""
        return tuple(sorted(hook for hook, asks in self.asks.items() if any(ask.plugin == name for ask in asks)))

    def advice(self, name: str | None = None) -> tuple[Advice, ...]:
        """What the author of a strategy should write otherwise; all of it where no name is given."""
        return tuple(one for whose, hooks in self.found if name in (None, whose) for one in hooks.advice)
