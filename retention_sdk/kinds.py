"""The kinds of events and actions: each class has one of its own, by which its stored form is told."""

from typing import Any

from retention_sdk.errors import BadValue


def _place(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def enrol(cls: type, kinds: dict[str, Any]) -> None:
    """Enter a class under its kind; one without any, such as `Giving`, is only a base.

    Args:
        cls: the class. attrs builds a slotted one twice, and a notebook's cell is run again: the later one counts.
        kinds: the classes by kind.

    Raises:
        BadValue: another class has that kind; or it is the kind of a base, whose stored forms would be mistaken.
    """
    kind = getattr(cls, "kind", None)
    if kind is None:
        return
    if "kind" not in cls.__dict__:
        raise BadValue(
            f"{_place(cls)} has the kind {kind!r} of its base; give it its own, or derive from the base's base"
        )
    known = kinds.setdefault(kind, cls)
    if _place(known) != _place(cls):
        raise BadValue(f"{_place(known)} and {_place(cls)} are both of kind {kind!r}; give one of them another")
    kinds[kind] = cls
