"""What strategies want to see of the past."""

from datetime import timedelta

from retention_sdk.errors import PluginError
from retention_sdk.registry.asks import Ask

LONGEST_VIEW = timedelta(days=36_525)
"""The furthest that a strategy can look back: a century."""


def span(ask: Ask) -> timedelta:
    """How far back a strategy looks, as its `looks_back` says.

    Raises:
        PluginError: it raised, or answered no such span.
    """
    try:
        told = ask.call(None, None)
    except (Exception, SystemExit) as error:
        raise PluginError(f"plugin {ask.plugin!r}: looks_back raised {type(error).__name__}: {error}") from error
    if not isinstance(told, timedelta) or not timedelta(0) <= told <= LONGEST_VIEW:
        raise PluginError(f"plugin {ask.plugin!r}: looks_back answered {told!r}; answer a timedelta, such as days(90)")
    return told


def counted(ask: Ask) -> list[str]:
    """The units whose credits a strategy counts, as its `counts_units` says.

    Raises:
        PluginError: it raised, or answered something else than units.
    """
    try:
        units = [*ask.call(None, None)]
    except (Exception, SystemExit) as error:
        raise PluginError(f"plugin {ask.plugin!r}: counts_units raised {type(error).__name__}: {error}") from error
    if not all(isinstance(unit, str) and unit for unit in units):
        raise PluginError(f'plugin {ask.plugin!r}: counts_units answered {units!r}; answer units, such as ["points"]')
    return units
