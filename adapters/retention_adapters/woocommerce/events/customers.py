"""A customer's account as the shop shows it, as the facts that it holds."""

from collections.abc import Mapping
from typing import Any

from retention_adapters.guests import claim_of
from retention_adapters.woocommerce.events.profiles import profile_of
from retention_adapters.woocommerce.events.reading import id_of, instant, needed, text
from retention_sdk import BadValue, Event, ProfileChanged, SignUp


def facts_of_customer(customer: Mapping[str, Any], source: str) -> list[Event]:
    """What an account tells, as far as the shop shows it.

    Args:
        customer: a customer as a webhook or the REST interface has it.
        source: the adapter's name.

    Returns:
        That the customer signed up; what is known of them now, where that was changed since; and that whoever bought
        as a guest under their address is them.

    Raises:
        BadValue: it cannot be read.
    """
    number = id_of(customer)
    if not number:
        raise BadValue("a customer has no id")
    at = needed(customer, "date_created")
    shown = max(instant(customer, "date_modified") or at, at)
    profile = profile_of(customer, at, shown)
    who: dict[str, Any] = {"customer": str(number), "source": source, "as_of": shown}
    facts: list[Event] = [SignUp(id=f"customer-{number}", occurred_at=at, profile=profile, **who)]
    if shown > at:
        told = f"customer-{number}-{shown:%Y%m%dT%H%M%S}"
        facts.append(ProfileChanged(id=told, occurred_at=shown, profile=profile, **who))
    if email := text(customer, "email"):
        facts.append(claim_of(str(number), email, at, source=source, as_of=shown))
    return facts
