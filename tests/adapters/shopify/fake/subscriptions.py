"""Subscription contracts of our own app, their drafts and billing cycles."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.adapters.shopify.fake.state import Row, State, UserError, answers, nodes

ENDED = ("CANCELLED", "EXPIRED")


def add_contract(state: State, number: int, *, every: int = 30, cycles: int = 12) -> Row:
    """A contract with a delivery each so many days."""
    due = [
        {
            "cycleIndex": place,
            "skipped": False,
            "status": "UNBILLED",
            "billingAttemptExpectedDate": state.now + timedelta(days=every * place),
        }
        for place in range(1, cycles + 1)
    ]
    return state.add(
        "SubscriptionContract",
        number,
        status="ACTIVE",
        nextBillingDate=state.now + timedelta(days=every),
        revision=1,
        currencyCode=state.currency,
        createdAt=state.now,
        updatedAt=state.now,
        app={"id": "gid://shopify/App/1", "handle": "retention"},
        customer=None,
        originOrder=None,
        lastPaymentStatus=None,
        lastBillingAttemptErrorType=None,
        billingPolicy={"interval": "DAY", "intervalCount": every, "minCycles": None, "maxCycles": None},
        put_on=[],
        due=due,
        customAttributes=[],
        lines=nodes([add_line(state, "crema", "gid://shopify/ProductVariant/1", "6.80", "8.50")]),
    )


def add_line(state: State, sku: str, variant: str, price: str, base: str | None = None) -> Row:
    """A line of a contract; with a base price it is less by a selling plan's share."""
    policy = {"basePrice": state.money(base), "cycleDiscounts": []} if base else None
    return state.add(
        "SubscriptionLine",
        sku=sku,
        title=sku,
        quantity=1,
        variantId=variant,
        currentPrice=state.money(price),
        pricingPolicy=policy,
    )


@answers("SubscriptionContract.discounts")
def _discounts(_state: State, contract: Row, args: Row) -> Row:
    return nodes(contract["put_on"], args)


@answers("SubscriptionContract.revisionId")
def _revision(_state: State, contract: Row, _args: Row) -> str:
    return str(contract["revision"])


@answers("QueryRoot.subscriptionContract")
def _contract(state: State, args: Row) -> Row | None:
    return state.get(args["id"])


for _name, _status in (("Pause", "PAUSED"), ("Activate", "ACTIVE"), ("Cancel", "CANCELLED")):

    @answers(f"Mutation.subscriptionContract{_name}")
    def _moved(state: State, args: Row, to: str = _status) -> Row:
        row = state.the(args["subscriptionContractId"])
        if row["status"] in ENDED:
            raise UserError("CONTRACT_TERMINATED", "The contract has ended", None)
        row["status"] = to
        row["revision"] += 1
        return {"contract": row}


@answers("Mutation.subscriptionContractSetNextBillingDate")
def _next(state: State, args: Row) -> Row:
    row, at = state.the(args["contractId"]), datetime.fromisoformat(args["date"])
    if at < state.now:
        raise UserError("INVALID", "Date must be in the future", ["date"])
    row["nextBillingDate"] = at
    row["revision"] += 1
    return {"contract": row}


@answers("Mutation.subscriptionContractUpdate")
def _draft(state: State, args: Row) -> Row:
    row = state.the(args["contractId"])
    draft = state.add("SubscriptionDraft", contract=row, revision=row["revision"], status=row["status"], changes=[])
    return {"draft": draft}


def _open(state: State, id: str) -> Row:
    draft = state.the(id, "INVALID", "draftId")
    if draft.get("committed"):
        raise UserError("COMMITTED", "The draft was committed", ["draftId"])
    return draft


@answers("Mutation.subscriptionDraftUpdate")
def _rewrite(state: State, args: Row) -> Row:
    draft, wanted = _open(state, args["draftId"]), dict(args["input"])
    if (at := wanted.get("nextBillingDate")) is not None:
        wanted["nextBillingDate"] = datetime.fromisoformat(at)
        if wanted["nextBillingDate"] < state.now:
            raise UserError("INVALID_BILLING_DATE", "Billing date must be in the future", ["nextBillingDate"])
    draft["changes"].append(lambda contract: contract.update(wanted))
    return {"draft": draft}


