"""VoidCoupon: a code that nobody can use any more."""

from retention_adapters.shopify.acts.coupons.found import found
from retention_adapters.shopify.acts.job import Job
from retention_sdk import VoidCoupon
from retention_sdk.platforms import Receipt


def void_coupon(job: Job, void: VoidCoupon) -> Receipt:
    """End the code; it stays in the shop, where merchants see what it was used for. No code is as good as ended."""
    undone = job.attempt.undoes
    code = (undone.code if undone else None) or job.code(void.key)
    there = found(job, code)
    if there is None:
        return Receipt(notes=["the shop has no such code, so there is nothing to void"])
    if not there.over:
        job.ask("discount_code_deactivate", id=there.id)
    used = [f"the code was used before it was void, {there.used} times"] if there.used else []
    return Receipt(reference=there.id, notes=used)
