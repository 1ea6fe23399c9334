"""What is installed: read from metadata alone, sorted, and loaded by name."""

from functools import cache
from importlib.metadata import Distribution, EntryPoint, entry_points
from typing import Any

from attrs import frozen

from retention_sdk.contract import Statement, statement_of
from retention_sdk.errors import PluginError

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
    statements: dict[str, Statement] = {}
    origin_of = cache(_origin)  # whoever asks a distribution for its name has it read a file
    for point in sorted(entry_points(group=group), key=lambda p: (p.name, p.value, origin_of(p.dist))):
        origin = origin_of(point.dist)
        other = found.get(point.name)
        if other and (other.entry_point.value != point.value or _named(other.origin) != _named(origin)):
            raise PluginError(f"{other.origin} and {origin} both offer a plugin {point.name!r}; uninstall one of them")
        if origin not in statements:
            statements[origin] = statement_of(point.dist, origin) if point.dist else Statement(origin)
        found[point.name] = Installed(point.name, origin, point, statements[origin])
    return found


def _origin(distribution: Distribution | None) -> str:
    return f"{distribution.name} {distribution.version}" if distribution else "an unknown distribution"


def _named(origin: str) -> str:
    return origin.rpartition(" ")[0]
