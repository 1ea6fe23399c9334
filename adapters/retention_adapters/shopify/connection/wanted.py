"""What a connection should be."""

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from retention_adapters.shopify.scopes import missing


@frozen(kw_only=True)
class Wanted:
    """What the settings say.

    Args:
        shop: the shop's domain.
        api_version: the version of the Admin API.
        address: where webhooks are to come; empty where nobody said.
        signed: whether there is a client secret.
        subscriptions: whether the app has made the shop's subscription contracts.
    """

    shop: str
    api_version: str
    address: str
    signed: bool
    subscriptions: bool

    @property
    def scopes(self) -> Mapping[str, str]:
        """The scopes that the adapter needs, with what cannot be done without each."""
        return {**SCOPES, **(OF_OUR_CONTRACTS if self.subscriptions else {})}


SCOPES: Final[Mapping[str, str]] = {
    "read_orders": "orders are not heard of",
    "read_customers": "customers are not heard of",
    "write_customers": "customers cannot be tagged",
    "read_products": "items for coupons and replacements cannot be found",
    "write_discounts": "coupons cannot be made",
    "write_draft_orders": "replacements cannot be sent",
    "write_gift_cards": "gift cards cannot be made",
    "read_store_credit_accounts": "store credit cannot be looked up",
    "write_store_credit_account_transactions": "store credit cannot be given or taken",
    "write_orders": "money cannot be refunded",
}

OF_OUR_CONTRACTS: Final[Mapping[str, str]] = {
    "write_own_subscription_contracts": "subscriptions cannot be changed",
}

TOPICS: Final[Mapping[str, str]] = {
    "APP_UNINSTALLED": "",
    "CUSTOMERS_CREATE": "read_customers",
    "CUSTOMERS_EMAIL_MARKETING_CONSENT_UPDATE": "read_customers",
    "CUSTOMERS_ENABLE": "read_customers",
    "CUSTOMERS_MARKETING_CONSENT_UPDATE": "read_customers",
    "CUSTOMERS_MERGE": "read_customer_merge",
    "CUSTOMERS_UPDATE": "read_customers",
    "DISPUTES_CREATE": "read_shopify_payments_disputes",
    "DISPUTES_UPDATE": "read_shopify_payments_disputes",
    "FULFILLMENTS_UPDATE": "read_fulfillments",
    "ORDERS_CANCELLED": "read_orders",
    "ORDERS_EDITED": "read_orders",
    "ORDERS_PAID": "read_orders",
    "ORDERS_UPDATED": "read_orders",
    "REFUNDS_CREATE": "read_orders",
}
"""The topics that are subscribed to, each with the scope that it needs. The three of compliance are not among them:
they are set in the app's own configuration alone."""


def topics_for(granted: Sequence[str]) -> list[str]:
    """The topics that the app may hear of."""
    lacking = missing(granted, filter(None, TOPICS.values()))
    return [topic for topic, scope in TOPICS.items() if scope not in lacking]
