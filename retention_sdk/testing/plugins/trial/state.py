"""What a plugin could keep: its instance, its class, its modules. By it one sees whether it has kept something."""

import itertools
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterator, Mapping
from types import FunctionType, ModuleType

import attrs

from retention_sdk.testing.plugins.trial.places import package_of

_CAN_HOLD = (
    *(bool, int, str, bytes, tuple, type(None), frozenset),
    *(list, dict, set, bytearray, deque, Counter, OrderedDict, defaultdict, itertools.count),
)
"""Values that can be told apart by how they are written."""


def state_of(plugin: object) -> dict[str, str]:
    """All that can be seen of what a plugin keeps.

    Args:
        plugin: the instance.

    Returns:
        Each value as text, by its name in the code.
    """
    return {name: repr(value) for name, value in _values(plugin)}


def changed(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """The names of what is not as it was."""
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def _values(plugin: object) -> Iterator[tuple[str, object]]:
    cls = type(plugin)
    for one in attrs.fields(cls) if attrs.has(cls) else ():
        yield f"self.{one.name}", getattr(plugin, one.name, None)
    for name, value in getattr(plugin, "__dict__", {}).items():
        yield f"self.{name}", value
    for owner in cls.__mro__:
        if package_of(owner.__module__) == package_of(cls.__module__):
            yield from _named(f"{owner.__name__}.", vars(owner))
    for module in _modules(cls):
        yield from _named(f"{module.__name__}.", vars(module))


def _named(before: str, held: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in dict(held).items():
        if name.startswith("__"):
            continue
        if type(value) in _CAN_HOLD:
            yield before + name, value
        elif isinstance(value, FunctionType) and vars(value):
            yield from _named(f"{before}{name}.", vars(value))


def _modules(cls: type) -> list[ModuleType]:
    """The class's module, and those of the same package that it uses."""
    own = sys.modules.get(cls.__module__)
    if own is None:
        return []
    found = {own.__name__: own}
    for value in vars(own).values():
        name = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
        module = sys.modules.get(name) if isinstance(name, str) else None
        if module is not None and package_of(module.__name__) == package_of(own.__name__):
            found[module.__name__] = module
    return list(found.values())
