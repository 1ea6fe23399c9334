"""The webhooks that tell us of a shop: which there should be, which there are, and what to do about it."""

import hmac
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Final

from attrs import frozen

from retention_adapters.woocommerce.shop import Shop, Thing, number_of, text_of
from retention_sdk.errors import Refused
from retention_sdk.settings import Secret

TOPICS: Final = (
    "order.created",
    "order.updated",
    "order.deleted",
    "order.restored",
    "customer.created",
    "customer.updated",
    "customer.deleted",
)
NAMED = "retention "
SECONDS: Final = 90.0
"""The shop calls the address while it makes the webhook, and waits for that up to a minute."""


@frozen(kw_only=True)
class Wanted:
    """A webhook as it should be.

    Args:
        topic: what it tells of.
        address: what it calls.
        secret: what it signs with.
    """

    topic: str
    address: str
    secret: Secret

    @property
    def name(self) -> str:
        """Its name: the shop never shows a secret, so a mark of it stands in the name."""
        mark = hmac.digest(self.secret.reveal().encode(), b"retention webhook", sha256).hex()[:8]
        return f"{NAMED}{self.topic} {mark}"


def webhooks(shop: Shop) -> list[Thing]:
    """All webhooks of a shop, whoever made them."""
    return list(shop.pages("webhooks", {"status": "all"}))


def is_ours(hook: Thing, wanted: Wanted) -> bool:
    """Whether a webhook was made for what another one is wanted for."""
    named = text_of(hook, "name").startswith(NAMED) or text_of(hook, "delivery_url") == wanted.address
    return named and text_of(hook, "topic") == wanted.topic


def put_in_place(shop: Shop, wanted: Sequence[Wanted]) -> Iterator[str]:
    """Make what is missing, mend what is wrong, switch on what is off, delete what is there twice.

    Args:
        shop: where.
        wanted: the webhooks that there should be.

    Yields:
        What was done, in sentences.

    Raises:
        Refused: the shop does not take the address.
    """
    there = webhooks(shop)
    for one in wanted:
        mine = sorted((hook for hook in there if is_ours(hook, one)), key=lambda hook: _faults(hook, one))
        if not mine:
            _made(shop, one)
            yield f"{one.topic}: there was no webhook; one was made"
            continue
        if faults := _faults(mine[0], one):
            shop.change(f"webhooks/{number_of(mine[0].get('id'))}", _body(one))
            yield f"{one.topic}: {'; '.join(faults)}; that was put right"
        for surplus in mine[1:]:
            shop.remove(f"webhooks/{number_of(surplus.get('id'))}")
            yield f"{one.topic}: there was a second webhook; it was deleted"


def _made(shop: Shop, one: Wanted) -> None:
    made = shop.create("webhooks", _body(one), timeout=SECONDS)
    if text_of(made, "delivery_url") != one.address:
        raise Refused(f"{one.topic}: the shop did not keep the webhook's address")


def _body(one: Wanted) -> dict[str, str]:
    return {
        "name": one.name,
        "topic": one.topic,
        "delivery_url": one.address,
        "secret": one.secret.reveal(),
        "status": "active",
    }


def _faults(hook: Thing, one: Wanted) -> list[str]:
    return [*faults(hook, one).values()]


def faults(hook: Thing, one: Wanted) -> dict[str, str]:
    """What is wrong with a webhook.

    Args:
        hook: as it is.
        one: as it should be.

    Returns:
        Sentences by a code of what it is; nothing where all is well.
    """
    found: dict[str, str] = {}
    if (address := text_of(hook, "delivery_url")) != one.address:
        found["webhook_elsewhere"] = f"the webhook called {address.partition('?')[0]}, not {one.address}"
    if (status := text_of(hook, "status")) != "active":
        found["webhook_disabled"] = f"the webhook was {status}"
    if text_of(hook, "name") != one.name:
        found["webhook_secret"] = "the webhook was made with another webhook_secret, or by hand"  # noqa: S105
    return found
