"""The end of a discount that keeps a customer: who has to be told of it, and when."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from retention_sdk import Action, Customer, DiscountSubscription, OfferAccepted, Remember, SendMessage, days


def noted(
    customer: Customer, accepted: OfferAccepted, discount: DiscountSubscription, *, period: int, notice: int
) -> Remember:
    """Remember when an accepted discount ends, whose periods, and notice, are of so many days."""
    ends = accepted.occurred_at + days(period * discount.cycles)
    tell = max(ends - days(notice), accepted.occurred_at + days(1))
    told = {"at": tell.isoformat(), "ends": ends.date().isoformat(), "percent": discount.percent}
    return Remember({"ends": {**_ends(customer), accepted.session: told}})


def due(customer: Customer, after: datetime) -> Iterator[tuple[datetime, str]]:
    """When the customer is told, with the session that each discount was accepted in: each day until they are."""
    for session, one in _ends(customer).items():
        at = datetime.fromisoformat(str(one["at"]))
        at += days(max((after - at) // days(1) + 1, 0))
        if at.date().isoformat() <= one["ends"]:
            yield at, session


def announced(customer: Customer, session: str) -> Iterator[Action]:
    """Tell the customer that a discount ends, if they have it."""
    one, known = _ends(customer).get(session), customer.session(session)
    if one and (known is None or known.accepted):
        data = {"ends": one["ends"], "percent": one["percent"]}
        yield SendMessage("discount_ends", data=data, reason=f"the discount ends on {one['ends']}")
    yield from forgotten(customer, session)


def forgotten(customer: Customer, *sessions: str) -> Iterator[Remember]:
    """Forget the discounts of sessions."""
    ends = _ends(customer)
    left = {session: one for session, one in ends.items() if session not in sessions}
    if len(left) < len(ends):
        yield Remember({"ends": left or None})


def _ends(customer: Customer) -> Mapping[str, Any]:
    found: Any = customer.state.get("ends")
    return found or {}
