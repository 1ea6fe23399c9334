"""Terms as Shopify answers them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from retention_adapters.shopify.acts.amounts import amount_of, instant_of, percent_of_code
from retention_adapters.shopify.acts.coupons.terms import Family, Terms
from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.acts.reading import inside, listed
from retention_sdk import Money

_FAMILIES: Mapping[str, Family] = {
    "DiscountCodeBasic": "basic",
    "DiscountCodeFreeShipping": "free_shipping",
    "DiscountCodeBxgy": "bxgy",
}


@frozen
class Found:
    """A code that is there: its global id, whether it is over, how often it was used, and its terms.

    The terms are None where an app made the discount, or it is of a kind that we never make.
    """

    id: str
    over: bool
    used: int
    terms: Terms | None


def found(job: Job, code: str) -> Found | None:
    """The code as it is in the shop; None where there is none."""
    node = job.ask("code_discount_by_code", code=code)["codeDiscountNodeByCode"]
    if node is None:
        return None
    discount = node["codeDiscount"]
    family = _FAMILIES.get(discount["__typename"])
    return Found(
        str(node["id"]),
        over=discount.get("status") == "EXPIRED",
        used=int(discount.get("asyncUsageCount") or 0),
        terms=None if family is None else _terms(family, discount),
    )


def _terms(family: Family, discount: Mapping[str, Any]) -> Terms:
    gets, buys = inside(discount, "customerGets"), inside(discount, "customerBuys")
    percent, amount, free = _value(inside(gets, "value"))
    return Terms(
        family=family,
        customer=_customer(discount["context"]),
        uses=discount["usageLimit"],
        once=discount["appliesOncePerCustomer"],
        ends=instant_of(discount["endsAt"]),
        combinable=_combinable(discount["combinesWith"]),
        minimum=_minimum(inside(discount, "minimumRequirement")),
        items=_items(inside(gets, "items")),
        percent=percent,
        amount=amount,
        free=free,
        buys=_items(inside(buys, "items")),
        least=_least(inside(buys, "value")),
    )


def _combinable(found: Mapping[str, Any]) -> bool | None:
    values = {bool(value) for value in found.values()}
    return values.pop() if len(values) == 1 else None


def _customer(context: Mapping[str, Any]) -> str | None:
    ids = sorted(str(one["id"]) for one in listed(context, "customers"))
    return ", ".join(ids) if ids else None if "all" in context else context["__typename"]


def _minimum(found: Mapping[str, Any]) -> Money | None:
    least = found.get("greaterThanOrEqualToSubtotal")
    return amount_of(least) if least else None


def _items(found: Mapping[str, Any]) -> frozenset[str]:
    kinds = ("productVariants", "collections")
    return frozenset(str(one["id"]) for kind in kinds for one in listed(inside(found, kind)))


def _value(value: Mapping[str, Any]) -> tuple[Decimal | None, Money | None, int | None]:
    if "percentage" in value:
        return percent_of_code(value["percentage"]), None, None
    if "appliesOnEachItem" in value:
        each = amount_of(value["amount"])
        return (Decimal(0) if value["appliesOnEachItem"] else None), each, None
    if "quantity" not in value:
        return None, None, None
    free = percent_of_code(value["effect"].get("percentage", 0))
    return (None if free == 100 else free), None, int(value["quantity"]["quantity"])


def _least(value: Mapping[str, Any]) -> tuple[str, Decimal] | None:
    for kind in ("quantity", "amount"):
        if kind in value:
            return kind, Decimal(str(value[kind]))
    return None
