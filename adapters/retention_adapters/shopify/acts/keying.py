"""Mutations with an idempotency key, and what Shopify says to a key that it knows."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.graphql import UserErrors
from retention_sdk.errors import Refused, TryLater

TRIES = 3
"""How many keys an action has: a key whose try has failed does nothing any more."""


def keyed(job: Job, document: str, variables: Mapping[str, object]) -> Mapping[str, Any]:
    """Send a mutation under the action's idempotency key, the same on each try.

    Args:
        job: what is carried out.
        document: a mutation with `@idempotent`.
        variables: its variables but the key.

    Returns:
        What it answers.

    Raises:
        UserErrors: it did nothing, and says why.
        TryLater: another try of ours is under way, or its outcome is not known.
        Refused: Shopify does not take it.
    """
    for count in range(TRIES):
        name = f"retention:{job.key}" + (f":{count}" if count else "")
        try:
            return job.graphql.run(document, variables, idempotency_key=str(uuid5(NAMESPACE_URL, name)))
        except (UserErrors, Refused) as error:  # it has no code of its own for it, so its words tell
            told = str(error).upper().replace(" ", "_")
            if "PREVIOUS_ATTEMPT_FAILED" not in told:
                if "CONCURRENT_REQUEST" in told or "PARAMETER_MISMATCH" in told:
                    raise TryLater("an earlier try is under way at Shopify", timedelta(minutes=1)) from None
                raise
    raise Refused("Shopify failed at it each time, and did nothing")
