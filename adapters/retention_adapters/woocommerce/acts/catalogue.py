"""Items and categories by the shop's own numbers."""

import html
from collections.abc import Sequence

from retention_adapters.woocommerce.shop import Shop, Thing, number_of, text_of
from retention_sdk.errors import Refused


def product_ids(shop: Shop, skus: Sequence[str]) -> list[int]:
    """The numbers of items, of which a variation has one of its own.

    Args:
        shop: where.
        skus: each of which has to be there.

    Raises:
        Refused: one is not.
    """
    return [_product(shop, sku) for sku in dict.fromkeys(skus)]


def category_ids(shop: Shop, names: Sequence[str]) -> list[int]:
    """The numbers of categories.

    Args:
        shop: where.
        names: the slug or the name of each.

    Raises:
        Refused: one is not there.
    """
    return [_category(shop, name) for name in dict.fromkeys(names)]


def _product(shop: Shop, sku: str) -> int:
    for one in shop.page("products", {"sku": sku}):
        if text_of(one, "sku") == sku and (number := number_of(one.get("id"))):
            return number
    raise Refused(f"the shop has no product with the SKU {sku!r}, so no coupon can be for it")


def _category(shop: Shop, name: str) -> int:
    # a search finds no name with an & in it, so all are read: a shop has few
    for one in shop.pages("products/categories"):
        if name.casefold() in _names(one) and (number := number_of(one.get("id"))):
            return number
    raise Refused(f"the shop has no product category {name!r}, so no coupon can be for it")


def _names(category: Thing) -> set[str]:
    return {text_of(category, "slug").casefold(), html.unescape(text_of(category, "name")).casefold()}
