"""The hook that says what a strategy sees of the past."""

from datetime import timedelta

from retention_sdk.hookspecs.markers import hookspec


@hookspec
def looks_back() -> timedelta:
    """How far back this strategy looks at a customer's orders and rewards; a strategy without it sees none."""
    return timedelta(0)
