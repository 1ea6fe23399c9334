"""Reads the order in a webhook: the resource of the REST API."""

from collections.abc import Mapping, Sequence
from typing import Final

from retention_adapters.guests import guest
from retention_adapters.shopify.events.ours import is_replacement
from retention_adapters.shopify.events.reading import Part
from retention_adapters.shopify.events.snapshot import Buyer, Item, Order, PaidBack, Returned
from retention_sdk import Money, Profile

PAID: Final = frozenset({"paid", "partially_refunded", "refunded"})
"""The states of an order that was paid in full, whatever went back since."""


def order_of(body: Part) -> Order:
    """The order in a webhook.

    Args:
        body: an order.

    Raises:
        Unreadable: a field that is needed is missing, or is not what it should be.
    """
    currency = body.words("currency")
    inclusive = body.flag("taxes_included")
    skus = {line.id(): sku_of(line) for line in body.parts("line_items")}
    shipping = [_paid(line, line.money("price_set"), inclusive=inclusive) for line in body.parts("shipping_lines")]
    return Order(
        id=body.id(),
        buyer=_buyer(body),
        at=body.maybe_moment("processed_at") or body.moment("created_at"),
        seen=body.moment("updated_at"),
        cancelled=body.maybe_moment("cancelled_at"),
        test=body.flag("test"),
        paid=body.words("financial_status").lower() in PAID,
        items=tuple(_item(line, inclusive=inclusive) for line in body.parts("line_items") if line.whole("quantity")),
        shipping=Money.sum([total for total, _, _ in shipping], currency),
        shipping_tax=Money.sum([tax for _, tax, _ in shipping], currency),
        codes=tuple(sorted({code for one in body.parts("discount_codes") if (code := one.words("code").strip())})),
        refunds=tuple(_refund(one, skus, currency, inclusive=inclusive) for one in body.parts("refunds")),
        replaces=is_replacement(body.words("tags").split(",")),
    )


def name_of(person: Part) -> str:
    """How somebody is called."""
    return f"{person.words('first_name')} {person.words('last_name')}".strip()


def sku_of(line: Part) -> str:
    """What a line is of: its SKU; where it has none, its variant, or its title."""
    if sku := line.words("sku").strip():
        return sku
    if "variant_id" in line:
        return f"variant-{line.id('variant_id')}"
    return line.words("title").strip() or f"line-{line.id()}"


def _buyer(body: Part) -> Buyer | None:
    email = (body.words("email") or body.words("contact_email")).strip().lower()
    customer = body.maybe("customer")
    if customer is None or "id" not in customer:
        return Buyer(guest(email), _profile(body, email, "")) if email else None
    known = customer.words("email").strip().lower() or email
    return Buyer(customer.id(), _profile(body, known, name_of(customer)))


def _profile(body: Part, email: str, name: str) -> Profile:
    return Profile(email=email, name=name, locale=body.locale("customer_locale"))


def _paid(line: Part, price: Money, *, inclusive: bool) -> tuple[Money, Money, Money]:
    """What was paid for a line with the tax, the tax in it, and the discount."""
    discount = Money.sum([one.money("amount_set") for one in line.parts("discount_allocations")], price.currency)
    tax = Money.sum([one.money("price_set") for one in line.parts("tax_lines")], price.currency)
    return (price - discount if inclusive else price - discount + tax), tax, discount


def _item(line: Part, *, inclusive: bool) -> Item:
    quantity = line.whole("quantity")
    total, tax, discount = _paid(line, line.money("price_set") * quantity, inclusive=inclusive)
    left = line.whole("current_quantity") if "current_quantity" in line else quantity
    return Item(
        id=line.id(),
        sku=sku_of(line),
        quantity=quantity,
        removed=max(quantity - left, 0) if "current_quantity" in line else 0,
        total=total,
        discount=discount,
        tax=tax,
        gift_card=line.flag("gift_card"),
    )


def _refund(refund: Part, skus: Mapping[str, str], currency: str, *, inclusive: bool) -> PaidBack:
    items: list[Returned] = []
    for one in refund.parts("refund_line_items"):
        line, total = one.id("line_item_id"), one.money("subtotal_set")
        total = total if inclusive else total + one.money("total_tax_set")
        if quantity := one.whole("quantity"):
            sku = skus[line] if line in skus else sku_of(one.part("line_item"))
            items.append(Returned(item=line, sku=sku, quantity=quantity, total=total))
    return PaidBack(
        id=refund.id(),
        at=refund.maybe_moment("processed_at") or refund.moment("created_at"),
        items=tuple(items),
        money=_money(refund.parts("transactions"), currency),
    )


def _money(transactions: Sequence[Part], currency: str) -> Money | None:
    """What went back in the shop's currency; None where it went in another and Shopify does not say the rate."""
    sums: list[Money] = []
    for one in transactions:
        if one.words("kind") != "refund" or one.words("status") not in ("success", "pending"):
            continue
        if one.words("currency") == currency:
            sums.append(one.amount("amount", currency))
        elif "amount_set" in one:
            sums.append(one.money("amount_set"))
        else:
            return None
    return Money.sum(sums, currency)
