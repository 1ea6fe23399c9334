"""What a store's own code calls for a cancel session: its offers, and what the customer makes of them."""

from datetime import UTC, datetime, timedelta

from attrs import frozen

from retention_sdk.actions import Action
from retention_sdk.calls.base import Calls
from retention_sdk.cancelling import CancelSession, MintedOffer
from retention_sdk.cancelling.due import SOURCE, event_id
from retention_sdk.cancelling.tokens import Claim, TokenRefused, sign, verified
from retention_sdk.customer import Standing
from retention_sdk.decision import Decision
from retention_sdk.errors import BadValue, RetentionError
from retention_sdk.events import CancelledDirectly, OfferAccepted, OfferDeclined
from retention_sdk.times import utc

_AFTER = timedelta(microseconds=1)


@frozen
class OpenOffer:
    """An offer that a customer can accept or decline now.

    Args:
        key: the idempotency key that it was granted with.
        title: what is offered, in a line.
        actions: what follows when it is accepted.
        token: what to hand to `engine.accept` or `engine.decline`; it needs no quoting in a URL.
        expires_at: when the token is good no more.
    """

    key: str
    title: str
    actions: tuple[Action, ...]
    token: str
    expires_at: datetime


class CancelCalls(Calls):
    """The calls of an engine that are about cancel sessions."""

    def offers(self, session: CancelSession, *, at: datetime | None = None) -> tuple[OpenOffer, ...]:
        """The offers that the customer of a session can accept or decline now, each with a fresh token.

        Args:
            session: `engine.customer(id).session(request_id)`; it is read again, so it may be an old one.
            at: the time, now where not given.

        Returns:
            The offers, oldest first; none where the customer has decided, or the session's time is over.

        Raises:
            RetentionError: the file has no `[offers] secret`.
        """
        at, secret = _time(at), self._secret()
        now = self.customer(session.customer).session(session.id)
        stands = now.standing_offers if now else ()
        return tuple(
            self._open(session, one, at, secret) for one in stands if one.expires_at is None or at < one.expires_at
        )

    def accept(self, token: str, *, customer: str | None = None, at: datetime | None = None) -> Decision:
        """Accept an offer: what it promises is granted, and goes to the platform.

        Args:
            token: the offer's, of `engine.offers`.
            customer: who is logged in, where somebody is: another customer's token is refused.
            at: the time, now where not given.

        Returns:
            The decision. Accepting again changes nothing and answers an equal one. Where the session has no place
            for it, such as a second offer, its refusal has a code: "other_offer_accepted", "offer_declined",
            "offer_expired" or "session_closed".

        Raises:
            TokenRefused: the token is forged, altered, expired, or somebody else's; its `code` says which.
            RetentionError: the file has no `[offers] secret`.
        """
        return self._answer(OfferAccepted, token, customer, _time(at))

    def decline(self, token: str, *, customer: str | None = None, at: datetime | None = None) -> Decision:
        """Decline an offer; strategies may offer something else, once.

        Args:
            token: the offer's, of `engine.offers`.
            customer: who is logged in, where somebody is: another customer's token is refused.
            at: the time, now where not given.

        Returns:
            The decision. Declining again changes nothing and answers an equal one.

        Raises:
            TokenRefused: the token is forged, altered, expired, or somebody else's; its `code` says which.
            RetentionError: the file has no `[offers] secret`.
        """
        return self._answer(OfferDeclined, token, customer, _time(at))

    def cancel_directly(self, session_id: str, customer: str, *, at: datetime | None = None) -> Decision:
        """Cancel what a session is about, whatever was offered in it.

        Args:
            session_id: the id of the cancel request that opened the session.
            customer: the customer's id.
            at: the time, now where not given.

        Returns:
            The decision. Cancelling again changes nothing and answers an equal one. Where the session is over, it
            has a note with the code "session_closed".

        Raises:
            BadValue: the customer has no such session.
        """
        holder = self.customer(customer)
        session = holder.session(session_id)
        if session is None:
            raise BadValue(f"customer {customer!r} has no session {session_id!r}; pass the id of their cancel request")
        id = event_id(CancelledDirectly.kind, session)
        event = CancelledDirectly(
            id=id, customer=holder.id, occurred_at=_not_before(session, _time(at)), source=SOURCE, session=session_id
        )
        return self._once(event)

    def _open(self, session: CancelSession, one: MintedOffer, at: datetime, secret: str) -> OpenOffer:
        until = at + timedelta(minutes=self.config.offers.valid_minutes)
        if one.expires_at is not None:
            until = min(until, one.expires_at)
        exp = int(until.timestamp())
        store = self.config.store.key
        claim = Claim(store, session.customer, session.subscription, session.id, one.key, exp)
        token = sign(claim, secret)
        return OpenOffer(one.key, one.offer.title, one.offer.actions, token, datetime.fromtimestamp(exp, UTC))

    def _answer(
        self, kind: type[OfferAccepted | OfferDeclined], token: str, customer: str | None, at: datetime
    ) -> Decision:
        claim = verified(token, self._secret())
        if claim.store != self.config.store.key:
            raise TokenRefused("token_other_store", f"This token is of the store {claim.store!r}; hand it in there")
        holder = self.customer(claim.customer)
        if customer is not None and holder.id not in (customer, self.customer(customer).id):
            raise TokenRefused("token_other_customer", "This token is another customer's; ask engine.offers for theirs")
        id = f"{kind.kind}-{claim.offer}"
        try:
            claim.must_be_good(at)
        except TokenRefused:
            known = self._known(id)
            if known is None:
                raise
            return self.handle(known)
        session = holder.session(claim.session)
        when = at if session is None else _not_before(session, at)
        event = kind(
            id=id,
            customer=holder.id,
            occurred_at=when,
            source=SOURCE,
            session=claim.session,
            offer=claim.offer,
        )
        # a token of somebody who was forgotten does not bring them back
        return self.previews([event])[0] if holder.standing == Standing() else self._once(event)

    def _secret(self) -> str:
        secret = self.config.offers.secret
        if secret is None:
            raise RetentionError('the file has no [offers] secret; add secret = { env = "OFFERS_SECRET" } there')
        return secret.reveal()


def _time(at: datetime | None) -> datetime:
    return datetime.now(UTC) if at is None else utc(at)


def _not_before(session: CancelSession, at: datetime) -> datetime:
    """A time behind the session's last change: two machines' clocks differ, and an answer comes after its question."""
    return max(at, session.changed_at + _AFTER)
