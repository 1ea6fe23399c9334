"""What the strategies remember: what a fact laid over it, and their memory without that."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from retention_sdk.deciding.rules import ENGINE

Memory = Mapping[str, Mapping[str, Any]]


def laid(before: Memory, after: Memory) -> Memory:
    """What was laid over a memory.

    Args:
        before: what each strategy remembered.
        after: what it remembered then. What the engine itself remembers, such as a cooldown, is its own.

    Returns:
        The values that are not what they were; None for those that are no more.
    """
    plugins = (before.keys() | after.keys()) - {ENGINE}
    found = {plugin: dict(_changed(before.get(plugin, {}), after.get(plugin, {}))) for plugin in plugins}
    return {plugin: values for plugin, values in found.items() if values}


def _changed(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in was.keys() | now.keys():
        if was.get(name) != now.get(name):
            yield name, now.get(name)


def relaid(now: Memory, view: Memory, before: Memory, after: Memory) -> Memory:
    """Each strategy's memory, where what an order had laid over it is still there, as the order lays it now.

    Args:
        now: what each strategy remembers.
        view: what it remembered when the order was decided.
        before: what the order had laid over that.
        after: what it lays over it now.

    Returns:
        The memory; what later events have laid over it is left alone.
    """
    kept: dict[str, Mapping[str, Any]] = dict(now)
    for plugin in before.keys() | after.keys():
        had, lays = before.get(plugin, {}), after.get(plugin, {})
        mine = dict(kept.get(plugin, {}))
        for key in had.keys() | lays.keys():
            if mine.get(key) == had.get(key, view.get(plugin, {}).get(key)):
                mine[key] = lays.get(key, view.get(plugin, {}).get(key))
        kept[plugin] = MappingProxyType({key: value for key, value in mine.items() if value is not None})
        if not kept[plugin]:
            del kept[plugin]
    return MappingProxyType(kept)
