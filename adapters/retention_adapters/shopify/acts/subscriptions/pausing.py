"""PauseSubscription and ResumeSubscription.

A contract that Shopify calls paused stays so until somebody begins it again: nobody would, after the time of the pause.
So the next order is put off until then, and the contract goes on by itself.
"""

from datetime import datetime

from retention_adapters.shopify.acts.amounts import instant, instant_of
from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.acts.subscriptions.contracts import going_contract
from retention_sdk import PauseSubscription, ResumeSubscription
from retention_sdk.platforms import Receipt


def pause_subscription(job: Job, pause: PauseSubscription) -> Receipt:
    """Put the next order off until the pause is over; twice comes to the same."""
    found = going_contract(job, pause.subscription)
    until, before = job.begins + pause.duration, instant_of(found["nextBillingDate"])
    if before is not None and before >= until:
        return Receipt(reference=found["id"], notes=[f"the next order is on {before:%Y-%m-%d} anyway, after the pause"])
    _next_order(job, found["id"], until)
    notes = [f"the contract stays active, and its next order is on {until:%Y-%m-%d}"]
    return Receipt(reference=found["id"], notes=notes, data={} if before is None else {"before": before.isoformat()})


def resume_subscription(job: Job, resume: ResumeSubscription) -> Receipt:
    """Let the contract go on: active where it was paused, its next order when it would have been without the pause."""
    found = going_contract(job, resume.subscription)
    if found["status"] != "ACTIVE":
        job.ask("subscription_contract_activate", id=found["id"])
    before = job.attempt.undoes.data.get("before") if job.attempt.undoes else None
    if isinstance(before, str):
        _next_order(job, found["id"], max(datetime.fromisoformat(before), job.shop.now().replace(microsecond=0)))
    return Receipt(reference=found["id"])


def _next_order(job: Job, id: str, at: datetime) -> None:
    job.ask("subscription_contract_set_next_billing_date", contractId=id, date=instant(at))
