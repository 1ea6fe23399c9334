"""SendReplacement: an order for nothing, by way of a draft order with our mark as its tag."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from retention_adapters.shopify.acts.amounts import amount_of, of_draft
from retention_adapters.shopify.acts.ids import quoted, the_gid
from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.acts.orders.parcels import draft_of
from retention_adapters.shopify.graphql import UserErrors
from retention_sdk import SendReplacement
from retention_sdk.errors import Refused, TryLater
from retention_sdk.platforms import Receipt

SETTLES = timedelta(minutes=2)
"""How far behind Shopify's search may be: what was made a moment ago may not be found yet."""


def send_replacement(job: Job, sent: SendReplacement) -> Receipt:
    """Order the items again for nothing; where an earlier try may have, its draft order is looked for first."""
    draft = _earlier(job)
    notes = ["an earlier try had made the draft order already"] if draft else []
    if draft is None:
        draft = _drafted(job, sent)
        notes = [f"Shopify warns: {one['message']}" for one in draft["warnings"]]
    order = draft.get("order") or _completed(job, draft)
    return Receipt(reference=str(order["id"]), notes=notes, data={"draft": str(draft["id"])})


def _earlier(job: Job) -> Mapping[str, Any] | None:
    first_at = job.attempt.first_at
    if first_at is None:
        return None
    found = job.ask("draft_orders_by_tag", query=f"tag:{quoted(job.mark())}")["draftOrders"]["nodes"]
    ours = [one for one in found if job.mark() in one["tags"]]
    if not ours and job.shop.now() - first_at < SETTLES:
        raise TryLater("an earlier try may have made a draft order that Shopify's search does not show yet", SETTLES)
    return next((one for one in ours if one["order"]), ours[0] if ours else None)


def _drafted(job: Job, sent: SendReplacement) -> Mapping[str, Any]:
    order = job.ask("order_to_replace", id=the_gid("Order", sent.order))["order"]
    if order is None:
        raise Refused("the shop has no such order, or it is older than 60 days and the app may not read it")
    free = {"valueType": "PERCENTAGE", "value": of_draft(100), "title": "Replacement"}
    wanted = draft_of(order, sent) | {"tags": [job.mark()], "appliedDiscount": free}
    draft: Mapping[str, Any] = job.once("draft_order_create", input=wanted)["draftOrderCreate"]["draftOrder"]
    if costs := amount_of(draft["totalPriceSet"]["shopMoney"]):
        _dropped(job, draft)
        raise Refused(f"Shopify wants {costs} for what should cost nothing, so the draft order was deleted again")
    return draft


def _completed(job: Job, draft: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        done = job.once("draft_order_complete", id=draft["id"])["draftOrderComplete"]["draftOrder"]
    except UserErrors as errors:
        _dropped(job, draft)
        raise Refused(f"Shopify does not take the order, so its draft was deleted again: {errors}") from None
    if not done["order"]:
        raise TryLater("the draft order was completed, and Shopify does not show its order yet")
    return dict(done["order"])


def _dropped(job: Job, draft: Mapping[str, Any]) -> None:
    job.once("draft_order_delete", input={"id": draft["id"]})
