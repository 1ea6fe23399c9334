"""From a letter to what is sent."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime, parseaddr
from typing import cast

from attrs import frozen

from retention_adapters.email.calendars import Around, Entry, calendar_file
from retention_adapters.email.rendering import PICTURE, Letter
from retention_sdk.platforms import Refused

FILE = "event.ics"


@frozen
class Head:
    """What is around a letter.

    Args:
        sender: "Bean & Leaf <hello@beanleaf.example>".
        reply_to: where answers go; empty is the sender.
        to: the address.
        name: of whom it is for.
        key: the idempotency key: what its Message-ID is made of, so that a second copy is known as one.
        at: when it is sent.
        unsubscribe: the link of one click; empty for what the customer must know.
        answers: the key of the letter that it belongs to; empty for none.
    """

    sender: str
    reply_to: str
    to: str
    name: str
    key: str
    at: datetime
    unsubscribe: str = ""
    answers: str = ""


def compose(letter: Letter, head: Head) -> EmailMessage:
    """A letter as mail.

    Args:
        letter: what it says.
        head: what is around it.

    Returns:
        The mail: plain text, and HTML beside it.

    Raises:
        Refused: an address is none.
    """
    message = EmailMessage(POLICY)
    message["From"], message["To"] = address(head.sender), address(head.to, head.name)
    if head.reply_to:
        message["Reply-To"] = address(head.reply_to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(head.at)
    message["Message-ID"] = message_id(head.key, head.sender)
    if head.answers:
        message["In-Reply-To"] = message["References"] = message_id(head.answers, head.sender)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    if head.unsubscribe:
        message["List-Unsubscribe"] = f"<{head.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.html and letter.picture:
        _, html = message.iter_parts()
        cast(EmailMessage, html).add_related(
            letter.picture, "image", "png", cid=f"<{PICTURE}>", disposition="inline", filename="code.png"
        )
    if letter.entry is not None:
        attach(message, letter.entry, head)
    return message


def attach(message: EmailMessage, entry: Entry, head: Head) -> None:
    """Attach the file of a calendar entry: calendars know it by its uid, and the later one of two counts."""
    domain = address(head.sender).domain
    text = calendar_file(entry, Around(address(head.sender), address(head.to, head.name), head.at, head.key, domain))
    params = {"method": entry.method, "name": FILE}
    message.add_attachment(text, subtype="calendar", cte="base64", filename=FILE, params=params)


def message_id(key: str, sender: str) -> str:
    """The Message-ID of an idempotency key: the same each time that the same letter is tried."""
    return f"<{''.join(c if c.isalnum() or c in '-._' else '.' for c in key)}@{address(sender).domain}>"


def address(text: str, name: str = "") -> Address:
    """An address, with a name that is no part of it.

    Raises:
        Refused: it is none; the message does not show it.
    """
    shown, mail = parseaddr(text)
    if not text.isprintable() or not mail.isascii():
        raise Refused("an address is not one that mail can be sent to")
    try:
        found = Address(" ".join((name or shown).split()), addr_spec=mail)
    except (ValueError, IndexError, AttributeError):
        raise Refused("an address is not one that mail can be sent to") from None
    if not found.domain or not found.username:
        raise Refused("an address is not one that mail can be sent to")
    return found
