"""One click, and there is no more advertising: the link, and what it comes back as."""

from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import parse_qs, urlencode

from attrs import frozen

from retention_adapters.email.tokens import read, signed
from retention_sdk import Consent, Profile, Visit
from retention_sdk.platforms import InvalidSignature, UnreadableWebhook, WebhookRequest

ONE_CLICK = {"List-Unsubscribe": ["One-Click"]}


@frozen
class Unsubscribing:
    """Makes links that nobody can make for somebody else, and reads them.

    Args:
        url: where they lead: our service's address for this channel.
        secret: what signs them.
        clock: tells the time.
    """

    url: str
    secret: bytes
    clock: Callable[[], datetime]

    def link(self, customer: str, key: str) -> str:
        """The link of a letter.

        Args:
            customer: whom the letter is for.
            key: the letter's.

        Returns:
            An address that is the customer's alone.
        """
        token = signed(f"{customer}\n{key}".encode(), self.secret)
        return f"{self.url}?{urlencode({'t': token})}"

    def knows(self, query: Mapping[str, str]) -> bool:
        """Whether a link is one of ours."""
        try:
            self._read(query.get("t", ""))
        except InvalidSignature:
            return False
        return True

    def receive(self, request: WebhookRequest, source: str) -> list[Visit]:
        """What a click says.

        Args:
            request: the one-click request of a mail program (RFC 8058), or of the page behind the link.
            source: of the event.

        Returns:
            A visit that takes the consent to advertising by e-mail back.

        Raises:
            InvalidSignature: the link is not ours.
            UnreadableWebhook: it is no click.
        """
        customer, key = self._read(request.query.get("t", ""))
        if parse_qs(request.body.decode(errors="replace")) != ONE_CLICK:
            raise UnreadableWebhook("the body is not List-Unsubscribe=One-Click, as RFC 8058 has it")
        # two clicks in a minute are one
        at = (request.at or self.clock()).replace(second=0, microsecond=0)
        consent = Consent(channel="email", purpose="marketing", given=False, at=at, proof=f"one click in letter {key}")
        return [
            Visit(
                id=f"unsubscribe:{key}:{at:%Y%m%d%H%M}",
                customer=customer,
                occurred_at=at,
                source=source,
                place="unsubscribe",
                profile=Profile(consents=(consent,)),
            )
        ]

    def _read(self, token: str) -> tuple[str, str]:
        told = read(token, self.secret)
        if told is None:
            raise InvalidSignature("the link is not one of ours; it may have been cut")
        customer, _, key = told.decode().rpartition("\n")
        return customer, key
