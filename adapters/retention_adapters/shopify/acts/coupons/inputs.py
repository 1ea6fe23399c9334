"""Terms as Shopify takes them."""

from retention_adapters.shopify.acts.amounts import instant, of_code
from retention_adapters.shopify.acts.coupons.terms import Terms


def input_of(terms: Terms) -> dict[str, object]:
    """What is sent to make a code of these terms, or to set one back to them: all but code, title and start."""
    sent: dict[str, object] = {
        "usageLimit": terms.uses,
        "appliesOncePerCustomer": terms.once,
        "endsAt": instant(terms.ends),
        "combinesWith": dict.fromkeys(("orderDiscounts", "productDiscounts", "shippingDiscounts"), terms.combinable),
        "context": {"customers": {"add": [terms.customer]}} if terms.customer else {"all": "ALL"},
    }
    if terms.family == "bxgy":
        return sent | _buy_and_get(terms)
    if terms.minimum is not None:
        sent["minimumRequirement"] = {"subtotal": {"greaterThanOrEqualToSubtotal": str(terms.minimum.amount)}}
    if terms.family == "free_shipping":
        return sent | {"destination": {"all": True}}
    return sent | {"customerGets": {"items": _items(terms.items), "value": _value(terms)}}


def _value(terms: Terms) -> dict[str, object]:
    if terms.amount is not None:
        return {"discountAmount": {"amount": str(terms.amount.amount), "appliesOnEachItem": False}}
    return {"percentage": of_code(int(terms.percent or 0))}


def _buy_and_get(terms: Terms) -> dict[str, object]:
    kind, least = terms.least or ("quantity", 1)
    return {
        "usesPerOrderLimit": 1,
        "customerBuys": {"items": _items(terms.buys), "value": {kind: str(least)}},
        "customerGets": {
            "items": _items(terms.items),
            "value": {"discountOnQuantity": {"quantity": str(terms.free), "effect": {"percentage": of_code(100)}}},
        },
    }


def _items(ids: frozenset[str]) -> dict[str, object]:
    if not ids:
        return {"all": True}
    named = sorted(ids)
    if "/Collection/" in named[0]:
        return {"collections": {"add": named}}
    return {"products": {"productVariantsToAdd": named}}
