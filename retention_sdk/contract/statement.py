"""What a distribution says that it was built for: one line of its metadata, so that nothing of it is imported."""

import re
from importlib.metadata import Distribution, version

from attrs import frozen

from retention_sdk.contract.versions import CURRENT
from retention_sdk.errors import PluginError

GROUP = "retention_sdk.contract"
NAME = "built_for"

FIRST = 1
"""What whoever says nothing was built for: there was no way to say it."""

_VALUE = re.compile(r"retention_sdk\.contract\s*:\s*V([1-9][0-9]{0,3})")

LINES = f'[project.entry-points."{GROUP}"] {NAME} = "{GROUP}:V{CURRENT}"'
"""What a plugin of now has in its pyproject.toml."""


@frozen
class Statement:
    """What a distribution says of the contract, as it is written.

    Args:
        origin: the distribution and its version.
        written: the names and values of its entry points of the group, each once.
    """

    origin: str
    written: tuple[tuple[str, str], ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether it says nothing."""
        return not self.written

    @property
    def number(self) -> int:
        """The version that it was built for; the first where it says nothing.

        Raises:
            PluginError: it says something else, or several things.
        """
        if self.is_missing:
            return FIRST
        found = [_VALUE.fullmatch(value.strip()) if name == NAME else None for name, value in self.written]
        if len(found) > 1 or found[0] is None:
            told = ", ".join(f'{name} = "{value}"' for name, value in self.written)
            raise PluginError(f"{self.origin} says {told}, which is no contract of the hooks; let it say {LINES}")
        return int(found[0][1])

    def refuse_newer(self, name: str) -> None:
        """See that what the distribution was built for is known here.

        Args:
            name: the plugin that is wanted of it.

        Raises:
            PluginError: it was built for a newer contract, or says nothing that can be read.
        """
        try:
            number = self.number
        except PluginError as error:
            raise PluginError(f"plugin {name!r}: {error}") from None
        if number > CURRENT:
            raise PluginError(
                f"plugin {name!r} of {self.origin} was built for contract {number} of the hooks, and retention-sdk "
                f"{version('retention-sdk')} has contract {CURRENT}; upgrade retention-sdk, or install an older "
                f"{self.origin.rpartition(' ')[0]}"
            )


def statement_of(distribution: Distribution, origin: str) -> Statement:
    """What a distribution says, out of its metadata.

    Args:
        distribution: as `importlib.metadata` has it.
        origin: its name and version.

    Returns:
        The statement, as it is written.
    """
    points = distribution.entry_points.select(group=GROUP)
    return Statement(origin, tuple(dict.fromkeys((point.name, point.value) for point in points)))
