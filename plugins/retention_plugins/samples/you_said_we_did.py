"""The sample of you_said_we_did."""

from retention_sdk import Consent, Occasion, Profile, SurveyAnswer
from retention_sdk.testing import START, Sample, after, visit

WILLING = Profile(consents=[Consent(channel="email")])


def told(id: str, customer: str, day: int) -> Occasion:
    """The day of the change."""
    return Occasion(id=id, customer=customer, occurred_at=after(day), plugin="you_said_we_did", name="paper")


SAMPLE = Sample(
    settings={
        "changes": {
            "paper": {"on": after(20).date(), "topics": ["packaging"], "text": {"en": "We pack in paper now."}}
        },
        "words": {"packaging": ["plastic"]},
    },
    story=[
        *(visit(f"v-{who}", customer=who, at=START, profile=WILLING) for who in "cd"),
        SurveyAnswer(id="a-1", customer="c", occurred_at=after(1), survey="nps", score=3, text="So much PLASTIC!"),
        SurveyAnswer(id="a-2", customer="d", occurred_at=after(1), survey="nps", score=9, topics=["coffee"]),
        *(told(f"x-{who}", who, 20) for who in "cd"),
        told("x-2", "c", 21),
    ],
    most={"send_message": 1},
)
