"""What is wrong with how mail is sent."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError

from retention_adapters.email.composing import address
from retention_adapters.email.letters import Letters
from retention_adapters.email.rendering import HTML, TEXT
from retention_adapters.email.sending import Server
from retention_sdk.platforms import CredentialsRefused, Finding, Refused, TryLater

if TYPE_CHECKING:
    from retention_adapters.email.adapter import Email


def findings(email: "Email", server: Server, letters: Letters) -> list[Finding]:
    """Look at the server, the addresses, the link and every message."""
    return [*_server(server), *_addresses(email), *_link(email), *_surveys(email), *_messages(letters)]


def _server(server: Server) -> Iterator[Finding]:
    where = f"{server.host}:{server.port}"
    try:
        server.connect().quit()
    except TryLater as error:
        yield Finding("unreachable", f"{where}: {error.reason}; check host, port and security")
    except CredentialsRefused as error:
        yield Finding("credentials", f"{where}: {error.reason}")
    except Refused as error:
        yield Finding("refused", f"{where}: {error.reason}")


def _addresses(email: "Email") -> Iterator[Finding]:
    for setting, text in {"sender": email.sender, "reply_to": email.reply_to, **_staff(email)}.items():
        try:
            if text:
                address(text)
        except Refused:
            yield Finding(
                "address", f"{setting} is no address; write one such as 'Bean & Leaf <hello@beanleaf.example>'"
            )
    if email.security == "none" and email.host not in ("localhost", "127.0.0.1", "::1"):
        yield Finding(
            "open", "mail and password go to the server for everybody on the way to read; set security = 'starttls'"
        )


def _staff(email: "Email") -> dict[str, str]:
    return {f"staff.{role}": text for role, text in email.staff.items()}


def _link(email: "Email") -> Iterator[Finding]:
    if not email.unsubscribe_url or email.unsubscribe_secret is None:
        yield Finding(
            "no_unsubscribe",
            "no advertising is sent: set unsubscribe_url and unsubscribe_secret, so that a click ends it",
        )
    elif not email.unsubscribe_url.startswith("https://"):
        yield Finding(
            "unsubscribe_url", "mail programs follow a link of one click over https alone; unsubscribe_url is not"
        )


def _surveys(email: "Email") -> Iterator[Finding]:
    if email.survey_secret is not None and (not email.survey_url or "{" in email.survey_url):
        yield Finding(
            "survey_url", "survey_secret signs links to this channel: set survey_url to its address, as it is"
        )


def _messages(letters: Letters) -> Iterator[Finding]:
    for name, language in letters.templates.names():
        found = letters.templates.text(name, [language])
        sources = {"txt": found[1] if found else "", "mjml": letters.templates.mjml(name, language)}
        for file, source in sources.items():
            if wrong := _wrong(source, html=file == "mjml"):
                yield Finding("template", f"{name}.{language}.{file}, {wrong}")


@lru_cache(512)
def _wrong(source: str, *, html: bool) -> str:
    """What is wrong with a message; it is compiled once, since most have their HTML of one layout."""
    try:
        (HTML if html else TEXT).compile(source)
    except TemplateSyntaxError as error:
        return f"line {error.lineno}: {error.message}"
    return ""
