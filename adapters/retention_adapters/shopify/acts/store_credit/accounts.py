"""A customer's store credit accounts, one a currency, and what happened on them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from retention_adapters.shopify.acts.amounts import amount_of, instant_of
from retention_adapters.shopify.acts.job import Job
from retention_sdk import Money
from retention_sdk.errors import TryLater

MOST = 100
"""Transactions that are read, the newest first."""


@frozen
class Transaction:
    """What happened on an account: its global id, what went in or out and until when, and what was there after it."""

    id: str
    credits: bool
    amount: Money
    expires: datetime | None
    after: Money


@frozen
class Account:
    """An account: its global id and what is on it, and what apps and staff changed on it since an instant."""

    id: str
    balance: Money
    changes: tuple[Transaction, ...]


def account(job: Job, customer: str, currency: str, since: datetime | None) -> Account | None:
    """The customer's account of a currency; None where they have none.

    Raises:
        TryLater: so much happened since that not all of it can be read.
    """
    answer = job.ask("store_credit_transactions", customerId=customer, first=MOST)["customer"]
    accounts = answer["storeCreditAccounts"]["nodes"] if answer else ()
    for one in accounts:
        if one["balance"]["currencyCode"] == currency:
            changes = _changes(one["transactions"]["nodes"], since)
            if len(changes) >= MOST:
                raise TryLater("too much happened on the account to find what an earlier try did")
            return Account(str(one["id"]), amount_of(one["balance"]), changes)
    return None


def _changes(found: Iterable[Mapping[str, Any]], since: datetime | None) -> tuple[Transaction, ...]:
    if since is None:
        return ()
    return tuple(
        Transaction(
            id=str(one.get("id", "")),
            credits=one["__typename"] == "StoreCreditAccountCreditTransaction",
            amount=_size(amount_of(one["amount"])),
            expires=instant_of(one.get("expiresAt")),
            after=amount_of(one["balanceAfterTransaction"]),
        )
        for one in found
        if one["event"] == "ADJUSTMENT" and (at := instant_of(one["createdAt"])) is not None and at >= since
    )


def _size(amount: Money) -> Money:
    return amount if amount.minor >= 0 else -amount
