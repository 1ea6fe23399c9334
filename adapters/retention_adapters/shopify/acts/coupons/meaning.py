"""What a coupon means in Shopify's terms."""

from decimal import Decimal

from attrs import evolve

from retention_adapters.shopify.acts.coupons.catalog import collections, dearest, variants
from retention_adapters.shopify.acts.coupons.terms import Terms
from retention_adapters.shopify.acts.job import Job
from retention_sdk import FreeItem, FreeShipping, IssueCoupon, PercentOff
from retention_sdk.errors import Refused


def meant(job: Job, coupon: IssueCoupon) -> Terms:
    """The terms of a coupon.

    Raises:
        Refused: Shopify has no such discount, or an item is not in the shop.
    """
    terms = Terms(
        family="basic",
        customer=job.customer(),
        uses=coupon.uses,
        once=coupon.uses == 1,  # of a code for three uses, the same customer could use one only
        ends=job.ends(coupon.valid_for),
        combinable=coupon.combinable,
        minimum=coupon.minimum,
    )
    benefit = coupon.benefit
    if isinstance(benefit, FreeShipping):
        if coupon.skus or coupon.categories:
            raise Refused("a Shopify code for free shipping is good for whole orders; leave skus and categories out")
        return evolve(terms, family="free_shipping")
    items = _items(job, coupon)
    if isinstance(benefit, FreeItem):
        return _free_item(job, benefit, items, terms)
    if isinstance(benefit, PercentOff):
        return evolve(terms, items=items, percent=Decimal(benefit.percent))
    return evolve(terms, items=items, amount=benefit.amount)


def _items(job: Job, coupon: IssueCoupon) -> frozenset[str]:
    if coupon.skus and coupon.categories:
        raise Refused("a Shopify code is good for items or for categories; write a coupon of its own for each")
    if coupon.skus:
        return frozenset(one.id for sku in coupon.skus for one in variants(job, sku))
    return frozenset(collections(job, coupon.categories))


def _free_item(job: Job, benefit: FreeItem, buys: frozenset[str], terms: Terms) -> Terms:
    """An item for nothing: to who buys what is named, or else its price off, since 100 % off had no end of units."""
    found = variants(job, benefit.sku)
    gets = frozenset(one.id for one in found)
    if buys:
        least = ("amount", terms.minimum.amount) if terms.minimum else ("quantity", Decimal(1))
        return evolve(terms, family="bxgy", items=gets, free=benefit.quantity, buys=buys, least=least, minimum=None)
    if terms.minimum:
        raise Refused("Shopify counts a minimum over the free item alone; name in skus or categories what to buy")
    return evolve(terms, items=gets, amount=dearest(benefit.sku, found) * benefit.quantity)
