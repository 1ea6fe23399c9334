"""SMTP: connections that are kept, and what an answer means."""

import smtplib
import ssl
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from queue import Empty, LifoQueue

from attrs import field, frozen

from retention_sdk.platforms import CredentialsRefused, Refused, TryLater

BYTES = POLICY.clone(max_line_length=998)
"""Header lines as long as mail allows: a link that is folded or encoded word by word is no link any more."""

_BUSY = timedelta(minutes=5)

Connect = Callable[[], smtplib.SMTP]


@frozen
class Server:
    """Where mail is handed over.

    Args:
        host: the server.
        port: its port.
        security: "starttls", "tls", or "none".
        username: None where the server asks for nobody.
        password: shown nowhere.
        timeout: in seconds.
    """

    host: str
    port: int
    security: str
    username: str | None
    password: str = field(repr=False)
    timeout: float

    def connect(self) -> smtplib.SMTP:
        """A connection that is ready to take mail.

        Raises:
            TryLater: nobody answers, or not as mail servers do.
            CredentialsRefused: it does not let us in.
        """
        context = ssl.create_default_context()
        with _understood():
            if self.security == "tls":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
            else:
                smtp = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
            try:
                if self.security == "starttls":
                    smtp.starttls(context=context)
                if self.username:
                    smtp.login(self.username, self.password)
                smtp.ehlo_or_helo_if_needed()
            except BaseException:
                smtp.close()
                raise
        return smtp


@frozen
class Post:
    """Hands letters over, by as many connections as there are threads that do.

    Args:
        server: where to.
    """

    server: Server
    _idle: "LifoQueue[smtplib.SMTP]" = field(factory=lambda: LifoQueue(8), init=False, repr=False)

    def hand_over(self, message: EmailMessage, sender: str, to: str) -> str:
        """Hand a letter over.

        Args:
            message: the letter.
            sender: the address that bounces go to.
            to: the address that it goes to.

        Returns:
            What the server said.

        Raises:
            TryLater: it is busy, or the connection broke; a letter that it may have taken by then has the same
                Message-ID when it comes again.
            CredentialsRefused: it does not let us in.
            Refused: it never will take this letter, or never for this address.
        """
        body = message.as_bytes(policy=BYTES)
        with _understood():
            smtp = self._ready(sender)
            try:
                _expect(smtp, smtp.rcpt(to))
                answer = _expect(smtp, smtp.data(body))
            except BaseException:
                smtp.close()
                raise
        if not self._idle.full():
            self._idle.put(smtp)
        else:
            smtp.close()
        return answer

    def _ready(self, sender: str) -> smtplib.SMTP:
        """A connection that has begun a letter: one that was idle may have been closed by the server."""
        while True:
            try:
                smtp = self._idle.get_nowait()
            except Empty:
                smtp = self.server.connect()
                break
            try:
                if smtp.mail(sender)[0] == 250:
                    return smtp
            except (smtplib.SMTPException, OSError):
                pass  # the next one, or a new one
            smtp.close()
        _expect(smtp, smtp.mail(sender))
        return smtp

    def close(self) -> None:
        """Close the connections that are idle."""
        while not self._idle.empty():
            self._idle.get_nowait().close()


def _expect(smtp: smtplib.SMTP, answer: tuple[int, bytes]) -> str:
    code, said = answer
    if not 200 <= code < 300:
        smtp.close()
        raise smtplib.SMTPResponseException(code, said)
    return said.decode(errors="replace")


@contextmanager
def _understood() -> Generator[None]:
    """What goes wrong with a server, as one of the three errors; it never says who the letter was for."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise CredentialsRefused(
            f"the mail server does not let us in ({error.smtp_code}); check username and password"
        ) from None
    except smtplib.SMTPResponseException as error:
        said = f"the mail server answered {error.smtp_code}{_enhanced(error.smtp_error)}"
        if error.smtp_code == 530:
            raise CredentialsRefused(f"{said}: it wants a username and a password") from None
        if 400 <= error.smtp_code < 500:
            raise TryLater(said, _BUSY) from None
        raise Refused(f"{said}: it never takes this letter, or not for this address") from None
    except smtplib.SMTPNotSupportedError:
        raise CredentialsRefused("the mail server knows no such security or login; see security, username") from None
    except ssl.SSLCertVerificationError as error:
        raise CredentialsRefused(f"the mail server's certificate is not trusted: {error.verify_message}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise TryLater(f"the mail server did not answer ({type(error).__name__})") from None


def _enhanced(said: bytes | str) -> str:
    """The status of three numbers that servers begin their answers with; the rest may name the customer."""
    first = (said.decode(errors="replace") if isinstance(said, bytes) else said).split(maxsplit=1)[:1]
    return f" {first[0]}" if first and first[0].replace(".", "").isdigit() else ""
