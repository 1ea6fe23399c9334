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
        ApprovalDue,
        ApprovalGiven,
        ApprovalRefused,
        Birthday,
        CancelledDirectly,
        CancelRequest,
        CancelSurveyed,
        CaseAnswered,
        CaseClosed,
        CaseDiagnosed,
        CasePaused,
        CaseReopened,
        CaseResumed,
        ClockRang,
        Complaint,
        CustomersMerged,
        Delivered,
        Dispute,
        Event,
        FollowUpDone,
        GoodwillProposed,
        HoldCaptured,
        HoldPlaced,
        HoldReleased,
        Lapse,
        OfferAccepted,
        OfferApplied,
        OfferDeclined,
        OfferFailed,
        OrderCancelled,
        OrderEdited,
        OrderReopened,
        Purchase,
        Redemption,
        RedemptionCancelled,
        Referral,
        Refund,
        RemedyApplied,
        SaveCheckDue,
        SaveChecked,
        SessionAbandoned,
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
def on_case_answered(event: "CaseAnswered", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody answered a customer who had complained."""


@hookspec
def on_case_diagnosed(event: "CaseDiagnosed", customer: "Customer") -> "Iterable[Action] | None":
    """It is known what went wrong."""


@hookspec
def on_case_paused(event: "CasePaused", customer: "Customer") -> "Iterable[Action] | None":
    """A case waits for the customer."""


@hookspec
def on_case_resumed(event: "CaseResumed", customer: "Customer") -> "Iterable[Action] | None":
    """A case waits no more."""


@hookspec
def on_remedy_applied(event: "RemedyApplied", customer: "Customer") -> "Iterable[Action] | None":
    """A remedy reached the customer."""


@hookspec
def on_follow_up_done(event: "FollowUpDone", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody asked whether the matter is settled."""


@hookspec
def on_case_closed(event: "CaseClosed", customer: "Customer") -> "Iterable[Action] | None":
    """A case was closed."""


@hookspec
def on_case_reopened(event: "CaseReopened", customer: "Customer") -> "Iterable[Action] | None":
    """A case is open again."""


@hookspec
def on_clock_rang(event: "ClockRang", customer: "Customer") -> "Iterable[Action] | None":
    """The time of a case's clock has come."""


@hookspec
def on_approval_given(event: "ApprovalGiven", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody approves what was above the authority of whoever proposed it."""


@hookspec
def on_approval_refused(event: "ApprovalRefused", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody refuses what was above the authority of whoever proposed it."""


@hookspec
def on_approval_due(event: "ApprovalDue", customer: "Customer") -> "Iterable[Action] | None":
    """The time to answer a request for approval is nearly over, or over."""


@hookspec
def on_goodwill_proposed(event: "GoodwillProposed", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody at the desk wants to give the customer something."""


@hookspec
def on_cancel_request(event: "CancelRequest", customer: "Customer") -> "Iterable[Action] | None":
    """A customer asks to cancel."""


@hookspec
def on_cancel_surveyed(event: "CancelSurveyed", customer: "Customer") -> "Iterable[Action] | None":
    """A customer who wants to leave said why."""


@hookspec
def on_offer_accepted(event: "OfferAccepted", customer: "Customer") -> "Iterable[Action] | None":
    """A customer who wanted to leave takes an offer."""


@hookspec
def on_offer_declined(event: "OfferDeclined", customer: "Customer") -> "Iterable[Action] | None":
    """A customer who wants to leave does not want an offer."""


@hookspec
def on_cancelled_directly(event: "CancelledDirectly", customer: "Customer") -> "Iterable[Action] | None":
    """A customer leaves."""


@hookspec
def on_offer_applied(event: "OfferApplied", customer: "Customer") -> "Iterable[Action] | None":
    """The platform has what an accepted offer promised."""


@hookspec
def on_offer_failed(event: "OfferFailed", customer: "Customer") -> "Iterable[Action] | None":
    """The platform has not what an accepted offer promised."""


@hookspec
def on_session_abandoned(event: "SessionAbandoned", customer: "Customer") -> "Iterable[Action] | None":
    """A customer who wanted to leave did not come back to it."""


@hookspec
def on_save_check_due(event: "SaveCheckDue", customer: "Customer") -> "Iterable[Action] | None":
    """It is time to look whether a customer who was saved is still there."""


@hookspec
def on_save_checked(event: "SaveChecked", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody looked whether a customer who was saved is still there."""


@hookspec
def on_redemption(event: "Redemption", customer: "Customer") -> "Iterable[Action] | None":
    """A customer has a reward of the catalogue."""


@hookspec
def on_redemption_cancelled(event: "RedemptionCancelled", customer: "Customer") -> "Iterable[Action] | None":
    """A redemption is taken back."""


@hookspec
def on_hold_placed(event: "HoldPlaced", customer: "Customer") -> "Iterable[Action] | None":
    """A checkout holds units."""


@hookspec
def on_hold_captured(event: "HoldCaptured", customer: "Customer") -> "Iterable[Action] | None":
    """What a checkout held is spent."""


@hookspec
def on_hold_released(event: "HoldReleased", customer: "Customer") -> "Iterable[Action] | None":
    """What a checkout held can be spent again."""


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
def on_customers_merged(event: "CustomersMerged", customer: "Customer") -> "Iterable[Action] | None":
    """Two customers turned out to be one."""


@hookspec
def review_action(action: "Action", event: "Event", customer: "Customer") -> "Refused | tuple[str, str] | None":
    """Any strategy proposes an action: None lets it pass."""


@hookspec
def looks_back() -> timedelta:
    """How far back this strategy looks at a customer's orders and rewards; a strategy without it sees none."""
    return timedelta(0)
