"""Orders: refunds, draft orders, cancelling."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from graphql import GraphQLError

from tests.adapters.shopify.fake.state import Row, State, UserError, answers, nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

KEPT = timedelta(hours=24)


def add_order(
    state: State,
    number: int,
    *,
    customer: str | None = None,
    lines: Sequence[tuple[str, int, str | None]] = (("beans", 1, None),),
    paid: Sequence[tuple[str, str]] = (("manual", "40.00"),),
    presentment: tuple[str, str] | None = None,
    address: Row | None = None,
) -> Row:
    """An order.

    Args:
        state: the shop's.
        number: its id.
        customer: whose it is.
        lines: SKU, quantity, and the id of the variant.
        paid: gateway and amount of each payment, in the currency that was paid in.
        presentment: that currency, and how many of it a unit of the shop's is.
        address: where it went.
    """
    currency, rate = presentment or (state.currency, "1")
    payments = [
        state.add("OrderTransaction", gateway=gateway, left=Decimal(amount), currency=currency)
        for gateway, amount in paid
    ]
    items = [
        {
            "id": f"gid://shopify/LineItem/{number}{place}",
            "sku": sku,
            "title": sku,
            "quantity": quantity,
            "currentQuantity": quantity,
            "isGiftCard": False,
            "variant": {"id": variant} if variant else None,
            "product": None,
            "sellingPlan": None,
            "discountedTotalSet": {"shopMoney": state.money(10), "presentmentMoney": state.money(10)},
        }
        for place, (sku, quantity, variant) in enumerate(lines)
    ]
    return state.add(
        "Order",
        number,
        name=f"#{number}",
        legacyResourceId=str(number),
        createdAt=state.now,
        updatedAt=state.now,
        processedAt=state.now,
        cancelledAt=None,
        test=False,
        displayFinancialStatus="PAID",
        fullyPaid=True,
        currencyCode=state.currency,
        presentmentCurrencyCode=currency,
        rate=Decimal(rate),
        payments=payments,
        made_refunds=[],
        customer=state.get(customer) if customer else None,
        shippingAddress=address,
        lineItems=nodes([]) | nodes(items),
        discountCodes=[],
        tags=[],
    )


def _bag(state: State, order: Row, amount: Decimal) -> Row:
    """An amount of what was paid in, in both currencies."""
    shop = (amount / order["rate"]).quantize(Decimal("0.01"))
    return {
        "presentmentMoney": state.money(amount, order["presentmentCurrencyCode"]),
        "shopMoney": state.money(shop, order["currencyCode"]),
    }


def _left(order: Row) -> Decimal:
    return sum((one["left"] for one in order["payments"]), Decimal(0))


@answers("QueryRoot.order")
def _order(state: State, args: Row) -> Row | None:
    return state.get(args["id"])


@answers("QueryRoot.orders")
def _orders(state: State, args: Row) -> Row:
    return nodes(list(state.table("Order").values()), args)


for _name in ("currentTotalPriceSet", "totalPriceSet"):

    @answers(f"Order.{_name}")
    def _total(state: State, order: Row, _args: Row) -> Row:
        return _bag(state, order, _left(order))


@answers("Order.totalRefundedSet")
def _refunded(state: State, order: Row, _args: Row) -> Row:
    return _bag(state, order, sum((one["amount"] for one in order["made_refunds"]), Decimal(0)))


@answers("Order.refunds")
def _refunds(_state: State, order: Row, args: Row) -> list[Row]:
    return list(order["made_refunds"])[: args.get("first")]


@answers("Order.refundable")
def _refundable(_state: State, order: Row, _args: Row) -> bool:
    return _left(order) > 0


@answers("Order.suggestedRefund")
def _suggested(state: State, order: Row, _args: Row) -> Row:
    whole = _bag(state, order, _left(order))
    parts = [
        {
            "gateway": one["gateway"],
            "kind": "SUGGESTED_REFUND",
            "parentTransaction": {"id": one["id"]},
            "amountSet": _bag(state, order, one["left"]),
        }
        for one in order["payments"]
        if one["left"]
    ]
    return {"amountSet": whole, "maximumRefundableSet": whole, "suggestedTransactions": parts}


@answers("Mutation.refundCreate")
def _refund(state: State, args: Row) -> Row:
    key, wanted = args.get("@key"), args["input"]
    if key is None and state.version >= "2026-04":
        raise GraphQLError(
            "The @idempotent directive is required for this mutation", extensions={"code": "BAD_REQUEST"}
        )
    stored, body = state.keys.get(key or ""), json.dumps(wanted, sort_keys=True)
    if stored and state.now - stored[0] < KEPT:
        if stored[1] != body:
            raise UserError(None, "IDEMPOTENCY_KEY_PARAMETER_MISMATCH: the key was used with other parameters")
        return dict(stored[2])
    order = state.the(wanted["orderId"], None, "orderId")
    made = _refunded_now(state, order, wanted)
    if key:
        state.keys[key] = (state.now, body, made)
    return made


def _refunded_now(state: State, order: Row, wanted: Row) -> Row:
    if wanted.get("currency", order["presentmentCurrencyCode"]) != order["presentmentCurrencyCode"]:
        raise UserError(None, "Currency must be the order's presentment currency", ["currency"])
    amount = Decimal(0)
    for one in wanted.get("transactions") or ():
        paid = state.the(one["parentId"], None, "parentId")
        if Decimal(one["amount"]) > paid["left"]:
            raise UserError(None, "Refund amount is more than what can be refunded", ["transactions"])
        paid["left"] -= Decimal(one["amount"])
        amount += Decimal(one["amount"])
    for method in wanted.get("refundMethods") or ():
        amount += Decimal(method["storeCreditRefund"]["amount"]["amount"])
    if not amount:
        raise UserError(None, "Refund must have at least one refund line item or transaction", None)
    refund = state.add("Refund", createdAt=state.now, note=wanted.get("note"), amount=amount)
    refund["totalRefundedSet"] = _bag(state, order, amount)
    order["made_refunds"].append(refund)
    order["displayFinancialStatus"] = "PARTIALLY_REFUNDED" if _left(order) else "REFUNDED"
    return {"refund": refund, "order": order}


@answers("Mutation.orderCancel")
def _cancel(state: State, args: Row) -> Row:
    order = state.the(args["orderId"], "NOT_FOUND", "orderId")
    order["cancelledAt"] = state.now
    return {"job": state.add("Job", done=False), "orderCancelUserErrors": []}


@answers("Mutation.orderCreate")
def _create(state: State, args: Row) -> Row:
    wanted = args["order"]
    customer = ((wanted.get("customer") or {}).get("toAssociate") or {}).get("id")
    order = add_order(state, 90000 + len(state.table("Order")), customer=customer, paid=())
    return {"order": order}


@answers("Mutation.draftOrderCreate")
def _draft(state: State, args: Row) -> Row:
    wanted = args["input"]
    if not wanted.get("lineItems"):
        raise UserError(None, "Add at least 1 product", ["input", "lineItems"])
    if any(len(tag) > 40 for tag in wanted.get("tags") or ()):
        raise UserError(None, "Tags are too long (maximum is 40 characters)", ["input", "tags"])
    price = sum(
        (Decimal((state.get(one["variantId"]) or {"price": "10.00"})["price"]) * one["quantity"])
        for one in wanted["lineItems"]
    )
    off = wanted.get("appliedDiscount") or {"value": 0}
    left = price * (100 - Decimal(str(off["value"]))) / 100
    row = state.add(
        "DraftOrder",
        name=f"#D{len(state.table('DraftOrder')) + 1}",
        status="OPEN",
        order=None,
        tags=list(wanted.get("tags") or ()),
        wanted=wanted,
        warnings=[],
        totalPriceSet={"shopMoney": state.money(left), "presentmentMoney": state.money(left)},
    )
    return {"draftOrder": row}


@answers("Mutation.draftOrderComplete")
def _complete(state: State, args: Row) -> Row:
    row = state.the(args["id"], None)
    if row["status"] == "COMPLETED":
        raise UserError(None, "This order has been paid", None)
    if row.get("out_of_stock"):
        raise UserError(None, "Some items are out of stock", None)
    customer = (row["wanted"].get("purchasingEntity") or {}).get("customerId")
    row["order"] = add_order(state, 50000 + len(state.table("Order")), customer=customer, paid=())
    row["order"]["tags"] = list(row["tags"])
    row["status"] = "COMPLETED"
    return {"draftOrder": row}


@answers("Mutation.draftOrderDelete")
def _drop(state: State, args: Row) -> Row:
    state.the(args["input"]["id"], None)
    del state.table("DraftOrder")[args["input"]["id"]]
    return {"deletedId": args["input"]["id"]}


@answers("QueryRoot.draftOrders")
def _drafts(state: State, args: Row) -> Row:
    tag = (args.get("query") or "").removeprefix("tag:").strip('"')
    return nodes([one for one in state.table("DraftOrder").values() if tag in one["tags"]], args)


@answers("QueryRoot.refund")
def _one_refund(state: State, args: Row) -> Row | None:
    return state.get(args["id"])
