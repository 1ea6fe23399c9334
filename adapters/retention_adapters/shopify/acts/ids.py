"""Shopify's ids: a number in webhooks, a global id in GraphQL."""

from retention_sdk.errors import Refused

_HEAD = "gid://shopify/"


def gid(kind: str, id: str) -> str | None:
    """The global id of something by either of its ids.

    Args:
        kind: what it is, such as "Customer".
        id: its number, or its global id.

    Returns:
        The global id; None where it is neither.
    """
    if id.startswith(f"{_HEAD}{kind}/"):
        return id
    return f"{_HEAD}{kind}/{id}" if id.isascii() and id.isdigit() else None


def the_gid(kind: str, id: str) -> str:
    """The global id of something that has to have one.

    Raises:
        Refused: it is not one of Shopify's.
    """
    found = gid(kind, id)
    if found is None:
        raise Refused(f"{id!r} is not the id of a Shopify {kind}: that is a number, or begins with {_HEAD}{kind}/")
    return found


def number(id: str) -> str:
    """The number at the end of a global id."""
    return id.rpartition("/")[2]


def quoted(text: str) -> str:
    """A text as one term of Shopify's search."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def is_of(sku: str, found: str | None, variant: str) -> bool:
    """Whether an item is of a SKU as events name it: its own, or for one that has none, "variant-" and its number.

    Args:
        sku: what is looked for.
        found: the item's SKU in the shop.
        variant: the item's global id.
    """
    own = (found or "").strip()
    return own == sku if own else sku == f"variant-{number(variant)}"
