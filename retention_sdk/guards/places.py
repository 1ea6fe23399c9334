"""Places are counted in a name that says of what they are; what counts there says how many: "place:tasting*3"."""

from retention_sdk.actions import TakePlace

_BEGIN, _TIMES = "place:", "*"


def place_name(of: str) -> str:
    """The name that the places of something are counted in."""
    return _BEGIN + of


def taken_under(action: TakePlace) -> str:
    """What places count in, with how many they are: the outbox has no other number for it."""
    return f"{place_name(action.of)}{_TIMES}{action.places}"


def places_of(under: str) -> tuple[str, int]:
    """A name that something counts in, and how often one of it counts there."""
    if not under.startswith(_BEGIN):
        return under, 1
    name, _, many = under.rpartition(_TIMES)
    return name, int(many)
