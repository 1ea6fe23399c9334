"""The hooks about people."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import (
        Birthday,
        CardLost,
        CustomersMerged,
        Lapse,
        LotsDue,
        ProfileChanged,
        Referral,
        ReferralKept,
        Referred,
        SignUp,
        Visit,
        Withdrawn,
    )


@hookspec
def on_birthday(event: "Birthday", customer: "Customer") -> "Iterable[Action] | None":
    """It is a customer's birthday."""


@hookspec
def on_sign_up(event: "SignUp", customer: "Customer") -> "Iterable[Action] | None":
    """A customer joined the program."""


@hookspec
def on_card_lost(event: "CardLost", customer: "Customer") -> "Iterable[Action] | None":
    """A customer lost their card."""


@hookspec
def on_profile_changed(event: "ProfileChanged", customer: "Customer") -> "Iterable[Action] | None":
    """What is known of a customer has changed."""


@hookspec
def on_visit(event: "Visit", customer: "Customer") -> "Iterable[Action] | None":
    """A customer dropped in."""


@hookspec
def on_referral(event: "Referral", customer: "Customer") -> "Iterable[Action] | None":
    """A customer brought a friend."""


@hookspec
def on_referred(event: "Referred", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody brought the customer."""


@hookspec
def on_referral_kept(event: "ReferralKept", customer: "Customer") -> "Iterable[Action] | None":
    """A friend who was referred has kept an order; the customer is one of the two."""


@hookspec
def on_lapse(event: "Lapse", customer: "Customer") -> "Iterable[Action] | None":
    """A customer has been silent for longer than is usual."""


@hookspec
def on_lots_due(event: "LotsDue", customer: "Customer") -> "Iterable[Action] | None":
    """A day ended, and lots of a customer's began to count, or expired; the wallets are as after that."""


@hookspec
def on_customers_merged(event: "CustomersMerged", customer: "Customer") -> "Iterable[Action] | None":
    """Two customers turned out to be one."""


@hookspec
def on_withdrawn(event: "Withdrawn", customer: "Customer") -> "Iterable[Action] | None":
    """What an event of the customer's followed from was taken back; the customer is as of just before that event."""
