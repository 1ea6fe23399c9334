"""The hooks about what people are invited to, and take part in."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import ContestDrawn, ContestEntry, ContestWon, InvitationAnswered, PlaceFreed


@hookspec
def on_invitation_answered(event: "InvitationAnswered", customer: "Customer") -> "Iterable[Action] | None":
    """A customer says whether they come."""


@hookspec
def on_place_freed(event: "PlaceFreed", customer: "Customer") -> "Iterable[Action] | None":
    """A place is free again, and it is the customer's turn."""


@hookspec
def on_contest_entry(event: "ContestEntry", customer: "Customer") -> "Iterable[Action] | None":
    """A customer takes part in a contest without buying anything."""


@hookspec
def on_contest_drawn(event: "ContestDrawn", customer: "Customer") -> "Iterable[Action] | None":
    """The winners of a contest were drawn; it is asked about the store itself."""


@hookspec
def on_contest_won(event: "ContestWon", customer: "Customer") -> "Iterable[Action] | None":
    """A customer was drawn as a winner."""
