"""The contract of the hooks that a plugin was built for, as the commands tell it."""

from typing import Any

from retention_sdk.assembly import OWN
from retention_sdk.contract import CURRENT, Statement
from retention_sdk.errors import PluginError


def described(statement: Statement | None) -> dict[str, Any]:
    """What is known of it, as data.

    Args:
        statement: what a distribution says; None for a store's own code, which is of now.

    Returns:
        `built_for`, None where what it says cannot be read, and whether it says anything.
    """
    if statement is None:
        return {"built_for": CURRENT, "stated": True}
    try:
        return {"built_for": statement.number, "stated": not statement.is_missing}
    except PluginError:
        return {"built_for": None, "stated": True}


def from_where(one: dict[str, Any]) -> str:
    """Where a plugin is from, and what it was built for.

    Args:
        one: what is known of it.

    Returns:
        The end of a heading.
    """
    origin, number = one["origin"] or "nowhere", one["built_for"]
    if origin == OWN or number is None:
        return f"from {origin}"
    return f"from {origin}, for contract {number}{'' if one['stated'] else ' (it does not say)'}"
