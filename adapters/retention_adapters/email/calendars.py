"""The file of a calendar that a letter brings (RFC 5545): a message says it in `data["calendar"]`."""

from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from typing import Any, cast
from zoneinfo import ZoneInfo

from attrs import field, frozen
from attrs.validators import instance_of
from icalendar import Calendar, Component, Event, vCalAddress, vText

from retention_sdk.platforms import Refused

_TEXT = instance_of(str)

STATES = ("CONFIRMED", "TENTATIVE", "CANCELLED")


@frozen(kw_only=True)
class Entry:
    """An entry of a calendar.

    Args:
        title: what it is called.
        begins: when, in its zone.
        ends: when it is over.
        zone: an IANA name.
        uid: what calendars know it by; empty is the key of its letter.
        place: where it is.
        about: more about it.
        link: a page about it.
        status: one of `STATES`.
        sequence: of two with one uid, the one with the higher counts.
        method: "PUBLISH", or "REQUEST" where mail programs are to ask whether one comes.
    """

    title: str = field(validator=_TEXT)
    begins: datetime
    ends: datetime
    zone: ZoneInfo
    uid: str = field(default="", validator=_TEXT)
    place: str = field(default="", validator=_TEXT)
    about: str = field(default="", validator=_TEXT)
    link: str = field(default="", validator=_TEXT)
    status: str = field(default="CONFIRMED", validator=_TEXT)
    sequence: int = field(default=0, validator=instance_of(int))
    method: str = field(default="PUBLISH", validator=_TEXT)


@frozen
class Around:
    """What is around an entry.

    Args:
        sender: who invites.
        to: who is invited.
        at: when the letter is sent.
        key: the letter's.
        domain: the sender's.
    """

    sender: Address
    to: Address
    at: datetime
    key: str
    domain: str


def entry_of(data: object) -> Entry | None:
    """The entry that a message's data has.

    Args:
        data: what the strategy said.

    Returns:
        The entry; None where there is none.

    Raises:
        Refused: it cannot be read; the message says what of it.
    """
    told: object = cast("Mapping[str, object]", data).get("calendar") if isinstance(data, Mapping) else None
    if told is None:
        return None
    if not isinstance(told, Mapping):
        raise Refused("data.calendar is no table; see docs/guides/email.md for what it has")
    words = cast("Mapping[str, Any]", told)
    try:
        zone = ZoneInfo(words["zone"])
        begins, ends = (datetime.fromisoformat(words[name]).replace(tzinfo=zone) for name in ("begins", "ends"))
        more = {name: words[name] for name in ("uid", "place", "about", "link", "sequence") if name in words}
        status = words.get("status", STATES[0])
        method = "CANCEL" if status == "CANCELLED" else words.get("method", "PUBLISH")
        entry = Entry(title=words["title"], begins=begins, ends=ends, zone=zone, status=status, method=method, **more)
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise Refused(f"data.calendar cannot be read: {type(error).__name__}: {error}") from error
    if entry.status not in STATES or entry.method not in ("PUBLISH", "REQUEST", "CANCEL") or ends <= begins:
        raise Refused("data.calendar has a status, method or end that cannot be; see docs/guides/email.md")
    return entry


def calendar_file(entry: Entry, around: Around) -> str:
    """An entry as a file, with the time zone that its times are in.

    Args:
        entry: the entry.
        around: what is around it.

    Returns:
        The text of the file.
    """
    calendar, event = Calendar(), Event()
    _add(calendar, prodid="-//retention_sdk//EN", version="2.0", method=entry.method)
    _add(event, uid=f"{entry.uid or around.key}@{around.domain}", sequence=entry.sequence, dtstamp=around.at)
    _add(event, dtstart=entry.begins, dtend=entry.ends, summary=entry.title, status=entry.status)
    _add(event, location=entry.place, description=entry.about, url=entry.link, organizer=_whom(around.sender))
    if entry.method != "PUBLISH":
        _add(event, attendee=_whom(around.to))
    calendar.add_component(event)
    calendar.add_missing_timezones()
    told: bytes = calendar.to_ical()
    return told.decode()


def _add(component: Component, **values: object) -> None:
    """Lay values into a part of the file; an empty text is none."""
    for name, value in values.items():
        if value != "":
            component.add(name, value)  # pyright: ignore[reportUnknownMemberType] - it takes what each name takes


def _whom(address: Address) -> vCalAddress:
    whom = vCalAddress(f"mailto:{address.addr_spec}")
    if address.display_name:
        whom.params["cn"] = vText(address.display_name)
    return whom
