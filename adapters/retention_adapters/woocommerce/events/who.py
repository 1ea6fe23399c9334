"""Who a customer is in the engine, and what they are called."""

from retention_adapters.guests import guest
from retention_adapters.woocommerce.events.reading import Thing, id_of, table, text
from retention_sdk import Profile


def buyer_of(order: Thing) -> str | None:
    """The id of an order's customer: of their account, else of their e-mail address; None where it has neither."""
    account = id_of(order, "customer_id")
    if account:
        return str(account)
    email = text(table(order, "billing"), "email")
    return guest(email) if email else None


def name_of(thing: Thing) -> str | None:
    """How somebody is addressed; None where it is not known."""
    return f"{text(thing, 'first_name')} {text(thing, 'last_name')}".strip() or None


def profile_of_billing(order: Thing) -> Profile | None:
    """What an order tells of who pays it; None where it tells nothing."""
    billing = table(order, "billing")
    email, name = text(billing, "email"), name_of(billing)
    return Profile(email=email or None, name=name) if email or name else None
