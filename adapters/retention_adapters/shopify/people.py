"""What the shop keeps of its customers for us: their birthday, and what they allowed."""

from datetime import date, datetime

from retention_adapters.shopify.acts.amounts import instant
from retention_adapters.shopify.acts.ids import the_gid
from retention_adapters.shopify.graphql import Runs, UserErrors

BIRTH_DATE = {"namespace": "facts", "key": "birth_date"}
"""Shopify's own place for a customer's birthday."""


def define_birth_date(graphql: Runs) -> bool:
    """Let the shop have a place for birthdays: merchants and customers can then see and write them.

    Args:
        graphql: the shop's client.

    Returns:
        Whether it had none.

    Raises:
        UserErrors: Shopify does not take it.
    """
    try:
        graphql.run("standard_metafield_definition_enable", {"ownerType": "CUSTOMER", **BIRTH_DATE}, repeatable=True)
    except UserErrors as errors:
        if "TAKEN" not in errors.codes:
            raise
        return False
    return True


def keep_birth_date(graphql: Runs, customer: str, born: date) -> None:
    """Write a birthday into the customer's metafield `facts.birth_date`; twice comes to the same.

    Args:
        graphql: the shop's client.
        customer: the customer's id in Shopify.
        born: the day.

    Raises:
        UserErrors: Shopify does not take it.
    """
    field = BIRTH_DATE | {"ownerId": the_gid("Customer", customer), "type": "date", "value": born.isoformat()}
    graphql.run("metafields_set", {"metafields": [field]}, repeatable=True)


def keep_consent(graphql: Runs, customer: str, *, given: bool, at: datetime) -> None:
    """Write down whether a customer may be mailed for marketing; twice comes to the same.

    Args:
        graphql: the shop's client.
        customer: the customer's id in Shopify.
        given: whether they allowed it; a no is UNSUBSCRIBED, the only one that Shopify takes.
        at: when they said so.

    Raises:
        UserErrors: Shopify does not take it: whoever has no e-mail address can allow nothing.
    """
    consent: dict[str, object] = {
        "marketingState": "SUBSCRIBED" if given else "UNSUBSCRIBED",
        "consentUpdatedAt": instant(at),
    }
    if given:
        consent["marketingOptInLevel"] = "SINGLE_OPT_IN"
    wanted = {"customerId": the_gid("Customer", customer), "emailMarketingConsent": consent}
    graphql.run("customer_email_marketing_consent_update", {"input": wanted}, repeatable=True)
