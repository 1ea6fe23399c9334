"""A draw in a decision: each winner gets an event of their own."""

from collections.abc import Iterator

from retention_sdk.actions import Action, Schedule
from retention_sdk.cancelling.due import SOURCE
from retention_sdk.deciding.own import OwnTurn, own_ask
from retention_sdk.deciding.rules import ENGINE
from retention_sdk.draws import ranked
from retention_sdk.events import ContestDrawn, ContestWon, Event


def draw_turn(event: Event) -> OwnTurn | None:
    """What a draw means: its winners are told.

    Args:
        event: any event.

    Returns:
        What the engine answers; None where nothing was drawn.
    """
    if not isinstance(event, ContestDrawn):
        return None
    return OwnTurn((own_ask(ENGINE, event, tuple(_told(event))),))


def _told(event: ContestDrawn) -> Iterator[Action]:
    drawn = ranked(event.seed, event.entries)
    for place, (customer, entry) in enumerate(zip(event.winners, drawn, strict=False), 1):
        won = ContestWon(
            id=f"{ContestWon.kind}-{place}-{event.contest}",
            customer=customer,
            occurred_at=event.occurred_at,
            source=SOURCE,
            contest=event.contest,
            place=place,
            entry=entry,
            entries=len(event.entries),
        )
        yield Schedule(won, reason=f"drawn in {event.contest}")
