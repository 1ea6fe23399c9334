"""Reads the order that the API answers: the same facts as in a webhook's body, under other names."""

from collections.abc import Sequence

from retention_adapters.guests import guest
from retention_adapters.shopify.events.ours import is_replacement
from retention_adapters.shopify.events.reading import Part
from retention_adapters.shopify.events.snapshot import Buyer, Item, Order, PaidBack, Returned
from retention_sdk import Money, Profile

PAID = frozenset({"PAID", "PARTIALLY_REFUNDED", "REFUNDED"})


def order_of(node: Part) -> Order:
    """The order of a node, its lines, shipping lines and refunds complete.

    Args:
        node: as `order_whole` asks for it; each connection is a list under `nodes`.

    Raises:
        Unreadable: a field that is needed is missing, or is not what it should be.
    """
    currency = node.words("currencyCode")
    inclusive = node.flag("taxesIncluded")
    shipping = [
        _paid(line, line.money("originalPriceSet"), inclusive=inclusive) for line in nodes(node, "shippingLines")
    ]
    return Order(
        id=node.id(),
        buyer=_buyer(node),
        at=node.moment("processedAt"),
        seen=node.moment("updatedAt"),
        cancelled=node.maybe_moment("cancelledAt"),
        test=node.flag("test"),
        paid=node.words("displayFinancialStatus") in PAID,
        items=tuple(_item(line, inclusive=inclusive) for line in nodes(node, "lineItems") if line.whole("quantity")),
        shipping=Money.sum([total for total, _, _ in shipping], currency),
        shipping_tax=Money.sum([tax for _, tax, _ in shipping], currency),
        codes=tuple(sorted({code for one in node.data.get("discountCodes") or () if (code := str(one).strip())})),
        refunds=tuple(_refund(one, inclusive=inclusive) for one in node.parts("refunds")),
        replaces=is_replacement(str(tag) for tag in node.data.get("tags") or ()),
    )


def nodes(part: Part, name: str) -> Sequence[Part]:
    """The nodes of a connection."""
    found = part.maybe(name)
    return [] if found is None else found.parts("nodes")


def _buyer(node: Part) -> Buyer | None:
    email, customer = node.words("email").strip().lower(), node.maybe("customer")
    locale = node.locale("customerLocale")
    if customer is None:
        return Buyer(guest(email), Profile(email=email, locale=locale)) if email else None
    address = customer.maybe("defaultEmailAddress")
    known = (address.words("emailAddress").strip().lower() if address else "") or email
    name = f"{customer.words('firstName')} {customer.words('lastName')}".strip()
    return Buyer(customer.id(), Profile(email=known, name=name, locale=locale))


def _paid(line: Part, price: Money, *, inclusive: bool) -> tuple[Money, Money, Money]:
    discount = Money.sum([one.money("allocatedAmountSet") for one in line.parts("discountAllocations")], price.currency)
    tax = Money.sum([one.money("priceSet") for one in line.parts("taxLines")], price.currency)
    return (price - discount if inclusive else price - discount + tax), tax, discount


def _item(line: Part, *, inclusive: bool) -> Item:
    quantity = line.whole("quantity")
    total, tax, discount = _paid(line, line.money("originalUnitPriceSet") * quantity, inclusive=inclusive)
    return Item(
        id=line.id(),
        sku=_sku_of(line),
        quantity=quantity,
        removed=max(quantity - line.whole("currentQuantity"), 0),
        total=total,
        discount=discount,
        tax=tax,
        gift_card=line.flag("isGiftCard"),
    )


def _sku_of(line: Part) -> str:
    if sku := line.words("sku").strip():
        return sku
    if (variant := line.maybe("variant")) is not None:
        return f"variant-{variant.id()}"
    return line.words("title").strip() or f"line-{line.id()}"


def _refund(refund: Part, *, inclusive: bool) -> PaidBack:
    items: list[Returned] = []
    for one in nodes(refund, "refundLineItems"):
        line, total = one.part("lineItem"), one.money("subtotalSet")
        total = total if inclusive else total + one.money("totalTaxSet")
        if quantity := one.whole("quantity"):
            items.append(Returned(item=line.id(), sku=_sku_of(line), quantity=quantity, total=total))
    return PaidBack(
        id=refund.id(),
        at=refund.maybe_moment("processedAt") or refund.moment("createdAt"),
        items=tuple(items),
        money=refund.money("totalRefundedSet"),
    )
