"""What an app is allowed in a shop."""

from collections.abc import Iterable

from retention_adapters.shopify.library import ApiAccess, ApiAccessError


def missing(granted: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """The scopes that are wanted and not granted; one to write has the one to read in it.

    Args:
        granted: the scopes that the app has.
        wanted: the scopes that it should have.

    Returns:
        Those that it lacks, in the order in which they were asked for.
    """
    had = ApiAccess([scope for scope in granted if _is_admin(scope)])
    return [scope for scope in wanted if not had.covers(ApiAccess([scope]))]


def _is_admin(scope: str) -> bool:
    """Whether it is one of the Admin API's; customer accounts have scopes that the library cannot read."""
    try:
        ApiAccess([scope])
    except ApiAccessError:
        return False
    return True
