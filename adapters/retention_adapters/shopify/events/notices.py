"""What Shopify asks of every app: its compliance topics, and that an app was taken out of a shop.

Only the body is signed. So each body has to be what its topic says, and of our shop: a request to tell a customer what
is known of them, sent again under another topic, must not forget them; nor must another shop's, of the same app.
"""

from collections.abc import Callable, Mapping
from typing import Final

from retention_adapters.guests import guest
from retention_adapters.shopify.events.reading import Part, Unreadable
from retention_sdk.platforms import ForgetCustomer, ForgetStore, Notice, StoreLeft, TellCustomer


def asked(topic: str, body: Part, shop: str) -> list[Notice]:
    """What a body asks.

    Args:
        topic: one of `NOTICES`.
        body: of its webhook.
        shop: our shop's domain.

    Raises:
        Unreadable: the body is another one than the topic says, or of another shop.
    """
    of = body.words("shop_domain") or body.words("myshopify_domain")
    if of and of.lower() != shop:
        raise Unreadable("the body is of another shop")
    return NOTICES[topic](body)


def _tell(body: Part) -> list[Notice]:
    _has(body, "data_request", "shop_domain", "customer")
    return [TellCustomer(one) for one in _people(body)]


def _forget(body: Part) -> list[Notice]:
    if "data_request" in body or "orders_to_redact" not in body.data:
        raise Unreadable("this is no request to forget a customer")
    _has(body, "shop_domain", "customer")
    return [ForgetCustomer(one) for one in _people(body)]


def _forget_store(body: Part) -> list[Notice]:
    _has(body, "shop_domain")
    if set(body.data) != {"shop_id", "shop_domain"}:
        raise Unreadable("this is no request to forget a shop's people")
    return [ForgetStore()]


def _left(body: Part) -> list[Notice]:
    if not {"myshopify_domain", "plan_name"} <= set(body.data):  # the body is the shop
        raise Unreadable("this is no shop")
    return [StoreLeft()]


NOTICES: Final[Mapping[str, Callable[[Part], list[Notice]]]] = {
    "customers/data_request": _tell,
    "customers/redact": _forget,
    "shop/redact": _forget_store,
    "app/uninstalled": _left,
}
"""What a topic's body asks, by topic."""


def _people(body: Part) -> list[str]:
    """Under what ids the customer may be known: the number, and as a guest."""
    customer = body.part("customer")
    email = customer.words("email").strip().lower()
    return [*([customer.id()] if "id" in customer else []), *([guest(email)] if email else [])]


def _has(body: Part, *names: str) -> None:
    for name in names:
        if name not in body:
            raise Unreadable(f"{name} is missing")
