"""TakeStoreCredit."""

from retention_adapters.shopify.acts.amounts import amount_of, given
from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.acts.store_credit.accounts import Account, account
from retention_adapters.shopify.acts.store_credit.giving import ALIKE
from retention_adapters.shopify.graphql import UserErrors
from retention_sdk import Money, TakeStoreCredit
from retention_sdk.errors import Refused, TryLater
from retention_sdk.platforms import Receipt


def take_store_credit(job: Job, take: TakeStoreCredit) -> Receipt:
    """Take the amount out, or what is left of it; where an earlier try may have, what went out since is read first."""
    customer = job.the_customer("store credit")
    there = account(job, customer, take.amount.currency, job.looked_for_since)
    if there is None:
        raise Refused(f"the customer has no store credit in {take.amount.currency} to take {take.amount} from")
    for one in there.changes:
        if not one.credits and one.amount == min(take.amount, one.after + one.amount):
            return Receipt(reference=one.id, notes=[ALIKE, *_short(take.amount, one.amount)])
    wanted = min(take.amount, there.balance)
    if wanted.minor <= 0:
        raise Refused(f"the customer has spent the store credit: nothing is left to take {take.amount} from")
    return _taken(job, there, wanted, take.amount)


def _taken(job: Job, there: Account, wanted: Money, asked: Money) -> Receipt:
    try:
        answer = job.once("store_credit_account_debit", id=there.id, debitInput={"debitAmount": given(wanted)})
    except UserErrors as errors:
        if "INSUFFICIENT_FUNDS" in errors.codes:  # so it was spent since it was read: what is left is read again
            raise TryLater("the customer spends store credit right now") from None
        raise
    made = answer["storeCreditAccountDebit"]["storeCreditAccountTransaction"]
    took = amount_of(made["amount"])
    return Receipt(reference=str(made["id"]), notes=_short(asked, took if took.minor >= 0 else -took))


def _short(asked: Money, taken: Money) -> list[str]:
    return [f"{taken} of {asked} were taken, as no more was left"] if taken < asked else []
