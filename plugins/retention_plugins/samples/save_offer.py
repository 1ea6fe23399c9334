"""The sample of save_offer."""

from typing import Any

from retention_sdk import CancelRequest, Money, Occasion, OfferAccepted, OfferApplied, OfferDeclined
from retention_sdk.testing import Sample, after, granted_key


def request(id: str, customer: str, days: int, reason: str, **more: Any) -> CancelRequest:
    """Somebody wants to leave."""
    price = Money.of(12, "EUR")
    who: dict[str, Any] = {"customer": customer, "subscription": f"s-{customer}", "price": price}
    return CancelRequest(id=id, occurred_at=after(days), reason=reason, **who, **more)


DEAR = request("x-1", "c", 0, "price")

SAMPLE = Sample(
    settings={
        "offers": {"small": {"kind": "plan", "plan": "s"}},
        "rules": [
            {"reasons": ["price"], "offers": ["discount", "small"]},
            {"reasons": ["not_using"], "offers": ["call", "pause"]},
        ],
    },
    story=[
        DEAR,
        OfferAccepted(
            id="t-1", customer="c", occurred_at=after(0, hours=1), session="x-1", offer=granted_key(DEAR, "save_offer")
        ),
        OfferApplied(id="p-1", customer="c", occurred_at=after(0, hours=2), session="x-1"),
        idle := request("x-3", "d", 1, "not_using"),
        OfferDeclined(
            id="n-1", customer="d", occurred_at=after(1, hours=1), session="x-3", offer=granted_key(idle, "save_offer")
        ),
        request("x-4", "e", 2, "technical"),
        request("x-2", "c", 9, "price"),
        Occasion(id="o-1", customer="c", occurred_at=after(83), plugin="save_offer", name="x-1"),
        Occasion(id="o-2", customer="c", occurred_at=after(84), plugin="save_offer", name="x-1"),
        request("x-5", "c", 200, "price"),
    ],
    most={"offer": 1, "send_message": 1, "create_task": 1, "discount_subscription": 1},
)
