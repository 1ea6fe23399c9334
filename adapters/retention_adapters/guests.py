"""Whoever buys without an account: who they are, and that an account is theirs."""

from datetime import datetime
from hashlib import blake2b

from retention_sdk import CustomersMerged

GUEST = "guest:"


def guest(email: str) -> str:
    """The id of whoever buys without an account: their e-mail address, in small letters."""
    return GUEST + email.strip().lower()


def claim_of(account: str, email: str, at: datetime, *, source: str, as_of: datetime) -> CustomersMerged:
    """That whoever bought as a guest under an account's address is who the account is of.

    Args:
        account: the customer's id.
        email: the account's own address; what anybody can type at a checkout claims nothing.
        at: when the account was made.
        source: the adapter's name.
        as_of: as of when the platform shows it.

    Returns:
        The fact; its id tells one address from another without telling it.
    """
    mark = blake2b(guest(email).encode(), digest_size=8).hexdigest()
    return CustomersMerged(
        id=f"customer-{account}-was-guest-{mark}",
        customer=account,
        occurred_at=at,
        source=source,
        as_of=as_of,
        other=guest(email),
        claim=True,
    )
