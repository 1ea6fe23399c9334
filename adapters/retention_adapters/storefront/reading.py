"""A body to events: bytes, JSON, values; what is wrong is told by its place."""

import json
from collections.abc import Callable, Iterable
from typing import NoReturn, TypeVar

from retention_adapters.storefront.forms import Kinds, NoForm, Unfit, fields_of, items_of, told, within
from retention_adapters.storefront.forms.records import KIND
from retention_adapters.storefront.published import NOTICES
from retention_sdk import Event
from retention_sdk.platforms import Notice

T = TypeVar("T")


def loaded(body: bytes) -> object:
    """The JSON of a body.

    Raises:
        Unfit: it is no JSON in UTF-8, has a number that JSON does not know, or a field twice.
    """
    try:
        data: object = json.loads(body.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_constant)
    except (ValueError, RecursionError):  # its words could show what was sent
        raise Unfit("", "is no JSON object or list in UTF-8, with each field once") from None
    return data


def _constant(_: str) -> NoReturn:
    raise ValueError


def _object(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, value in pairs:
        if name in fields:
            raise ValueError
        fields[name] = value
    return fields


def messages(body: bytes, events: Kinds) -> list[Event | Notice]:
    """What a store sent.

    Args:
        body: one event or notice, or a list of them.
        events: the forms of the events that it may send.

    Returns:
        The events and notices, in order.

    Raises:
        Unfit: something of it cannot be read.
    """
    data = loaded(body)
    several = items_of(data)
    if several is None:
        return [_message(data, "", events)]
    return [_message(item, within("", place), events) for place, item in enumerate(several)]


def _message(raw: object, at: str, events: Kinds) -> Event | Notice:
    kind = (fields_of(raw) or {}).get(KIND)
    kinds = NOTICES if isinstance(kind, str) and kind in NOTICES.records else events
    message: Event | Notice = kinds.read(raw, at)
    return message


def page(body: bytes, events: Kinds) -> tuple[list[Event], str | None]:
    """A page of history.

    Args:
        body: the answer.
        events: the forms of the events that a store may send.

    Returns:
        The events, and where the next page begins.

    Raises:
        Unfit: it cannot be read.
    """
    data = fields_of(loaded(body)) or {}
    events_given = items_of(data.get("events"))
    if events_given is None:
        raise Unfit("", 'is no page of history; answer {"events": [...], "next": null}')
    cursor = data.get("next")
    if not (cursor is None or isinstance(cursor, str)):
        raise Unfit("next", f"is {told(cursor)}; answer a text, or null where this is the last page")
    found = [events.read(item, within("events", place)) for place, item in enumerate(events_given)]
    return found, cursor or None


def read_with(read: Callable[[], T], error: Callable[[str], Exception]) -> T:
    """What a reader answers; what it cannot read is raised as an error of its own sort."""
    try:
        return read()
    except (NoForm, Unfit) as unfit:
        raise error(str(unfit)) from None
    except RecursionError:
        raise error("the body is nested too deep") from None
