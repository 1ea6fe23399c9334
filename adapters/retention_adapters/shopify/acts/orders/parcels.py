"""What goes into a replacement, and where it goes."""

from retention_adapters.shopify.acts.amounts import given
from retention_adapters.shopify.acts.ids import is_of
from retention_adapters.shopify.acts.reading import Found, inside
from retention_sdk import Money, SendReplacement
from retention_sdk.errors import Refused


def draft_of(order: Found, sent: SendReplacement) -> dict[str, object]:
    """The draft order that sends items of an order again: to its customer, where the order went, without shipping.

    Raises:
        Refused: the item is not in the order, or not in the shop any more.
    """
    free = given(Money.zero(str(order["currencyCode"])))
    draft: dict[str, object] = {
        "note": f"Replacement for {order['name']}" + (f": {sent.reason}" if sent.reason else ""),
        "lineItems": _lines(order, sent),
        "shippingLine": {"title": "Replacement", "priceWithCurrency": free},
    }
    if order["customer"]:
        draft["purchasingEntity"] = {"customerId": order["customer"]["id"]}
    if address := _address(inside(order, "shippingAddress")):
        return draft | {"shippingAddress": address}
    if not order["customer"]:  # without approval for personal data Shopify shows no address
        raise Refused("the order has neither a customer nor an address that the app may see, so nothing can be sent")
    return draft | {"useCustomerDefaultAddress": True}


def _lines(order: Found, sent: SendReplacement) -> list[dict[str, object]]:
    lines = [edge["node"] for edge in order["lineItems"]["edges"] if not edge["node"]["isGiftCard"]]
    if sent.sku is None:
        return [_line(one, one["quantity"]) for one in lines] or _nothing("the order has nothing that could be sent")
    wanted = [one for one in lines if is_of(sent.sku, one["sku"], str(inside(one, "variant").get("id", "")))]
    return [_line(wanted[0], sent.quantity)] if wanted else _nothing(f"the order has no item {sent.sku!r}")


def _line(line: Found, quantity: int) -> dict[str, object]:
    if not line["variant"]:
        raise Refused(f"the item {line['sku'] or line['title']!r} is not in the shop any more, so it cannot be sent")
    return {"variantId": line["variant"]["id"], "quantity": quantity}


def _nothing(why: str) -> list[dict[str, object]]:
    raise Refused(why)


_SAME = (
    "address1",
    "address2",
    "city",
    "company",
    "firstName",
    "lastName",
    "phone",
    "provinceCode",
    "zip",
)


def _address(found: Found) -> dict[str, object]:
    if not found.get("address1"):
        return {}
    kept = {name: found[name] for name in _SAME if found.get(name)}
    return kept | ({"countryCode": found["countryCodeV2"]} if found.get("countryCodeV2") else {})
