"""The sample of appreciation_event."""

from retention_sdk import Consent, InvitationAnswered, Occasion, PlaceFreed, Profile
from retention_sdk.testing import Sample, after, order, visit

WILLING = Profile(consents=[Consent(channel="email")])


def asked(customer: str, name: str, day: int) -> Occasion:
    """What time brings."""
    return Occasion(
        id=f"{name}-{customer}-{day}", customer=customer, occurred_at=after(day), plugin="appreciation_event", name=name
    )


def answer(id: str, customer: str, day: int, places: int) -> InvitationAnswered:
    """An answer; no places are a no."""
    return InvitationAnswered(
        id=id,
        customer=customer,
        occurred_at=after(day),
        invitation="tasting",
        coming=bool(places),
        places=places or 1,
    )


# Who comes when few seats are left depends on who asked first; tests/plugins has what happens then.
SAMPLE = Sample(
    settings={
        "name": "tasting",
        "title": "A tasting",
        "day": "2100-03-01",
        "begins": "18:30",
        "place": "Bean & Leaf",
        "seats": 30,
        "most_each": 5,
        "invite_on": "2100-01-20",
        "orders_at_least": 1,
    },
    story=[
        order("o-1", "c", at=after(1), profile=WILLING),
        order("o-2", "d", at=after(1), profile=WILLING),
        visit("v-1", "e", at=after(1), profile=WILLING),
        *(asked(customer, "invitation", 19) for customer in "cde"),
        asked("c", "invitation", 20),
        answer("a-1", "c", 21, 4),
        PlaceFreed(id="f-1", customer="c", occurred_at=after(22), of="tasting"),
        answer("a-2", "c", 23, 2),
        answer("a-3", "d", 23, 9),
        answer("a-4", "e", 23, 1),
        answer("a-5", "d", 24, 4),
        answer("a-6", "d", 25, 0),
        asked("c", "reminder", 57),
        answer("a-7", "c", 57, 0),
        answer("a-8", "c", 58, 1),
    ],
    most={"send_message": 1, "take_place": 1},
)
