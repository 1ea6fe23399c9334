"""What a letter brings for a calendar, and what contests and events write."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from retention_sdk import IssueGiftCard, Money, SendMessage
from retention_sdk.platforms import Made, Receipt, Refused
from tests.adapters.email.channels import LINKS, email, to
from tests.adapters.email.server import Mailbox, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

ENTRY: dict[str, Any] = {
    "uid": "tasting",
    "title": "A tasting; with cake, and tea",
    "begins": "2026-10-24T18:30:00",
    "ends": "2026-10-25T03:30:00",
    "zone": "Europe/Prague",
    "place": "Vinohradská 12, Praha",
    "link": "https://beanleaf.example/tasting",
    "status": "TENTATIVE",
    "sequence": 7,
}
EVENT = {
    "title": "A tasting",
    "day": "2100-03-01",
    "begins": "2100-03-01T18:30:00+01:00",
    "place": "Vinohradská 12",
    "link": "https://x",
}
CONTEST = {
    "title": "The summer draw",
    "prize": "a machine",
    "free_way": "Write to us.",
    "rules_url": "https://x",
    "opens": "2100-03-01",
    "closes": "2100-03-31",
    "drawn": "2100-04-08",
    "rules": "a1b2",
    "commitment": "c0ffee",
    "winners": 1,
}


@pytest.fixture
def mailbox() -> Mailbox:
    """Where the letters are."""
    return Mailbox()


@pytest.fixture
def port(mailbox: Mailbox) -> Iterator[int]:
    """Of the mail server."""
    with served(mailbox) as port:
        yield port


def message(**entry: Any) -> SendMessage:
    """An invitation."""
    return SendMessage("event_seat", data={**EVENT, "places": 1, "most": 2, "calendar": ENTRY | entry})


def attached(letter: EmailMessage) -> tuple[str, Any]:
    """The file that a letter brings: its method, and its one entry."""
    (part,) = letter.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "event.ics")
    text = part.get_content()
    assert all(len(line.encode()) <= 75 for line in text.splitlines())
    calendar = Calendar.from_ical(text)
    assert str(calendar["method"]) == part.get_param("method")
    (event,) = calendar.walk("VEVENT")
    return str(calendar["method"]), event


def test_a_date_for_the_calendar(mailbox: Mailbox, port: int) -> None:
    """The right instants in the store's zone, over the night when clocks change; text and HTML stay what they are."""
    email(port).perform(message(), "k1", to())
    (letter,) = mailbox.letters
    method, event = attached(letter)
    zone = ZoneInfo("Europe/Prague")
    assert (method, str(event["uid"]), event["sequence"]) == ("PUBLISH", "tasting@beanleaf.example", 7)
    assert event.decoded("dtstart") == datetime(2026, 10, 24, 18, 30, tzinfo=zone)
    lasts = event.decoded("dtend").timestamp() - event.decoded("dtstart").timestamp()
    assert timedelta(seconds=lasts) == timedelta(hours=10)
    assert event["dtstart"].params["TZID"] == "Europe/Prague"
    assert b"BEGIN:VTIMEZONE" in next(iter(letter.iter_attachments())).get_content().encode()
    assert (str(event["summary"]), str(event["location"])) == (ENTRY["title"], ENTRY["place"])
    assert (str(event["status"]), str(event["organizer"])) == ("TENTATIVE", "mailto:hello@beanleaf.example")
    assert "attendee" not in event
    assert letter.get_body(("html",)).get_content().rstrip().endswith("</html>")
    assert "calendar" in letter.get_body(("plain",)).get_content()


def test_called_off_and_asked(mailbox: Mailbox, port: int) -> None:
    """What is called off is so for calendars too; a request names whom it asks; without a uid it is the letter's."""
    channel = email(port)
    channel.perform(message(status="CANCELLED"), "k1", to())
    channel.perform(message(method="REQUEST", uid=""), "k2", to())
    (off, event), (asked, other) = (attached(letter) for letter in mailbox.letters)
    assert (off, str(event["status"]), str(event["attendee"])) == ("CANCEL", "CANCELLED", "mailto:zoe@customer.example")
    assert (asked, str(other["uid"]), other["attendee"].params["CN"]) == ("REQUEST", "k2@beanleaf.example", "Zoë")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"begins": "soon"}, "ValueError"),
        ({"zone": "Mars/Base"}, "cannot be read"),
        ({"ends": "2026-10-24T18:30:00"}, "an end that cannot be|status, method or end"),
        ({"status": "PERHAPS"}, "status"),
        ({"method": "COUNTER"}, "method"),
        ({"title": None}, "title"),
    ],
)
def test_what_is_no_date(mailbox: Mailbox, port: int, entry: dict[str, Any], told: str) -> None:
    """What cannot be read is refused with what is wrong, and nothing is sent."""
    with pytest.raises(Refused, match=told):
        email(port).perform(message(**entry), "k1", to())
    with pytest.raises(Refused, match="is no table"):
        email(port).perform(SendMessage("event_seat", data={**EVENT, "places": 1, "calendar": 7}), "k2", to())
    assert mailbox.letters == []


def test_every_message_can_be_written(mailbox: Mailbox, port: int) -> None:
    """Each message of a contest and of an event, in each of its forms and languages; no two say the same."""
    channel = email(port, **LINKS)
    card = Made(IssueGiftCard(Money.of(20, "EUR")), Receipt(code="won-1"))
    entered, won = {**CONTEST, "entry": "e1"}, {**CONTEST, "entry": "e1", "entries": 9}
    forms = [
        *(
            SendMessage("contest_entered", data={**entered, "winners": n, "rules_url": link})
            for n, link in ((1, ""), (3, "x"))
        ),
        *(
            SendMessage("contest_refused", data={**CONTEST, "why": w})
            for w in ("early", "late", "age", "region", "staff")
        ),
        SendMessage("contest_won", data=won),
        *(SendMessage("event_invitation", data={**EVENT, "most": most}) for most in (1, 2)),
        *(SendMessage(f"event_{n}", data={**EVENT, "places": p}) for n in ("seat", "full", "reminder") for p in (1, 2)),
        *(
            SendMessage("event_no", data={**EVENT, "why": w, "most": m})
            for w, m in (("late", 1), ("many", 1), ("many", 2))
        ),
        SendMessage("event_given_back", data=EVENT),
    ]
    for locale in ("en", "cs", "pl", "pt"):
        for number, action in enumerate(forms):
            channel.perform(action, f"{locale}-{number}", to(locale))
        channel.perform(SendMessage("contest_won", data=won), f"{locale}-card", to(locale, beside=(card,)))
    bodies = [letter.get_body(("plain",)).get_content() for letter in mailbox.letters]
    texts = [body.replace("\r\n", "\n") for body in bodies]
    assert len(set(texts)) == len(texts) == 4 * (len(forms) + 1)
    assert not [text for text in texts if "{" in text or "None" in text or "  " in text or "\n\n\n\n" in text]
    assert not [text for text in texts if not text.rstrip().endswith("\n\nBean & Leaf")]
    assert sum("won-1" in text for text in texts) == 4
