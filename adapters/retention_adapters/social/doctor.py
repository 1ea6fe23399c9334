"""A look at how an account is connected."""

from collections.abc import Iterator
from datetime import UTC, datetime

from retention_adapters.social.server import Server
from retention_sdk.platforms import CredentialsRefused, Finding

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def examined(server: Server) -> Iterator[Finding]:
    """Ask who we are, and read one post as a second try would have to.

    Args:
        server: the server, with the token.

    Yields:
        What is wrong; nothing where all is well.

    Raises:
        AdapterError: the server does not answer, or is none.
    """
    try:
        me = server.me()
    except CredentialsRefused as error:
        yield Finding("token", error.reason)
        return
    if me.get("suspended"):
        yield Finding("account", "the account is suspended; ask whoever runs the server")
    try:
        latest = next(iter(server.posted_since(LONG_AGO)), None)
        if latest is not None:
            server.text_of(str(latest["id"]))
    except CredentialsRefused:
        said = "the token cannot read what it has posted, so nobody could tell whether a try came through"
        yield Finding("scope", f"{said}; give the app read:accounts, read:statuses, write:statuses and write:media")
