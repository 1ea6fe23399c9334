"""IssueStoreCredit."""

from datetime import datetime, timedelta

from retention_adapters.shopify.acts.amounts import amount_of, given, instant
from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.acts.store_credit.accounts import account
from retention_sdk import IssueStoreCredit
from retention_sdk.platforms import Receipt

ROUNDED = timedelta(days=1)
"""How far Shopify may move an end."""

ALIKE = "an earlier try was looked for by amount and time, as Shopify keeps no mark on a credit, and this one was found"


def issue_store_credit(job: Job, gift: IssueStoreCredit) -> Receipt:
    """Put the amount in once: where an earlier try may have, what came in since is read first."""
    customer, ends = job.the_customer("store credit"), job.ends(gift.valid_for)
    if job.looked_for_since is not None:
        there = account(job, customer, gift.amount.currency, job.looked_for_since)
        for one in there.changes if there else ():
            if one.credits and one.amount == gift.amount and _same_end(one.expires, ends):
                return Receipt(reference=one.id, notes=[ALIKE])
    wanted: dict[str, object] = {"creditAmount": given(gift.amount)}
    if ends is not None:
        wanted["expiresAt"] = instant(ends)
    answer = job.once("store_credit_account_credit", id=customer, creditInput=wanted)
    made = answer["storeCreditAccountCredit"]["storeCreditAccountTransaction"]
    there_is = amount_of(made["amount"])
    lies = [f"Shopify put in {there_is} instead of {gift.amount}"] if there_is != gift.amount else []
    return Receipt(reference=str(made["id"]), notes=lies, data={"account": str(made["account"]["id"])})


def _same_end(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= ROUNDED
