"""What a program decides by besides strategies and guards."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from retention_sdk.actions import Action
from retention_sdk.deciding.lanes import Lanes
from retention_sdk.events import Event
from retention_sdk.guards import Requests, Tally

ENGINE = "engine"
"""Under this name the engine grants, and remembers, what no strategy proposed."""


@frozen
class Rules:
    """What a program decides by; None is not at all.

    Args:
        lanes: which strategies compete for an event.
        not_before: from when on an action may be done; None is at once.
        requests: asks whoever may grant what was above somebody's authority.
        marks: what the engine remembers of what was granted.
        under: the other name that what strategies give for an event counts in; "" is none.
    """

    lanes: Lanes | None = None
    not_before: Callable[[Action, Tally], datetime | None] | None = None
    requests: Requests | None = None
    marks: Callable[[Tally], Mapping[str, Any]] | None = None
    under: Callable[[Event], str] | None = None
