"""Store credit: an account a customer and currency, and its transactions, which keep no mark of who made them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.adapters.shopify.fake.state import Row, State, UserError, answers, nodes


def account(state: State, id: str, currency: str, *, make: bool = False) -> Row:
    """The account of an id, be it its own or its customer's."""
    if id.startswith("gid://shopify/StoreCreditAccount/"):
        found = state.the(id, "ACCOUNT_NOT_FOUND")
        if found["currency"] != currency:
            raise UserError("MISMATCHING_CURRENCY", "The currency is not the account's", ["currencyCode"])
        return found
    state.the(id, "OWNER_NOT_FOUND")
    for one in state.table("StoreCreditAccount").values():
        if (one["customer"], one["currency"]) == (id, currency):
            return one
    if not make:
        raise UserError("ACCOUNT_NOT_FOUND", "Store credit account could not be found", ["id"])
    return state.add("StoreCreditAccount", customer=id, currency=currency, on_it=Decimal(0), moved=[])


def moved(state: State, on: Row, amount: Decimal, event: str = "ADJUSTMENT", expires: Any = None) -> Row:
    """A transaction on an account."""
    on["on_it"] += amount
    kind = "StoreCreditAccountCreditTransaction" if amount > 0 else "StoreCreditAccountDebitTransaction"
    row = state.add(
        kind,
        createdAt=state.now,
        event=event,
        expiresAt=expires,
        amount=state.money(amount, on["currency"]),
        remainingAmount=state.money(amount, on["currency"]),
        balanceAfterTransaction=state.money(on["on_it"], on["currency"]),
        account=lambda _: shown(state, on),
    )
    on["moved"].append(row)
    return row


@answers("Mutation.storeCreditAccountCredit")
def _credit(state: State, args: Row) -> Row:
    wanted = args["creditInput"]
    amount = _positive(wanted["creditAmount"]["amount"])
    if wanted.get("expiresAt") and datetime.fromisoformat(wanted["expiresAt"]) <= state.now:
        raise UserError("EXPIRES_AT_IN_PAST", "Expires at is in the past", ["creditInput", "expiresAt"])
    on = account(state, args["id"], wanted["creditAmount"]["currencyCode"], make=True)
    return {"storeCreditAccountTransaction": moved(state, on, amount, expires=wanted.get("expiresAt"))}


@answers("Mutation.storeCreditAccountDebit")
def _debit(state: State, args: Row) -> Row:
    wanted = args["debitInput"]["debitAmount"]
    amount, on = _positive(wanted["amount"]), account(state, args["id"], wanted["currencyCode"])
    if amount > on["on_it"]:
        raise UserError("INSUFFICIENT_FUNDS", "The store credit account does not have sufficient funds", None)
    return {"storeCreditAccountTransaction": moved(state, on, -amount)}


def _positive(amount: str) -> Decimal:
    if Decimal(amount) <= 0:
        raise UserError("NEGATIVE_OR_ZERO_AMOUNT", "A positive amount must be used", None)
    return Decimal(amount)


def shown(state: State, on: Row) -> Row:
    """An account as it is answered."""

    def transactions(args: Row) -> Row:
        found = on["moved"][::-1] if args.get("reverse") else on["moved"]
        return nodes(found, args)

    return {"id": on["id"], "balance": state.money(on["on_it"], on["currency"]), "transactions": transactions}


@answers("Customer.storeCreditAccounts")
def _accounts(state: State, customer: Row, args: Row) -> Row:
    found = [one for one in state.table("StoreCreditAccount").values() if one["customer"] == customer["id"]]
    return nodes([shown(state, one) for one in found], args)
