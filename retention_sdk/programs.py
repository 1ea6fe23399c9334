"""The programs that a store has had, so that what was decided can be decided again as it was."""

from collections.abc import Mapping
from typing import Any

from retention_sdk.assembly import Assembly, assemble
from retention_sdk.errors import BadConfig, PluginError
from retention_sdk.store import Store, settings_of
from retention_sdk.turns import Program
from retention_sdk.wire import loads


class Programs:
    """The program of each version of a store's settings.

    Args:
        assembly: the configuration of now.
        store: the database.
        current: the program of now.
    """

    def __init__(self, assembly: Assembly, store: Store, current: Program) -> None:
        self._assembly, self._store = assembly, store
        self._known: dict[int, Program | None] = {current.settings: current}

    def __call__(self, version: int) -> Program | None:
        """The program of a version; None where a strategy of it is gone, or of another major version."""
        if version not in self._known:
            found = settings_of(self._store, self._assembly.config.store.key, version)
            self._known[version] = None if found is None else self._made(version, *map(loads, found))
        return self._known[version]

    def _made(self, version: int, then: Mapping[str, Any], written: Mapping[str, Any]) -> Program | None:
        now = loads(self._assembly.settings_text())
        if any(_major(one) != _major(now["plugins"].get(name, one)) for name, one in then["plugins"].items()):
            return None
        same = {name for name, one in then["plugins"].items() if now["plugins"].get(name) == one}
        strategies = {one.name: one.strategy for one in self._assembly.registry.enabled if one.name in same}
        plugins = {name: table for name, table in written["plugins"].items() if name not in same}
        if then["plugins"].keys() - same - plugins.keys():
            return None
        tables = {**written, "store": {**then["store"], **self._named()}, "plugins": plugins}
        try:
            made = assemble(tables, strategies)
        except (BadConfig, PluginError):
            return None
        rebuilt = loads(made.settings_text())["plugins"]
        # the environment may say something else by now
        if any(rebuilt[name] != then["plugins"][name] for name, table in plugins.items() if "'env'" in repr(table)):
            return None
        order = list(then["plugins"])
        return made.ordered(order).program(version)

    def _named(self) -> Mapping[str, str]:
        """What of the store is no part of its settings: what it is called, and how it speaks."""
        store = self._assembly.config.store
        return {"name": store.name, "key": store.key, "language": store.language}


def _major(plugin: Mapping[str, Any]) -> str:
    """The distribution of a strategy, and its major version."""
    name, _, version = str(plugin["origin"]).rpartition(" ")
    return f"{name} {version.partition('.')[0]}"
