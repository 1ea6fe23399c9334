"""Discount codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.adapters.shopify.fake.state import Row, State, UserError, answers, nodes

KINDS = {
    "Basic": ("DiscountCodeBasic", "basicCodeDiscount"),
    "FreeShipping": ("DiscountCodeFreeShipping", "freeShippingCodeDiscount"),
    "Bxgy": ("DiscountCodeBxgy", "bxgyCodeDiscount"),
}


def _enrol(kind: str) -> None:
    typename, argument = KINDS[kind]

    @answers(f"Mutation.discountCode{kind}Create")
    def create(state: State, args: Row) -> Row:
        wanted = args[argument]
        for name in ("code", "title", "startsAt", "context" if "customerSelection" not in wanted else "title"):
            if not wanted.get(name):
                raise UserError("BLANK", f"{name} can't be blank", [argument, name])
        if by_code(state, wanted["code"]):
            raise UserError("TAKEN", "Code must be unique. Please try a different code.", [argument, "code"])
        _see(state, wanted, kind)
        row = state.add("DiscountCodeNode", kind=typename, used=0, **wanted)
        row["customers"] = set(((wanted.get("context") or {}).get("customers") or {}).get("add") or ())
        return {"codeDiscountNode": shown(state, row)}

    @answers(f"Mutation.discountCode{kind}Update")
    def update(state: State, args: Row) -> Row:
        row, wanted = state.the(args["id"]), args[argument]
        if row["kind"] != typename:
            raise UserError("INVALID", "Discount is of another type", ["id"])
        _see(state, row | wanted, kind)
        row.update(wanted)
        named = (wanted.get("context") or {}).get("customers") or {}
        row["customers"] = (row["customers"] | set(named.get("add") or ())) - set(named.get("remove") or ())
        if "all" in (wanted.get("context") or {}):
            row["customers"] = set()
        return {"codeDiscountNode": shown(state, row)}


for one in KINDS:
    _enrol(one)


def _see(state: State, wanted: Row, kind: str) -> None:
    """The rules that the schema does not have."""
    if wanted.get("usageLimit") is not None and wanted["usageLimit"] < 1:
        raise UserError("GREATER_THAN", "Usage limit must be greater than 0", ["usageLimit"])
    if len(wanted["title"]) > 255:
        raise UserError("TOO_LONG", "Title is too long (maximum is 255 characters)", ["title"])
    if wanted.get("endsAt") and instant(wanted["endsAt"]) <= instant(wanted["startsAt"]):
        raise UserError("END_DATE_BEFORE_START_DATE", "Ends at needs to be after starts_at", ["endsAt"])
    minimum = wanted.get("minimumRequirement") or {}
    if minimum.get("quantity") and minimum.get("subtotal"):
        raise UserError("MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT", "Only one is allowed", None)
    for id in ((wanted.get("context") or {}).get("customers") or {}).get("add") or ():
        state.the(id, what="context")
    gets = wanted.get("customerGets") or {}
    for part in (gets, wanted.get("customerBuys") or {}):
        _see_items(part.get("items") or {}, kind)
    _see_value(gets.get("value") or {}, kind)


def _see_items(items: Row, kind: str) -> None:
    if items.get("all") and kind == "Bxgy":
        raise UserError("INVALID", "Items cannot be set to all", ["items"])
    if items.get("collections") and items.get("products"):
        raise UserError("CONFLICT", "Cannot entitle collections in combination with products", ["items"])


def _see_value(value: Row, kind: str) -> None:
    fraction = value.get("percentage")
    if fraction is not None and not 0 <= fraction <= 1:
        raise UserError("VALUE_OUTSIDE_RANGE", "Value must be between 0.0 and 1.0", ["customerGets", "value"])
    if kind == "Bxgy" and set(value) != {"discountOnQuantity"}:
        raise UserError("INVALID", "Only discountOnQuantity permitted with bxgy discounts", ["customerGets", "value"])
    if kind == "Basic" and "discountOnQuantity" in value:
        raise UserError("INVALID", "discountOnQuantity is for bxgy discounts alone", ["customerGets", "value"])


def instant(text: Any) -> datetime:
    """A time out of a text."""
    return datetime.fromisoformat(str(text))


def by_code(state: State, code: str) -> Row | None:
    """The discount with a code, however it is cased."""
    found = state.table("DiscountCodeNode").values()
    return next((one for one in found if code.casefold() in _codes(one)), None)


def _codes(row: Row) -> list[str]:
    return [row["code"].casefold(), *(code.casefold() for code in row.get("more", ()))]


@answers("QueryRoot.codeDiscountNodeByCode")
def _by_code(state: State, args: Row) -> Row | None:
    row = by_code(state, args["code"])
    return None if row is None else shown(state, row)


@answers("Mutation.discountCodeDeactivate")
def _deactivate(state: State, args: Row) -> Row:
    row = state.the(args["id"])
    row["endsAt"] = state.now.isoformat()
    return {"codeDiscountNode": shown(state, row)}


@answers("Mutation.discountCodeActivate")
def _activate(state: State, args: Row) -> Row:
    row = state.the(args["id"])
    row["endsAt"] = None
    return {"codeDiscountNode": shown(state, row)}


@answers("Mutation.discountCodeDelete")
def _delete(state: State, args: Row) -> Row:
    state.the(args["id"])
    del state.table("DiscountCodeNode")[args["id"]]
    return {"deletedCodeDiscountId": args["id"]}


@answers("Mutation.discountCodeBulkDeactivate")
def _bulk_deactivate(state: State, args: Row) -> Row:
    for id in args["ids"]:
        if row := state.get(id):
            row["endsAt"] = state.now.isoformat()
    return {"job": state.add("Job", done=False)}


@answers("Mutation.discountCodeBulkDelete")
def _bulk_delete(state: State, args: Row) -> Row:
    for id in args["ids"]:
        state.table("DiscountCodeNode").pop(id, None)
    return {"job": state.add("Job", done=False)}


@answers("Mutation.discountRedeemCodeBulkAdd")
def _bulk_add(state: State, args: Row) -> Row:
    row, codes = state.the(args["discountId"]), [one["code"] for one in args["codes"]]
    if len(codes) > 250:
        raise UserError("EXCEEDED_MAX", "Too many codes", ["codes"])
    row.setdefault("more", []).extend(codes)
    counts = {"codesCount": len(codes), "importedCount": len(codes), "failedCount": 0}
    made = nodes([{"code": code, "errors": []} for code in codes])
    return {"bulkCreation": state.add("DiscountRedeemCodeBulkCreation", done=True, codes=made, **counts)}


@answers("QueryRoot.discountRedeemCodeBulkCreation")
def _bulk_creation(state: State, args: Row) -> Row | None:
    return state.get(args["id"])


def shown(state: State, row: Row) -> Row:
    """A discount as it is answered."""
    ends = row.get("endsAt")
    over = ends is not None and instant(ends) <= state.now
    status = "EXPIRED" if over else "SCHEDULED" if instant(row["startsAt"]) > state.now else "ACTIVE"
    combines = {"orderDiscounts": False, "productDiscounts": False, "shippingDiscounts": False}
    discount = {
        "__typename": row["kind"],
        "title": row["title"],
        "status": status,
        "startsAt": row["startsAt"],
        "endsAt": ends,
        "usageLimit": row.get("usageLimit"),
        "usesPerOrderLimit": row.get("usesPerOrderLimit"),
        "appliesOncePerCustomer": bool(row.get("appliesOncePerCustomer")),
        "asyncUsageCount": row["used"],
        "codes": nodes([{"id": "gid://shopify/DiscountRedeemCode/1", "code": row["code"]}]),
        "combinesWith": combines | (row.get("combinesWith") or {}),
        "context": _context(row),
        "minimumRequirement": _minimum(state, row.get("minimumRequirement") or {}),
        "customerGets": _side(state, row.get("customerGets") or {}),
        "customerBuys": _side(state, row.get("customerBuys") or {}),
    }
    return {"id": row["id"], "codeDiscount": discount}


def _context(row: Row) -> Row:
    if not row["customers"]:
        return {"__typename": "DiscountBuyerSelectionAll", "all": "ALL"}
    return {"__typename": "DiscountCustomers", "customers": [{"id": id} for id in sorted(row["customers"])]}


def _minimum(state: State, minimum: Row) -> Row | None:
    if subtotal := minimum.get("subtotal"):
        least = state.money(subtotal["greaterThanOrEqualToSubtotal"])
        return {"__typename": "DiscountMinimumSubtotal", "greaterThanOrEqualToSubtotal": least}
    if quantity := minimum.get("quantity"):
        return {"__typename": "DiscountMinimumQuantity", **quantity}
    return None


def _side(state: State, side: Row) -> Row:
    return {"items": _items(side.get("items") or {}), "value": _value(state, side.get("value") or {})}


def _items(items: Row) -> Row:
    if collections := items.get("collections"):
        return {"__typename": "DiscountCollections", "collections": nodes([{"id": id} for id in collections["add"]])}
    if products := items.get("products"):
        found = [{"id": id} for id in products.get("productVariantsToAdd") or ()]
        return {"__typename": "DiscountProducts", "productVariants": nodes(found)}
    return {"__typename": "AllDiscountItems", "allItems": True}


def _value(state: State, value: Row) -> Row | None:
    if "percentage" in value:
        return {"__typename": "DiscountPercentage", "percentage": value["percentage"]}
    if amount := value.get("discountAmount"):  # without a currency in the input, it is of the shop's
        each = bool(amount.get("appliesOnEachItem"))
        return {"__typename": "DiscountAmount", "amount": state.money(amount["amount"]), "appliesOnEachItem": each}
    if one := value.get("discountOnQuantity"):
        quantity, effect = {"quantity": one["quantity"]}, _value(state, one["effect"])
        return {"__typename": "DiscountOnQuantity", "quantity": quantity, "effect": effect}
    if "quantity" in value:
        return {"__typename": "DiscountQuantity", "quantity": value["quantity"]}
    return {"__typename": "DiscountPurchaseAmount", "amount": value["amount"]} if "amount" in value else None
