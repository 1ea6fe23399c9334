"""ExtendService and ShortenService: the next order is put off for a time, or brought forward, once.

To add a time a second time adds it twice. So the contract bears the mark of the action that moved its next order last,
which is written with the new day in one commit; a repeat finds it there.
"""

from datetime import datetime, timedelta

from retention_adapters.shopify.acts.amounts import instant, instant_of
from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.acts.subscriptions.contracts import Contract, going_contract, redrafted
from retention_sdk import ExtendService, ShortenService
from retention_sdk.errors import Refused
from retention_sdk.platforms import Receipt

MOVED = "_retention_moved"
"""The custom attribute with the mark."""


def extend_service(job: Job, extend: ExtendService) -> Receipt:
    """Put the next order off: what was paid for lasts longer."""
    return _moved(job, extend.subscription, extend.duration)


def shorten_service(job: Job, shorten: ShortenService) -> Receipt:
    """Bring the next order forward, to now at the soonest."""
    return _moved(job, shorten.subscription, -shorten.duration)


def _moved(job: Job, subscription: str, span: timedelta) -> Receipt:
    found = going_contract(job, subscription)
    if any((one["key"], one["value"]) == (MOVED, job.mark()) for one in found["customAttributes"]):
        return Receipt(reference=found["id"], notes=["an earlier try had moved the next order already"])
    days: list[tuple[datetime, datetime]] = []

    def change(draft: str) -> None:
        now = going_contract(job, subscription)  # others may have changed it since it was read
        days.append(_days(job, now, span))
        others = [{"key": one["key"], "value": one["value"]} for one in now["customAttributes"] if one["key"] != MOVED]
        wanted = {"nextBillingDate": instant(days[-1][1]), "customAttributes": [*others, _mark(job)]}
        job.once("subscription_draft_update", draftId=draft, input=wanted)

    done = redrafted(job, found["id"], change)
    before, after = days[-1]
    notes = [] if after == before + span else [f"{before + span:%Y-%m-%d} has passed, so the next order is due at once"]
    if (made := instant_of(done["nextBillingDate"])) != after:
        notes.append(f"Shopify makes the next order on {made} instead of {after}; a person has to see to it")
    return Receipt(reference=found["id"], notes=notes, data={"before": before.isoformat(), "after": after.isoformat()})


def _days(job: Job, found: Contract, span: timedelta) -> tuple[datetime, datetime]:
    """When the next order is due, and when it is to be."""
    before = instant_of(found["nextBillingDate"])
    if before is None:
        raise Refused("Shopify knows no day of the subscription's next order, so there is none to move")
    return before, max(before + span, job.shop.now().replace(microsecond=0))


def _mark(job: Job) -> dict[str, str]:
    return {"key": MOVED, "value": job.mark()}
