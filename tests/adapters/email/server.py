"""A real mail server on this machine, which can be told to misbehave."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage


class Mailbox:
    """Takes what is sent, and answers as it was told to.

    Args:
        answers: what it says instead of yes to the next letters, by the command ("RCPT" or "DATA").

    Attributes:
        locked: whether nobody is let in, whatever they know.
    """

    locked = False

    def __init__(self, **answers: list[str]) -> None:
        self.answers = answers
        self.raw: list[bytes] = []
        self.to: list[str] = []

    @property
    def letters(self) -> list[EmailMessage]:
        """What was sent."""
        return [message_from_bytes(one, policy=policy.default) for one in self.raw]  # type: ignore[arg-type, misc]

    def _says(self, command: str) -> str | None:
        waiting = self.answers.get(command, [])
        return waiting.pop(0) if waiting else None

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take an address, or not."""
        if said := self._says("RCPT"):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a letter, or not."""
        said = self._says("DATA")
        if said is None or said == "lost":
            self.raw.append(envelope.original_content)
            self.to += envelope.rcpt_tos
        if said == "lost":
            server.transport.close()
        return said or "250 2.0.0 taken"


def knows(server: Any, _session: Any, _envelope: Any, mechanism: str, data: Any) -> AuthResult:
    """Whether somebody may send: bean-leaf, with the password hunter2."""
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"bean-leaf", b"hunter2")
    return AuthResult(
        success=right and not server.event_handler.locked and mechanism in ("LOGIN", "PLAIN"), handled=False
    )


class Served(Controller):
    """A server on a port that was free."""

    def factory(self) -> SMTP:
        """What answers a connection; that a password goes over an open line is known, and stays on this machine."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return super().factory()

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()


@contextmanager
def served(mailbox: Mailbox, *, guarded: bool = False) -> Iterator[int]:
    """The port of a server for a mailbox.

    Args:
        mailbox: what takes the letters.
        guarded: whether it asks who is there.
    """
    more: dict[str, Any] = {"authenticator": knows, "auth_required": True, "auth_require_tls": False} if guarded else {}
    controller = Served(mailbox, hostname="127.0.0.1", port=0, **more)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
