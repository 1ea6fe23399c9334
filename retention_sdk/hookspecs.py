"""The hooks: one for each kind of event, one that may refuse what is proposed, and one that says how far back to look.

An implementation may take fewer arguments. It answers an iterable of actions, or None.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

import pluggy
from attrs import field, frozen

from retention_sdk.checks import named, worded

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import (
        Birthday,
        CancelRequest,
        Complaint,
        Delivered,
        Dispute,
        Event,
        Lapse,
        OrderCancelled,
        OrderEdited,
        OrderReopened,
        Purchase,
        Referral,
        Refund,
        SignUp,
        SurveyAnswer,
        Visit,
    )

PROJECT = "retention_sdk"


@frozen
class Refused:
    """A guard's no.

    Args:
        code: a stable code of your own, such as "out_of_season".
        sentence: why, for a person.
    """

    code: str = field(validator=named)
    sentence: str = field(validator=worded)


hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def on_purchase(event: "Purchase", customer: "Customer") -> "Iterable[Action] | None":
    """An order was paid."""


@hookspec
def on_refund(event: "Refund", customer: "Customer") -> "Iterable[Action] | None":
    """Money went back."""


@hookspec
def on_order_cancelled(event: "OrderCancelled", customer: "Customer") -> "Iterable[Action] | None":
    """An order was called off."""


@hookspec
def on_order_edited(event: "OrderEdited", customer: "Customer") -> "Iterable[Action] | None":
    """An order has other lines now."""


@hookspec
def on_order_reopened(event: "OrderReopened", customer: "Customer") -> "Iterable[Action] | None":
    """An order stands again."""


@hookspec
def on_dispute(event: "Dispute", customer: "Customer") -> "Iterable[Action] | None":
    """A customer's bank asks for an order's money back, or said how that ended."""


@hookspec
def on_delivered(event: "Delivered", customer: "Customer") -> "Iterable[Action] | None":
    """An order reached the customer."""


@hookspec
def on_complaint(event: "Complaint", customer: "Customer") -> "Iterable[Action] | None":
    """A customer complained."""


@hookspec
def on_cancel_request(event: "CancelRequest", customer: "Customer") -> "Iterable[Action] | None":
    """A customer asks to cancel."""


@hookspec
def on_birthday(event: "Birthday", customer: "Customer") -> "Iterable[Action] | None":
    """It is a customer's birthday."""


@hookspec
def on_sign_up(event: "SignUp", customer: "Customer") -> "Iterable[Action] | None":
    """A customer joined the program."""


@hookspec
def on_visit(event: "Visit", customer: "Customer") -> "Iterable[Action] | None":
    """A customer dropped in."""


@hookspec
def on_survey_answer(event: "SurveyAnswer", customer: "Customer") -> "Iterable[Action] | None":
    """A customer answered a survey."""


@hookspec
def on_referral(event: "Referral", customer: "Customer") -> "Iterable[Action] | None":
    """A customer brought a friend."""


@hookspec
def on_lapse(event: "Lapse", customer: "Customer") -> "Iterable[Action] | None":
    """A customer has been silent for longer than is usual."""


@hookspec
def review_action(action: "Action", event: "Event", customer: "Customer") -> "Refused | tuple[str, str] | None":
    """Any strategy proposes an action: None lets it pass."""


@hookspec
def looks_back() -> timedelta:
    """How far back this strategy looks at a customer's orders and rewards; a strategy without it sees none."""
    return timedelta(0)
