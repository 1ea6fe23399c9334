"""The versions that there were, and the one of this SDK."""

from collections.abc import Iterator

from retention_sdk.contract.shims import REFUSED_PAIR
from retention_sdk.contract.version import Change, Version

V1 = Version(1)
"""The first: a strategy's hooks, and a guard that refuses with a pair of a code and a sentence."""

V2 = Version(2, (REFUSED_PAIR,))
"""A guard refuses with `Refused(code, sentence)` alone, and what a strategy says of itself can be read."""

VERSIONS = (V1, V2)
"""All of them, the oldest first."""

CURRENT = VERSIONS[-1].number
"""The version of this SDK."""


def changes_since(number: int) -> Iterator[Change]:
    """What a plugin does not know that was built for an older version.

    Args:
        number: the version it was built for.

    Yields:
        The changes after it, the oldest first: in this order their shims are put around a call.
    """
    return (change for version in VERSIONS if version.number > number for change in version.changes)
