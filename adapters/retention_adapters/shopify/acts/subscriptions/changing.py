"""ChangePlan: another item in the contract. A plan is what is delivered, by its SKU or by its variant."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from retention_adapters.shopify.acts.amounts import amount_of
from retention_adapters.shopify.acts.coupons.catalog import Variant, variants
from retention_adapters.shopify.acts.ids import gid, is_of, number
from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.acts.reading import inside, listed
from retention_adapters.shopify.acts.subscriptions.contracts import Contract, going_contract
from retention_sdk import ChangePlan, Money
from retention_sdk.errors import Refused
from retention_sdk.platforms import Receipt

Line = Mapping[str, Any]


def change_plan(job: Job, change: ChangePlan) -> Receipt:
    """Deliver another item from now on, for its price less what subscribers save; twice comes to the same."""
    found = going_contract(job, change.subscription)
    wanted = _variant(job, change.plan)
    lines = listed(inside(found, "lines"))
    if any(one["variantId"] == wanted.id for one in lines):
        return Receipt(reference=found["id"], notes=[f"the subscription has {change.plan} already"])
    line = _line(lines, change)
    price = _price_of_before(job, found) or _price(line, wanted)
    answer = job.ask(
        "subscription_contract_product_change",
        contractId=found["id"],
        lineId=line["id"],
        input={"productVariantId": wanted.id, "currentPrice": str(price.amount)},
    )
    made = amount_of(answer["subscriptionContractProductChange"]["lineUpdated"]["currentPrice"])
    notes = [] if made == price else [f"Shopify charges {made} instead of {price}; a person has to see to it"]
    return Receipt(reference=found["id"], notes=notes, data={"price": str(amount_of(line["currentPrice"]).amount)})


def _variant(job: Job, plan: str) -> Variant:
    """The item that a plan is.

    Raises:
        Refused: there is none, or several have its SKU, or it is no item.
    """
    if plan.startswith("gid://shopify/SellingPlan/"):
        raise Refused("a selling plan is no item; name what is to be delivered, by its SKU or its variant")
    known = gid("ProductVariant", plan) if plan.startswith("gid://") else None
    found = variants(job, f"variant-{number(known)}" if known else plan)
    if len(found) > 1:
        raise Refused(f"{len(found)} items of the shop have the SKU {plan!r}; name one by its variant, as variant-42")
    return found[0]


def _line(lines: Sequence[Line], change: ChangePlan) -> Line:
    """The line that is changed.

    Raises:
        Refused: it is not there, or nobody can say which it is.
    """
    before = change.before
    found = [one for one in lines if before is None or is_of(before, one["sku"], str(one["variantId"] or ""))]
    if len(found) == 1:
        return found[0]
    if before is not None:
        raise Refused(f"the subscription has {len(found)} items {before!r}, and one of them should be changed")
    raise Refused(f"the subscription has {len(found)} items; say with `before` which one of them is changed")


def _price(line: Line, wanted: Variant) -> Money:
    """What the item costs a subscriber: they save the same share of the price as before.

    Raises:
        Refused: the contract is in another currency than the shop's prices.
    """
    now = amount_of(line["currentPrice"])
    if now.currency != wanted.price.currency:
        raise Refused(f"the subscription is in {now.currency}, and prices are in {wanted.price.currency}")
    base = inside(inside(line, "pricingPolicy"), "basePrice")
    full = amount_of(base) if base else now
    return wanted.price.part(now.minor, full.minor) if full else wanted.price


def _price_of_before(job: Job, found: Contract) -> Money | None:
    """What the plan cost that a subscription is moved back to."""
    price = job.attempt.undoes.data.get("price") if job.attempt.undoes else None
    return Money.of(Decimal(price), str(found["currencyCode"])) if isinstance(price, str) else None