@answers("Mutation.subscriptionContractProductChange")
def _change(state: State, args: Row) -> Row:
    row, wanted = state.the(args["subscriptionContractId"]), args["input"]
    if row["status"] in ENDED:
        raise UserError("CONTRACT_TERMINATED", "The contract has ended", None)
    line, item = state.the(args["lineId"]), state.the(wanted["productVariantId"])
    line |= {"variantId": item["id"], "sku": item["sku"], "currentPrice": state.money(wanted["currentPrice"])}
    row["revision"] += 1
    return {"contract": row, "lineUpdated": line}


@answers("Mutation.subscriptionDraftDiscountAdd")
def _add(state: State, args: Row) -> Row:
    draft, wanted = _open(state, args["draftId"]), args["input"]
    percent = (wanted.get("value") or {}).get("percentage")
    if percent is not None and not 0 <= percent <= 100:
        raise UserError("NOT_IN_RANGE", "Percentage must be between 0 and 100", ["value"])
    value = {"__typename": "SubscriptionDiscountPercentageValue", "percentage": percent or 0}
    kept = {"title": wanted.get("title"), "recurringCycleLimit": wanted.get("recurringCycleLimit")}
    made = state.add("SubscriptionManualDiscount", usageCount=0, value=value, **kept)
    draft["changes"].append(lambda contract: contract["put_on"].append(made))
    return {"draft": draft, "discountAdded": made}


@answers("Mutation.subscriptionDraftDiscountRemove")
def _remove(state: State, args: Row) -> Row:
    draft, id = _open(state, args["draftId"]), args["discountId"]
    if all(one["id"] != id for one in draft["contract"]["put_on"]):
        raise UserError("ALREADY_REMOVED", "The discount was removed", ["discountId"])

    def removed(contract: Row) -> None:
        contract["put_on"] = [one for one in contract["put_on"] if one["id"] != id]

    draft["changes"].append(removed)
    return {"draft": draft}


@answers("Mutation.subscriptionDraftDiscountCodeApply")
def _apply(state: State, args: Row) -> Row:
    draft = _open(state, args["draftId"])
    made = state.add("SubscriptionAppliedCodeDiscount", redeemCode=args["redeemCode"], rejectionReason=None)
    return {"draft": draft, "appliedDiscount": made}


@answers("Mutation.subscriptionDraftCommit")
def _commit(state: State, args: Row) -> Row:
    draft = _open(state, args["draftId"])
    contract = draft["contract"]
    if contract.pop("touched", None):
        contract["revision"] += 1
    if contract["revision"] != draft["revision"]:
        raise UserError("STALE_CONTRACT", "The contract was changed since", None)
    for change in draft["changes"]:
        change(contract)
    draft["committed"] = True
    contract["revision"] += 1
    return {"contract": contract}


@answers("QueryRoot.subscriptionBillingCycles")
def _cycles(state: State, args: Row) -> Row:
    row, span = state.the(args["contractId"]), args.get("billingCyclesDateRangeSelector")
    found = row["due"]
    if span:
        start, end = (datetime.fromisoformat(span[name]) for name in ("startDate", "endDate"))
        found = [one for one in found if start <= one["billingAttemptExpectedDate"] <= end]
    return nodes(found, args)


for _verb, _skipped in (("Skip", True), ("Unskip", False)):

    @answers(f"Mutation.subscriptionBillingCycle{_verb}")
    def _skip(state: State, args: Row, skipped: bool = _skipped) -> Row:
        wanted = args["billingCycleInput"]
        row = state.the(wanted["contractId"])
        for one in row["due"]:
            if one["cycleIndex"] == wanted["selector"].get("index") and one["skipped"] is not skipped:
                one["skipped"] = skipped
                return {"billingCycle": one}
        raise UserError("INVALID", "There is no such billing cycle to skip", ["billingCycleInput"])
