"""Customers: tags, consent, metafields."""

from __future__ import annotations

from datetime import date

from tests.adapters.shopify.fake.state import Row, State, UserError, answers, nodes


def add_customer(state: State, number: int, email: str | None = None) -> Row:
    """A customer."""
    address = {"emailAddress": email, "marketingState": "NOT_SUBSCRIBED"} if email else None
    return state.add(
        "Customer",
        number,
        legacyResourceId=str(number),
        createdAt=state.now,
        updatedAt=state.now,
        state="ENABLED",
        locale="en",
        numberOfOrders="1",
        tags=[],
        note=None,
        amountSpent=state.money(0),
        lastOrder=None,
        defaultEmailAddress=address,
        defaultPhoneNumber=None,
        metafields={},
    )


@answers("QueryRoot.customer")
def _customer(state: State, args: Row) -> Row | None:
    return state.get(args["id"])


@answers("QueryRoot.customers")
def _customers(state: State, args: Row) -> Row:
    return nodes(list(state.table("Customer").values()), args)


@answers("QueryRoot.customerByIdentifier")
def _by_identifier(state: State, args: Row) -> Row | None:
    email = args["identifier"].get("emailAddress", "").casefold()
    for one in state.table("Customer").values():
        address = one["defaultEmailAddress"]
        if address and address["emailAddress"].casefold() == email:
            return one
    return None


@answers("Customer.metafield")
def _metafield(_state: State, customer: Row, args: Row) -> Row | None:
    found: Row | None = customer["metafields"].get((args["namespace"], args["key"]))
    return found


@answers("Mutation.metafieldsSet")
def _set(state: State, args: Row) -> Row:
    wanted = args["metafields"]
    if len(wanted) > 25:
        raise UserError("LESS_THAN_OR_EQUAL_TO", "At most 25 metafields", ["metafields"])
    for one in wanted:  # all or none
        state.the(one["ownerId"])
        if one.get("type") == "date":
            try:
                date.fromisoformat(one["value"])
            except ValueError:
                raise UserError("INVALID_VALUE", "Value must be a date", ["metafields", "value"]) from None
    made = []
    for one in wanted:
        row = state.add("Metafield", **{**one, "compareDigest": "d" * 8, "updatedAt": state.now})
        state.the(one["ownerId"])["metafields"][one.get("namespace"), one["key"]] = row
        made.append(row)
    return {"metafields": made}


@answers("Mutation.tagsAdd")
def _add(state: State, args: Row) -> Row:
    row = state.the(args["id"])
    row["tags"] += [tag for tag in args["tags"] if tag not in row["tags"]]
    return {"node": row}


@answers("Mutation.tagsRemove")
def _remove(state: State, args: Row) -> Row:
    row = state.the(args["id"])
    row["tags"] = [tag for tag in row["tags"] if tag not in args["tags"]]
    return {"node": row}


@answers("Mutation.customerUpdate")
def _update(state: State, args: Row) -> Row:
    row = state.the(args["input"]["id"], None)
    row.update({name: value for name, value in args["input"].items() if name in ("note", "tags")})
    return {"customer": row}


@answers("Mutation.customerEmailMarketingConsentUpdate")
def _consent(state: State, args: Row) -> Row:
    wanted = args["input"]
    row, consent = state.the(wanted["customerId"]), wanted["emailMarketingConsent"]
    if consent["marketingState"] not in ("SUBSCRIBED", "UNSUBSCRIBED", "PENDING"):
        raise UserError("INCLUSION", "Cannot specify this marketing state", ["marketingState"])
    if not row["defaultEmailAddress"]:
        raise UserError("INVALID", "Customer must have an email address", ["customerId"])
    row["defaultEmailAddress"] |= {
        "marketingState": consent["marketingState"],
        "marketingOptInLevel": consent.get("marketingOptInLevel"),
        "marketingUpdatedAt": consent.get("consentUpdatedAt"),
    }
    return {"customer": row}
