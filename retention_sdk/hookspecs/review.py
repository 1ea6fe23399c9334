"""The hook of guards, which may refuse what any strategy proposes."""

from typing import TYPE_CHECKING

from attrs import field, frozen

from retention_sdk.checks import named, worded
from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import Event


@frozen
class Refused:
    """A guard's no.

    Args:
        code: a stable code of your own, such as "out_of_season".
        sentence: why, for a person.
    """

    code: str = field(validator=named)
    sentence: str = field(validator=worded)


@hookspec
def review_action(action: "Action", event: "Event", customer: "Customer") -> "Refused | None":
    """Any strategy proposes an action: None lets it pass."""
