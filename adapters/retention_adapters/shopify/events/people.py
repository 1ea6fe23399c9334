"""Customers: they sign up, change, allow and forbid, and turn out to be one."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from attrs import evolve, frozen

from retention_adapters.guests import claim_of
from retention_adapters.shopify.events.bodies import name_of
from retention_adapters.shopify.events.reading import Part
from retention_sdk import BadValue, Consent, CustomersMerged, Event, MonthDay, Profile, ProfileChanged, SignUp
from retention_sdk.times import to_micros

CHANNELS: Final[Mapping[str, str]] = {
    "email_marketing_consent": "email",
    "sms_marketing_consent": "sms",
    "whatsapp_marketing_consent": "whatsapp",
    "whats_app_marketing_consent": "whatsapp",
}
"""The channel of a consent, by the field that it stands in: a topic's name alone says nothing of it."""


def customer_facts(body: Part, source: str) -> Iterator[Event]:
    """What a customer's own resource tells.

    Args:
        body: a customer.
        source: the adapter's name.

    Yields:
        What is known of them, that they have an account, where they have, and what they allow.
    """
    changed = body.maybe_moment("updated_at")
    if changed is not None:  # a test notification has none
        profile = Profile(email=body.words("email"), name=name_of(body), birthday=_birthday(body))
        person = Person(body.id(), changed, body.maybe_moment("created_at") or changed, profile)
        yield from person.facts(source, account=body.words("state").lower() == "enabled")
        yield from _words_of(person.id, _consents(body), source)


def node_facts(node: Part, source: str) -> Iterator[Event]:
    """The same of a customer that the API answers.

    Args:
        node: as `customers_in_bulk` asks for it.
        source: the adapter's name.
    """
    email, birth = node.maybe("defaultEmailAddress"), node.maybe("birthDate")
    profile = Profile(
        email=email.words("emailAddress") if email else None,
        name=f"{node.words('firstName')} {node.words('lastName')}",
        birthday=_day(birth.words("value")) if birth else None,
    )
    person = Person(node.id(), node.moment("updatedAt"), node.moment("createdAt"), profile)
    yield from person.facts(source, account=node.words("state") == "ENABLED")
    for channel, address in (("email", email), ("sms", node.maybe("defaultPhoneNumber"))):
        if address is not None:
            state, level = address.words("marketingState"), address.words("marketingOptInLevel")
            word = _word(channel, state, level, address.maybe_moment("marketingUpdatedAt"))
            yield from _words_of(person.id, [word] if word else [], source)


def consent_facts(body: Part, source: str, at: datetime) -> Iterator[Event]:
    """What a customer said about a channel: the field says which one.

    Args:
        body: of a consent topic; the one of e-mail names the customer otherwise than the one of SMS.
        source: the adapter's name.
        at: when it was sent, for a word without a time.

    Yields:
        The word, where there is one.
    """
    customer = body.id("customer_id" if "customer_id" in body else "id")
    words = [word if word.at else evolve(word, at=at) for word in _consents(body)]
    yield from _words_of(customer, words, source)


def merge_facts(body: Part, source: str, at: datetime) -> Iterator[Event]:
    """That two customers are one now.

    Args:
        body: of `customers/merge`.
        source: the adapter's name.
        at: when it was sent: the body has no time.

    Yields:
        The fact, once the merge is done.
    """
    if body.words("status").lower() == "completed" or "status" not in body:
        kept = body.id("admin_graphql_api_customer_kept_id")
        other = body.id("admin_graphql_api_customer_deleted_id")
        yield CustomersMerged(
            id=f"merge-{other}-into-{kept}", customer=kept, other=other, occurred_at=at, source=source, as_of=at
        )


@frozen
class Person:
    """A customer as Shopify shows them.

    Args:
        id: their number.
        changed: when they were as they are here.
        created: when Shopify first knew them.
        profile: what is known of them.
    """

    id: str
    changed: datetime
    created: datetime
    profile: Profile

    def facts(self, source: str, *, account: bool) -> Iterator[Event]:
        """What is known of them, that they have an account, where they have, and that they were a guest."""
        told: dict[str, Any] = {"customer": self.id, "source": source, "profile": self.profile, "as_of": self.changed}
        if self.profile != Profile():
            id = f"customer-{self.id}-{to_micros(self.changed)}"
            yield ProfileChanged(id=id, occurred_at=self.changed, **told)
        if account:
            yield SignUp(id=f"sign-up-{self.id}", occurred_at=self.created, **told)
        if self.profile.email:
            yield claim_of(self.id, self.profile.email, self.created, source=source, as_of=self.changed)


def _words_of(customer: str, words: Iterable[Consent], source: str) -> Iterator[Event]:
    """Each word as a fact of its own: webhook, backfill and an old customer's body tell the same one."""
    for word in words:
        if word.at is not None:
            yield ProfileChanged(
                id=f"consent-{word.channel}-{customer}-{to_micros(word.at)}",
                customer=customer,
                occurred_at=word.at,
                source=source,
                profile=Profile(consents=[word]),
                as_of=word.at,
            )


def _consents(body: Part) -> Iterator[Consent]:
    for field, channel in CHANNELS.items():
        if (said := body.maybe(field)) is not None:
            at = said.maybe_moment("consent_updated_at")
            word = _word(channel, said.words("state"), said.words("opt_in_level"), at)
            if word is not None:
                yield word


def _word(channel: str, state: str, level: str, at: datetime | None) -> Consent | None:
    """A word on marketing; None where nobody ever asked."""
    if not state or (at is None and state.lower() == "not_subscribed"):
        return None
    proof = f"Shopify: {level.lower() or 'unknown'}"
    return Consent(channel=channel, given=state.lower() == "subscribed", at=at, proof=proof)


def _birthday(body: Part) -> MonthDay | None:
    for one in body.parts("metafields"):
        if (one.words("namespace"), one.words("key")) == ("facts", "birth_date"):
            return _day(one.words("value"))
    return None


def _day(text: str) -> MonthDay | None:
    """A day that can be one; what else stands there is nobody's birthday."""
    try:
        return MonthDay.parse(text)
    except BadValue:
        return None
