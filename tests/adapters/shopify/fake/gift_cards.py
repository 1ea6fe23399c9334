"""Gift cards."""

from __future__ import annotations

import re
from datetime import date

from tests.adapters.shopify.fake.state import Row, State, UserError, answers, nodes

_CODE = re.compile(r"[A-Za-z0-9]+")


@answers("Mutation.giftCardCreate")
def _create(state: State, args: Row) -> Row:
    wanted = args["input"]
    amount = wanted.get("initialAmount") or state.money(wanted.get("initialValue") or "0")
    code = wanted.get("code") or f"made{len(state.table('GiftCard')):08}"
    if float(amount["amount"]) <= 0:
        raise UserError("GREATER_THAN", "Initial value must be greater than 0", ["input", "initialAmount"])
    if not 8 <= len(code) <= 20:
        short = len(code) < 8
        raise UserError("TOO_SHORT" if short else "TOO_LONG", "Code is of the wrong length", ["input", "code"])
    if not _CODE.fullmatch(code):
        raise UserError("INVALID", "Code must be alphanumeric", ["input", "code"])
    if any(one["code"].casefold() == code.casefold() for one in state.table("GiftCard").values()):
        raise UserError("TAKEN", "Code has already been taken", ["input", "code"])
    if wanted.get("customerId") and not state.get(wanted["customerId"]):
        raise UserError("CUSTOMER_NOT_FOUND", "Customer not found", ["input", "customerId"])
    value = state.money(amount["amount"], amount["currencyCode"])
    row = state.add(
        "GiftCard",
        code=code,
        note=wanted.get("note"),
        expiresOn=wanted.get("expiresOn") and date.fromisoformat(wanted["expiresOn"]),
        enabled=True,
        deactivatedAt=None,
        initialValue=value,
        balance=dict(value),
        customer=state.get(wanted["customerId"]) if wanted.get("customerId") else None,
        lastCharacters=code[-4:],
        maskedCode=f"•••• {code[-4:]}",
    )
    return {"giftCard": row, "giftCardCode": code}


@answers("Mutation.giftCardDeactivate")
def _deactivate(state: State, args: Row) -> Row:
    row = state.the(args["id"], "GIFT_CARD_NOT_FOUND")
    if row["enabled"]:
        row.update(enabled=False, deactivatedAt=state.now)
    return {"giftCard": row}


@answers("QueryRoot.giftCards")
def _search(state: State, args: Row) -> Row:
    wanted = (args.get("query") or "").strip('"').casefold()
    found = [one for one in state.table("GiftCard").values() if not wanted or one["code"].casefold() == wanted]
    return nodes(found, args)
