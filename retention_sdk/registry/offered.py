"""What the distributions on this machine offer us, read once and kept as long as nothing is installed or removed."""

import sys
from functools import lru_cache
from importlib.metadata import Distribution, EntryPoint, entry_points
from pathlib import Path

from attrs import frozen

from retention_sdk.contract import Statement, statement_of

OURS = "retention_sdk."
"""How the groups of entry points begin that are read here."""


@frozen
class By:
    """A distribution that offers something.

    Args:
        name: its name.
        origin: its name and version.
        statement: what it says of the contract of the hooks.
    """

    name: str
    origin: str
    statement: Statement


def offered() -> tuple[tuple[EntryPoint, By], ...]:
    """Every entry point of our groups, each with the distribution that offers it; nothing of them is imported."""
    return _read(tuple((folder, _changed(folder)) for folder in sys.path))


def _changed(folder: str) -> int | None:
    """When something was put into a folder, or taken out of it, as a package is that is installed or removed."""
    try:
        return Path(folder).stat().st_mtime_ns
    except OSError:
        return None


@lru_cache(maxsize=1)  # reading what hundreds of packages say of themselves is most of what opening an engine costs
def _read(_: tuple[tuple[str, int | None], ...]) -> tuple[tuple[EntryPoint, By], ...]:
    known: dict[int, By] = {}
    found: list[tuple[EntryPoint, By]] = []
    every = entry_points()
    for group in sorted(group for group in every.groups if group.startswith(OURS)):
        for point in every.select(group=group):
            if id(point.dist) not in known:
                known[id(point.dist)] = _by(point.dist)
            found.append((point, known[id(point.dist)]))
    return tuple(found)


def _by(distribution: Distribution | None) -> By:
    if distribution is None:
        return By("", origin := "an unknown distribution", Statement(origin))
    origin = f"{distribution.name} {distribution.version}"
    return By(distribution.name, origin, statement_of(distribution, origin))
