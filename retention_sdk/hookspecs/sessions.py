"""The hooks about those who want to leave."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import (
        CancelledDirectly,
        CancelSurveyed,
        OfferAccepted,
        OfferApplied,
        OfferDeclined,
        OfferFailed,
        SaveCheckDue,
        SaveChecked,
        SessionAbandoned,
    )


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
