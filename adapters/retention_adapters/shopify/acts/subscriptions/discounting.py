"""DiscountSubscription and EndDiscount: a manual discount on the contract, known by its title."""

from collections.abc import Mapping
from typing import Any

from retention_adapters.shopify.acts.amounts import of_contract
from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.acts.subscriptions.contracts import Contract, contract, going_contract, redrafted
from retention_sdk import DiscountSubscription, EndDiscount
from retention_sdk.errors import Refused
from retention_sdk.platforms import Receipt


def discount_subscription(job: Job, discount: DiscountSubscription) -> Receipt:
    """Put the discount on the contract, where it is not there already; then see that it is what was meant."""
    title = _title(job, job.key)
    found = going_contract(job, discount.subscription)
    if _of(found, title) is None:
        wanted = {
            "title": title,
            "recurringCycleLimit": discount.cycles,
            "entitledLines": {"all": True},
            "value": {"percentage": of_contract(discount.percent)},
        }
        add = "subscription_draft_discount_add"
        found = redrafted(job, found["id"], lambda draft: job.once(add, draftId=draft, input=wanted))
    made = _of(found, title)
    wrong = ["it is not there"] if made is None else _differences(discount, made)
    if wrong:
        _removed(job, found, title)
        raise Refused(f"Shopify made another discount than was meant, so it was taken off again: {'; '.join(wrong)}")
    return Receipt(reference=str(made["id"]) if made else "")


def end_discount(job: Job, end: EndDiscount) -> Receipt:
    """Take the discount off the contract; what it took off by then stays off."""
    found = contract(job, end.subscription)
    if not _removed(job, found, _title(job, end.key)):
        return Receipt(reference=found["id"], notes=["the contract has no such discount any more"])
    return Receipt(reference=found["id"])


def _removed(job: Job, found: Contract, title: str) -> bool:
    there = _of(found, title)
    if there is None:
        return False
    remove = "subscription_draft_discount_remove"
    redrafted(job, found["id"], lambda draft: job.once(remove, draftId=draft, discountId=there["id"]))
    return True


def _title(job: Job, key: str) -> str:
    return f"Discount {job.code(key, 8).upper()}"


def _of(found: Contract, title: str) -> Mapping[str, Any] | None:
    return next((one for one in found["discounts"]["nodes"] if one["title"] == title), None)


def _differences(meant: DiscountSubscription, made: Mapping[str, Any]) -> list[str]:
    percent, cycles = made["value"].get("percentage"), made["recurringCycleLimit"]
    wrong = [f"{percent} percent instead of {meant.percent}"] if percent != meant.percent else []
    return wrong + ([f"{cycles} cycles instead of {meant.cycles}"] if cycles != meant.cycles else [])
