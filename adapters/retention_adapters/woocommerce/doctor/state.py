"""How the shop is set up, as far as it concerns us."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import cast

from retention_adapters.woocommerce.doctor.sentences import finding
from retention_adapters.woocommerce.shop import Shop, Thing, text_of
from retention_adapters.woocommerce.webhooks import Wanted, faults, is_ours, webhooks
from retention_sdk.errors import AdapterError
from retention_sdk.platforms import Finding
from retention_sdk.settings import Secret

OLDEST = (8, 2)
"""The oldest WooCommerce that this was tried with."""

FAULTS = ("webhook_disabled", "webhook_missing", "webhook_elsewhere", "webhook_secret")

_VERSION = re.compile(r"([0-9]+)\.([0-9]+)")


def of_webhooks(shop: Shop, wanted: Sequence[Wanted]) -> Iterator[Finding]:
    """What is wrong with the webhooks.

    Args:
        shop: where.
        wanted: those that there should be.

    Yields:
        A finding for each kind of fault, with the topics that have it.
    """
    there = webhooks(shop)
    topics: dict[str, list[str]] = {}
    for one in wanted:
        mine = [list(faults(hook, one)) for hook in there if is_ours(hook, one)]
        for code in min(mine, key=len) if mine else ["webhook_missing"]:
            topics.setdefault(code, []).append(one.topic)
    for code in FAULTS:
        if code in topics:
            yield finding(code, topics=", ".join(topics[code]))


def of_secret(secret: Secret) -> Iterator[Finding]:
    """A secret that the shop does not sign with as it was given.

    Args:
        secret: of the webhooks.

    Yields:
        That it is none, or has HTML in it.
    """
    plain = secret.reveal()
    if not plain:
        yield finding("secret_missing")
    elif html.unescape(plain) != plain:
        yield finding("secret_escaped")


def of_status(shop: Shop) -> Iterator[Finding]:
    """What the shop's own report says.

    Args:
        shop: which.

    Yields:
        That it is old, or that nobody runs its queue.
    """
    try:
        environment = shop.get("system_status", {"_fields": "environment"}).get("environment")
    except AdapterError:
        return  # a shop manager may run a shop and not see this
    known = cast(Thing, environment if isinstance(environment, dict) else {})
    version = text_of(known, "version")
    if (match := _VERSION.match(version)) and (int(match[1]), int(match[2])) < OLDEST:
        yield finding("old_version", version=version)
    if known.get("wp_cron") is False:
        yield finding("cron_off")
