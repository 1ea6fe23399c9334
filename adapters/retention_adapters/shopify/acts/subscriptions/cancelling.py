"""CancelSubscription."""

from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.acts.subscriptions.contracts import ENDED, contract
from retention_adapters.shopify.graphql import UserErrors
from retention_sdk import CancelSubscription
from retention_sdk.platforms import Receipt


def cancel_subscription(job: Job, cancel: CancelSubscription) -> Receipt:
    """End the contract. What was paid for is delivered all the same: the end of the period comes to the same as now."""
    found = contract(job, cancel.subscription)
    if found["status"] in ENDED:
        return Receipt(reference=found["id"], notes=[f"the subscription had ended already: {found['status'].lower()}"])
    try:
        job.ask("subscription_contract_cancel", id=found["id"])
    except UserErrors as errors:
        if "CONTRACT_TERMINATED" not in errors.codes:  # which it is where the first answer was lost
            raise
    return Receipt(reference=found["id"])
