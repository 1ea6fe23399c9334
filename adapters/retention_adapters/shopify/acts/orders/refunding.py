"""RefundMoney: money back to where it came from, once."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from retention_adapters.shopify.acts.amounts import amount_of
from retention_adapters.shopify.acts.ids import the_gid
from retention_adapters.shopify.acts.job import SKEW, Job
from retention_adapters.shopify.acts.keying import keyed
from retention_adapters.shopify.acts.reading import inside, listed
from retention_sdk import Money, RefundMoney
from retention_sdk.errors import Refused
from retention_sdk.platforms import Receipt

KEPT = timedelta(hours=24)
"""How long Shopify knows an idempotency key; after that the same one pays again."""


def refund_money(job: Job, refund: RefundMoney) -> Receipt:
    """Pay the amount back; where an earlier try may have, the order's refunds are read first."""
    order = the_gid("Order", refund.order)
    first_at = job.attempt.first_at
    if first_at is not None:
        if (made := _made_before(job, order)) is not None:
            return Receipt(reference=str(made["id"]), notes=["an earlier try had paid it back already"])
        if job.shop.now() - first_at >= KEPT - SKEW:
            raise Refused(
                "it was first tried 24 hours ago or more, and after that Shopify would pay it a second time; "
                "see in the order whether it was paid back, and pay it by hand if not"
            )
    suggested = _suggested(job, order)
    amount = _presentment(refund.amount, suggested)
    sent = {
        "orderId": order,
        "note": _note(job, refund.reason),
        "notify": True,
        "currency": amount.currency,
        "transactions": list(_transactions(order, amount, suggested)),
    }
    answer = keyed(job, "refund_create", {"input": sent})
    made = answer["refundCreate"]["refund"]
    paid = amount_of(made["totalRefundedSet"]["presentmentMoney"])
    return Receipt(
        reference=str(made["id"]), notes=[f"Shopify paid {paid} back instead of {amount}"] if paid != amount else []
    )


def _note(job: Job, reason: str) -> str:
    return f"{reason} ({job.mark()})" if reason else job.mark()


def _made_before(job: Job, order: str) -> Mapping[str, Any] | None:
    found = job.ask("order_refunds", id=order)["order"]
    mark = job.mark()
    return next((one for one in listed(found, "refunds") if mark in (one["note"] or "")), None)


def _suggested(job: Job, order: str) -> Mapping[str, Any]:
    found = job.ask("order_suggested_refund", id=order)["order"]
    if found is None:
        raise Refused("the shop has no such order, or it is older than 60 days and the app may not read it")
    suggested = found["suggestedRefund"]
    if not found["refundable"] or not suggested:
        raise Refused("Shopify says that nothing of the order can be paid back")
    return dict(suggested)


def _presentment(amount: Money, suggested: Mapping[str, Any]) -> Money:
    """The amount in the currency that the customer paid in: Shopify pays back in no other.

    Raises:
        Refused: it is of neither of the order's currencies, or more than what can be paid back.
    """
    most = suggested["maximumRefundableSet"]
    shop, presentment = amount_of(most["shopMoney"]), amount_of(most["presentmentMoney"])
    if amount.currency not in (shop.currency, presentment.currency):
        raise Refused(f"the order is in {shop.currency} and was paid in {presentment.currency}, not {amount.currency}")
    ceiling = presentment if amount.currency == presentment.currency else shop
    if amount > ceiling:
        raise Refused(f"{amount} should be paid back, and {ceiling} of the order is left to pay back")
    if amount.currency == presentment.currency:
        return amount
    paid = presentment.part(amount.minor, shop.minor)
    if not paid:
        raise Refused(f"{amount} are less than the least amount of {presentment.currency}")
    return paid


def _transactions(order: str, amount: Money, suggested: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Which payments it goes back to: as Shopify suggests them, each as far as it reaches."""
    left = amount
    for one in suggested["suggestedTransactions"]:
        most = amount_of(one["amountSet"]["presentmentMoney"])
        part = min(left, most)
        if part.minor <= 0:
            continue
        yield {
            "orderId": order,
            "parentId": inside(one, "parentTransaction").get("id"),
            "kind": "REFUND",
            "gateway": one["gateway"],
            "amount": str(part.amount),
        }
        left = left - part
    if left:
        raise Refused(f"{left} of {amount} have no payment that they could go back to; pay them back by hand")
