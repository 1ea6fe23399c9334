"""The shop itself: what it is, its items, webhooks, bulk operations, jobs."""

from __future__ import annotations

from tests.adapters.shopify.fake.state import Row, State, UserError, answers, nodes

SCOPES = ("read_orders", "read_customers", "write_customers", "write_discounts", "write_gift_cards")


@answers("QueryRoot.shop")
def _shop(state: State, _args: Row) -> Row:
    return {
        "id": "gid://shopify/Shop/1",
        "name": "Bean & Leaf",
        "myshopifyDomain": state.domain,
        "currencyCode": state.currency,
        "ianaTimezone": "Europe/Berlin",
        "plan": {"publicDisplayName": "Basic", "shopifyPlus": False, "partnerDevelopment": False},
    }


@answers("QueryRoot.currentAppInstallation")
def _installation(state: State, _args: Row) -> Row:
    scopes = state.tables.get("AccessScope") or {name: {} for name in SCOPES}
    return {"id": "gid://shopify/AppInstallation/1", "accessScopes": [{"handle": name} for name in scopes]}


@answers("QueryRoot.productVariants")
def _variants(state: State, args: Row) -> Row:
    """A search finds what begins alike too."""
    query = args.get("query") or ""
    if query.startswith("id:"):
        found = [state.get(f"gid://shopify/ProductVariant/{query.removeprefix('id:')}")]
        return nodes([one for one in found if one], args)
    wanted = query.removeprefix("sku:").strip('"')
    found = [one for one in state.table("ProductVariant").values() if (one["sku"] or "").startswith(wanted)]
    return nodes(found, args)


@answers("QueryRoot.collections")
def _collections(state: State, args: Row) -> Row:
    wanted = (args.get("query") or "").removeprefix("handle:").strip('"')
    return nodes([one for one in state.table("Collection").values() if one["handle"].startswith(wanted)], args)


@answers("QueryRoot.job")
def _job(state: State, args: Row) -> Row | None:
    return state.get(args["id"])


@answers("Mutation.bulkOperationRunQuery")
def _bulk(state: State, args: Row) -> Row:
    running = [one for one in state.table("BulkOperation").values() if one["status"] in ("CREATED", "RUNNING")]
    if len(running) >= 5:
        raise UserError("LIMIT_REACHED", "Five bulk operations run already", None)
    row = state.add(
        "BulkOperation",
        status="CREATED",
        errorCode=None,
        createdAt=state.now,
        completedAt=None,
        objectCount="0",
        rootObjectCount="0",
        fileSize=None,
        url=None,
        partialDataUrl=None,
        query=args["query"],
    )
    return {"bulkOperation": row}


@answers("QueryRoot.bulkOperation")
def _bulk_operation(state: State, args: Row) -> Row | None:
    return state.get(args["id"])


@answers("Mutation.webhookSubscriptionCreate")
def _subscribe(state: State, args: Row) -> Row:
    wanted, topic = args["webhookSubscription"], args["topic"]
    uri = wanted.get("uri") or wanted.get("callbackUrl")
    taken = [one for one in state.table("WebhookSubscription").values() if (one["topic"], one["uri"]) == (topic, uri)]
    if not uri or taken:
        raise UserError(None, "Address for this topic has already been taken", ["webhookSubscription", "uri"])
    row = state.add(
        "WebhookSubscription",
        topic=topic,
        uri=uri,
        format=wanted.get("format") or "JSON",
        filter=wanted.get("filter"),
        includeFields=wanted.get("includeFields") or [],
        createdAt=state.now,
        updatedAt=state.now,
        apiVersion={"handle": state.version, "supported": True},
    )
    return {"webhookSubscription": row}


@answers("Mutation.webhookSubscriptionDelete")
def _unsubscribe(state: State, args: Row) -> Row:
    state.the(args["id"], None)
    del state.table("WebhookSubscription")[args["id"]]
    return {"deletedWebhookSubscriptionId": args["id"]}


@answers("QueryRoot.webhookSubscriptions")
def _subscriptions(state: State, args: Row) -> Row:
    return nodes(list(state.table("WebhookSubscription").values()), args)


@answers("Mutation.standardMetafieldDefinitionEnable")
def _enable(state: State, args: Row) -> Row:
    name = (args["namespace"], args["key"])
    if any((one["namespace"], one["key"]) == name for one in state.table("MetafieldDefinition").values()):
        raise UserError("TAKEN", "Key is in use for Customer metafields", ["key"])
    row = state.add("MetafieldDefinition", namespace=name[0], key=name[1], type={"name": "date"})
    return {"createdDefinition": row}
