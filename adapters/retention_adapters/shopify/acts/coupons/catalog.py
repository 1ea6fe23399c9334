"""Items and categories by the names that a store has for them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from attrs import frozen

from retention_adapters.shopify.acts.ids import is_of, quoted
from retention_adapters.shopify.acts.job import Job
from retention_sdk import Money
from retention_sdk.errors import Refused

MOST = 250
"""The most that Shopify answers at once, and takes in a list."""


@frozen
class Variant:
    """An item of the shop: its global id, and what it costs."""

    id: str
    price: Money


def variants(job: Job, sku: str) -> Sequence[Variant]:
    """The items that have a SKU; the search finds others beside them, which only look like it.

    Raises:
        Refused: there is none.
    """
    nameless = sku.removeprefix("variant-")
    query = f"id:{nameless}" if nameless != sku and nameless.isdigit() else f"sku:{quoted(sku)}"
    answer = job.ask("variants_by_sku", query=query, first=MOST)
    currency = str(answer["shop"]["currencyCode"])
    found = [
        Variant(str(one["id"]), Money.of(Decimal(str(one["price"])), currency))
        for one in answer["productVariants"]["nodes"]
        if is_of(sku, one["sku"], one["id"])
    ]
    if not found:
        raise Refused(f"the shop has no item with the SKU {sku!r}")
    return found


def dearest(sku: str, found: Iterable[Variant]) -> Money:
    """What an item costs, and where several have its SKU, the dearest: what is promised is the item.

    Raises:
        Refused: it costs nothing, so there is nothing to take off.
    """
    price = max(one.price for one in found)
    if not price:
        raise Refused(f"the item with the SKU {sku!r} costs nothing in the shop, so there is nothing to take off")
    return price


def collections(job: Job, handles: Iterable[str]) -> list[str]:
    """The collections of these handles, by global id: a category of a store is a collection's handle in Shopify.

    Raises:
        Refused: there is no such collection.
    """
    return [_collection(job, handle) for handle in handles]


def _collection(job: Job, handle: str) -> str:
    answer = job.ask("collections_by_handle", query=f"handle:{quoted(handle)}", first=MOST)
    for one in answer["collections"]["nodes"]:
        if one["handle"] == handle:
            return str(one["id"])
    raise Refused(f"the shop has no collection with the handle {handle!r}, and a coupon is good for it")
