"""What the clock brought, and a fact that came later says should not be."""

from retention_sdk.cancelling import Obstacle
from retention_sdk.cancelling.due import SOURCE
from retention_sdk.clock.lapses import is_silent
from retention_sdk.customer import Standing
from retention_sdk.events import Birthday, Event, Lapse
from retention_sdk.language import said


def untimely(event: Event, seen: Standing) -> Obstacle | None:
    """Why something that the clock brought has no place.

    Args:
        event: any event; what a store sends itself always has its place.
        seen: what is known of the customer as of just before it.

    Returns:
        A code and a sentence; None where it has its place.
    """
    if event.source != SOURCE:
        return None
    match event:
        case Lapse() if not is_silent(seen, event):
            return "not_silent", said("An order says that the customer was not silent; nothing is done.")
        case Birthday(year=int(year)) if year <= (seen.occasions.birthday or 0):
            return "birthday_had", said("The birthday of {year} was kept before; nothing is done.", year=str(year))
        case _:
            return None
