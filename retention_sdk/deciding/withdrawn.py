"""Events that count for nothing: what they followed from was taken back."""

from attrs import evolve

from retention_sdk.cancelling import Obstacle
from retention_sdk.customer import Standing
from retention_sdk.events import Event, Withdrawn
from retention_sdk.language import said

WHY = said("What it followed from was taken back; it counts for nothing.")
TAKEN_BACK: Obstacle = ("withdrawn", WHY)
"""What is said of such an event."""


def is_withdrawn(event: Event, seen: Standing) -> bool:
    """Whether an event counts for nothing.

    Args:
        event: any event.
        seen: what is known of the customer as of just before it.
    """
    return bool(seen.withdrawn) and _name(event.source, event.id) in seen.withdrawn


def with_withdrawal(standing: Standing, event: Event) -> Standing:
    """The standing after an event that was withdrawn has come, or after one that withdraws another or has it count."""
    if not isinstance(event, Withdrawn):
        return evolve(standing, withdrawn=standing.withdrawn - {_name(event.source, event.id)})
    name = _name(event.event_source, event.event)
    left = standing.withdrawn - {name}
    return evolve(standing, withdrawn=left if event.stands else left | {name})


def _name(source: str, id: str) -> str:
    # the length keeps ("a", "bc") and ("ab", "c") apart
    return f"{len(source)}:{source}{id}"
