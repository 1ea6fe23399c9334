"""The hooks that say what a strategy sees of the past."""

from collections.abc import Iterable
from datetime import timedelta

from retention_sdk.hookspecs.markers import hookspec


@hookspec
def looks_back() -> timedelta:
    """How far back this strategy looks at a customer's orders and rewards; a strategy without it sees none."""
    return timedelta(0)


@hookspec
def counts_units() -> Iterable[str]:
    """The units whose credits this strategy counts, as far as it looks back; a strategy without it sees none."""
    return ()
