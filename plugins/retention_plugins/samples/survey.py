"""The sample of survey."""

from typing import Any

from retention_sdk import Consent, Delivered, Occasion, OrderCancelled, Profile, SurveyAnswer
from retention_sdk.testing import Sample, after, order

WILLING = Profile(consents=[Consent(channel="email")])


def occasion(id: str, customer: str, day: int) -> Occasion:
    """The morning on which somebody can be asked."""
    at = after(day).replace(hour=10)
    return Occasion(id=id, customer=customer, occurred_at=at, plugin="survey", name="delivery")


def answer(id: str, customer: str, day: int, score: int | None, text: str = "") -> SurveyAnswer:
    """An answer about the order of a customer."""
    who: dict[str, Any] = {"id": id, "customer": customer, "order": f"o-{customer}", "survey": "delivery"}
    return SurveyAnswer(**who, occurred_at=after(day), score=score, text=text)


SAMPLE = Sample(
    settings={"spread_days": 0, "praise": "review", "link": "https://shop.example/reviews"},
    story=[
        *(order(f"o-{who}", customer=who, profile=WILLING) for who in "cde"),
        *(Delivered(id=f"d-{who}", customer=who, occurred_at=after(1), order=f"o-{who}") for who in "cde"),
        OrderCancelled(id="off", customer="e", occurred_at=after(2), order="o-e"),
        *(occasion(f"x-{who}", who, 9) for who in "cde"),
        answer("a-1", "c", 10, 2),
        answer("a-2", "c", 11, None, "the box was wet"),
        answer("a-3", "d", 11, 10, "lovely"),
        answer("a-4", "d", 12, 9),
    ],
    most={"request_survey": 1, "schedule": 1, "create_task": 1, "send_message": 1},
)
