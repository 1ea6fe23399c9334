"""The case of save_offer."""

from typing import Any

from retention_sdk import CancelRequest, Money
from tests.build import after
from tests.contract.case import Case


def request(id: str, customer: str, days: int, reason: str, **more: Any) -> CancelRequest:
    """Somebody wants to leave."""
    price = Money.of(12, "EUR")
    who: dict[str, Any] = {"customer": customer, "subscription": f"s-{customer}", "price": price}
    return CancelRequest(id=id, occurred_at=after(days), reason=reason, **who, **more)


CASE = Case(
    settings={"then": "pause", "call_after_days": 0},
    story=[
        request("x-1", "c", 0, "price"),
        request("x-2", "c", 9, "price"),
        request("x-3", "d", 1, "not_using"),
        request("x-4", "e", 2, "technical"),
    ],
    most={"offer": 1, "send_message": 1, "create_task": 1},
)
