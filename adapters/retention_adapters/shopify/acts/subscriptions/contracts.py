"""A contract as it is, and what changes it: through a draft that is committed."""

from collections.abc import Callable, Mapping
from typing import Any

from retention_adapters.shopify.acts.ids import the_gid
from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.graphql import UserErrors
from retention_sdk.errors import Refused, TryLater

TRIES = 3
"""How often a draft is begun anew, where somebody else changed the contract while it was written."""

ENDED = ("CANCELLED", "EXPIRED")

Contract = Mapping[str, Any]


def contract(job: Job, subscription: str) -> Contract:
    """The contract.

    Raises:
        Refused: Shopify shows the app no such contract.
    """
    found = job.ask("subscription_contract_get", id=the_gid("SubscriptionContract", subscription))
    if found["subscriptionContract"] is None:
        raise Refused("the app has made no such subscription contract, and Shopify lets it touch no others")
    return dict(found["subscriptionContract"])


def going_contract(job: Job, subscription: str) -> Contract:
    """The contract, where it has not ended.

    Raises:
        Refused: it has ended, or there is none.
    """
    found = contract(job, subscription)
    if found["status"] in ENDED:
        raise Refused(f"the subscription has ended: it is {found['status'].lower()}")
    return found


def redrafted(job: Job, id: str, change: Callable[[str], object]) -> Contract:
    """Change a contract through a draft, begun anew where the contract was changed meanwhile.

    Args:
        job: what is carried out.
        id: the contract's global id.
        change: takes the draft's id and changes it.

    Returns:
        The contract after it.

    Raises:
        TryLater: others change the contract all the time.
    """
    for _ in range(TRIES):
        draft = job.once("subscription_contract_update", contractId=id)["subscriptionContractUpdate"]["draft"]["id"]
        change(draft)
        try:
            done = job.once("subscription_draft_commit", draftId=draft)
        except UserErrors as errors:
            if "STALE_CONTRACT" not in errors.codes:
                raise
        else:
            return dict(done["subscriptionDraftCommit"]["contract"])
    raise TryLater("the subscription contract was changed by others while it was to be changed")
