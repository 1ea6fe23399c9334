"""What is installed: read from metadata alone, sorted, and loaded by name."""

from importlib.metadata import EntryPoint, entry_points
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
    for point in sorted(entry_points(group=group), key=lambda p: (p.name, p.value, _distribution(p))):
        origin = f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown distribution"
        other = found.get(point.name)
        if other and (
            other.entry_point.value != point.value or _distribution(other.entry_point) != _distribution(point)
        ):
            raise PluginError(f"{other.origin} and {origin} both offer a plugin {point.name!r}; uninstall one of them")
        if origin not in statements:
            statements[origin] = statement_of(point.dist, origin) if point.dist else Statement(origin)
        found[point.name] = Installed(point.name, origin, point, statements[origin])
    return found


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist else ""
