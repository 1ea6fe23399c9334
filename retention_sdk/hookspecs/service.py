"""The hooks about service."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import CancelRequest, Complaint, SurveyAnswer


@hookspec
def on_complaint(event: "Complaint", customer: "Customer") -> "Iterable[Action] | None":
    """A customer complained."""


@hookspec
def on_cancel_request(event: "CancelRequest", customer: "Customer") -> "Iterable[Action] | None":
    """A customer asks to cancel."""


@hookspec
def on_survey_answer(event: "SurveyAnswer", customer: "Customer") -> "Iterable[Action] | None":
    """A customer answered a survey."""
