"""Complaints, requests to cancel and answers to surveys, in short."""

from datetime import datetime
from typing import Unpack

from retention_sdk.events import CancelReason, CancelRequest, Complaint, SurveyAnswer
from retention_sdk.testing.builders.fields import AnswerFields, CancelFields, ComplaintFields
from retention_sdk.testing.builders.times import START


def complaint(id: str = "k-1", customer: str = "c", at: datetime = START, **more: Unpack[ComplaintFields]) -> Complaint:
    """A customer complains."""
    return Complaint(id=id, customer=customer, occurred_at=at, **more)


def cancel_request(
    id: str = "x-1",
    customer: str = "c",
    at: datetime = START,
    reason: CancelReason | str = "other",
    **more: Unpack[CancelFields],
) -> CancelRequest:
    """A customer asks to cancel."""
    return CancelRequest(id=id, customer=customer, occurred_at=at, reason=CancelReason(reason), **more)


def survey_answer(
    id: str = "a-1",
    customer: str = "c",
    at: datetime = START,
    *,
    survey: str = "nps",
    score: int | None = 9,
    **more: Unpack[AnswerFields],
) -> SurveyAnswer:
    """A customer answers a survey."""
    return SurveyAnswer(id=id, customer=customer, occurred_at=at, survey=survey, score=score, **more)
