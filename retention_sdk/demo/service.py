"""What goes wrong in the year, and who wants to leave."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random

from retention_sdk.demo.goods import SUBSCRIPTION
from retention_sdk.demo.orders import DAYS, at
from retention_sdk.demo.people import Person
from retention_sdk.events import CancelReason, CancelRequest, Complaint, Purchase, Severity

_TROUBLES = {
    "damaged": "The parcel was wet and torn.",
    "late": "It came a week late.",
    "wrong item": "This is not what I ordered.",
    "stale": "The beans smell of nothing.",
}
_SEVERITIES = {Severity.LOW: 4, Severity.MEDIUM: 4, Severity.HIGH: 3, Severity.SEVERE: 1}
_REASONS = {
    CancelReason.PRICE: 5,
    CancelReason.NOT_USING: 4,
    CancelReason.TEMPORARY: 2,
    CancelReason.TECHNICAL: 2,
    CancelReason.MOVING: 1,
    CancelReason.OTHER: 1,
}


def complaints(random: Random, orders: Sequence[tuple[Person, Purchase]], source: str) -> Iterator[Complaint]:
    """Complaints about one order in twenty-five, some of them twice."""
    for _, order in orders:
        times = random.choices((0, 1, 2), (960, 36, 4))[0]
        for nth in range(times):
            category = random.choice([*_TROUBLES])
            yield Complaint(
                id=f"complaint-{order.id}-{nth + 1}",
                customer=order.customer,
                occurred_at=order.occurred_at + timedelta(days=2 + 5 * nth, minutes=random.randrange(600)),
                source=source,
                text=_TROUBLES[category],
                category=category,
                severity=random.choices([*_SEVERITIES], [*_SEVERITIES.values()])[0],
                order=order.id,
                sku=order.lines[0].sku if random.randrange(2) else None,
            )


def cancel_requests(random: Random, customers: Sequence[Person], source: str) -> Iterator[CancelRequest]:
    """Every other subscriber wants to cancel at some time, a few of them again."""
    for person in customers:
        if not person.subscriber:
            continue
        for nth in range(random.choices((0, 1, 2), (50, 40, 10))[0]):
            day = person.joined + 20 + random.randrange(DAYS)
            yield CancelRequest(
                id=f"cancel-{person.id}-{nth + 1}",
                customer=person.id,
                occurred_at=at(day % DAYS, 9 * 60 + random.randrange(600)),
                source=source,
                subscription=f"coffee-{person.id}",
                reason=random.choices([*_REASONS], [*_REASONS.values()])[0],
                price=SUBSCRIPTION,
            )
