"""SkipDelivery and UnskipDelivery: by the index of a billing cycle, so that a repeat leaves out no other one."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from retention_adapters.shopify.acts.amounts import instant, instant_of
from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.acts.subscriptions.contracts import going_contract
from retention_adapters.shopify.graphql import UserErrors
from retention_sdk import SkipDelivery, UnskipDelivery
from retention_sdk.errors import Refused
from retention_sdk.platforms import Receipt

AHEAD = timedelta(days=365)
"""How far Shopify shows what is to come."""

MOST = 100


def skip_delivery(job: Job, skip: SkipDelivery) -> Receipt:
    """Leave out the first deliveries after the event, those that are left out already among them."""
    found = going_contract(job, skip.subscription)
    cycles = _cycles(job, found["id"], job.begins)[: skip.deliveries]
    if len(cycles) < skip.deliveries:
        raise Refused(f"the subscription has {len(cycles)} deliveries to come, and {skip.deliveries} should be skipped")
    for one in cycles:
        if not one["skipped"]:
            _set(job, found["id"], one["cycleIndex"], skipped=True)
    already = [f"delivery {one['cycleIndex']} was left out already" for one in cycles if one["skipped"]]
    return Receipt(reference=found["id"], notes=already, data={"cycles": [one["cycleIndex"] for one in cycles]})


def unskip_delivery(job: Job, unskip: UnskipDelivery) -> Receipt:
    """Make the deliveries after all whose day has not come."""
    found = going_contract(job, unskip.subscription)
    skipped = [one for one in _cycles(job, found["id"], job.shop.now()) if one["skipped"]]
    known = job.attempt.undoes.data.get("cycles") if job.attempt.undoes else None
    wanted = (
        [one for one in skipped if one["cycleIndex"] in known]
        if isinstance(known, tuple)
        else skipped[: unskip.deliveries]
    )
    for one in wanted:
        _set(job, found["id"], one["cycleIndex"], skipped=False)
    late = unskip.deliveries - len(wanted)
    return Receipt(reference=found["id"], notes=[f"the day of {late} deliveries has passed"] if late > 0 else [])


def _cycles(job: Job, id: str, since: datetime) -> Sequence[Mapping[str, Any]]:
    span = {"from": instant(since), "to": instant(since + AHEAD)}
    answer = job.ask("subscription_billing_cycles", contractId=id, first=MOST, **span)
    found = [
        one
        for one in answer["subscriptionBillingCycles"]["nodes"]
        if one["status"] == "UNBILLED"
        and (at := instant_of(one["billingAttemptExpectedDate"])) is not None
        and at >= since
    ]
    return sorted(found, key=lambda one: int(one["cycleIndex"]))


def _set(job: Job, id: str, index: int, *, skipped: bool) -> None:
    """Set one delivery; a no to a repeat whose first answer was lost is none where it is as it should be."""
    document = f"subscription_billing_cycle_{'skip' if skipped else 'unskip'}"
    try:
        job.ask(document, input={"contractId": id, "selector": {"index": index}})
    except UserErrors:
        there = {one["cycleIndex"]: one["skipped"] for one in _cycles(job, id, job.begins)}
        if there.get(index) is not skipped:
            raise
