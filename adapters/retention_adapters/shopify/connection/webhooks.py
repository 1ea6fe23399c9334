"""Webhook subscriptions: Shopify deletes one after eight failures in a row, so they are put back."""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from retention_adapters.shopify.connection.wanted import Wanted, topics_for
from retention_adapters.shopify.graphql import Runs, UserErrors
from retention_adapters.shopify.people import define_birth_date
from retention_sdk.errors import Refused


@frozen
class Subscription:
    """A webhook subscription.

    Args:
        topic: as the API names it, such as "ORDERS_PAID".
        address: where it is sent.
        version: the version that its body is written in.
    """

    topic: str
    address: str
    version: str


def subscriptions(graphql: Runs) -> Iterator[Subscription]:
    """The app's subscriptions in the shop, as the API made them."""
    after: str | None = None
    while True:
        page = graphql.run("webhook_subscriptions_list", {"first": 100, "after": after})["webhookSubscriptions"]
        for node in page["nodes"]:
            yield _subscription(node)
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def scopes(graphql: Runs) -> tuple[dict[str, Any], list[str]]:
    """The shop, and what the app is allowed in it."""
    found = graphql.run("shop_info", {})
    return dict(found["shop"]), [one["handle"] for one in found["currentAppInstallation"]["accessScopes"]]


def put_in_place(graphql: Runs, wanted: Wanted) -> Sequence[str]:
    """Subscribe to each topic that the app may hear of, where it is not; and let birthdays have a place.

    Args:
        graphql: the shop's client.
        wanted: where webhooks are to come.

    Returns:
        What was done, in sentences.

    Raises:
        Refused: there is no address, or Shopify does not take one of the subscriptions; the others are made.
    """
    if not wanted.address.startswith(("https://", "pubsub://", "arn:")):
        raise Refused("Shopify sends webhooks over https alone; set `webhook_url` to an address with https://")
    _, granted = scopes(graphql)
    there = {one.topic for one in subscriptions(graphql) if one.address == wanted.address}
    done: list[str] = []
    refused: list[str] = []
    for topic in topics_for(granted):
        if topic not in there:
            try:
                done.append(_made(graphql, topic, wanted))
            except UserErrors as error:
                if not any("taken" in message for message in error.messages):  # made by somebody else meanwhile
                    refused.append(f"{topic}: {error}")
    if "write_customers" in granted and define_birth_date(graphql):
        done.append("Shopify has a place for customers' birthdays now: facts.birth_date.")
    if refused:
        raise Refused(f"Shopify does not take these webhooks: {'; '.join(refused)}")
    return done


def _made(graphql: Runs, topic: str, wanted: Wanted) -> str:
    subscription: dict[str, object] = {"uri": wanted.address, "format": "JSON"}
    if topic == "CUSTOMERS_UPDATE":  # it has no metafields unless they are named
        subscription["metafields"] = [{"namespace": "facts", "key": "birth_date"}]
    # what is there already is not made twice
    answer = graphql.run(
        "webhook_subscription_create", {"topic": topic, "webhookSubscription": subscription}, repeatable=True
    )
    made = _subscription(answer["webhookSubscriptionCreate"]["webhookSubscription"])
    other = "" if made.version == wanted.api_version else f", in version {made.version} and not {wanted.api_version}"
    return f"Shopify tells of {topic} now{other}."


def _subscription(node: dict[str, Any]) -> Subscription:
    return Subscription(node["topic"], node["uri"], node["apiVersion"]["handle"])
