"""What is installed: read from metadata alone, sorted, and loaded by name."""

from importlib.metadata import EntryPoint
from typing import Any

from attrs import frozen

from retention_sdk.contract import Statement
from retention_sdk.errors import PluginError
from retention_sdk.registry.offered import offered

PLUGINS = "retention_sdk.plugins"
ADAPTERS = "retention_sdk.adapters"
FILES = "retention_sdk.files"


@frozen
class Installed:
    """A plugin that a distribution on this machine offers; it is not imported before it is enabled.

    Args:
        name: the entry point's name.
        origin: the distribution and its version.
        entry_point: what to import.
        statement: what the distribution says of the contract of the hooks.
    """

    name: str
    origin: str
    entry_point: EntryPoint
    statement: Statement

    def load(self) -> Any:
        """The class behind the entry point.

        Raises:
            PluginError: it was built for a newer contract of the hooks, or cannot be imported; the message names
                distribution, version and cause.
        """
        self.statement.refuse_newer(self.name)
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
    offers = [(point, by) for point, by in offered() if point.group == group]
    for point, by in sorted(offers, key=lambda offer: (offer[0].name, offer[0].value, offer[1].name)):
        other = found.get(point.name)
        if other and (other.entry_point.value, other.statement.origin) != (point.value, by.origin):
            raise PluginError(
                f"{other.origin} and {by.origin} both offer a plugin {point.name!r}; uninstall one of them"
            )
        found[point.name] = Installed(point.name, by.origin, point, by.statement)
    return found
