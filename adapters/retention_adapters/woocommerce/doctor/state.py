"""How the shop is set up, as far as it concerns us."""

import html
import re
from collections.abc import Iterator, Sequence

from retention_adapters.woocommerce.shop import Shop, Thing, text_of
from retention_adapters.woocommerce.webhooks import Wanted, faults, is_ours, webhooks
from retention_sdk.errors import AdapterError
from retention_sdk.platforms import Finding
from retention_sdk.settings import Secret

OLDEST = (8, 2)
"""The oldest WooCommerce that this was tried with."""

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
        mine = [faults(hook, one) for hook in there if is_ours(hook, one)]
        for code in min(mine, key=len) if mine else ("webhook_missing",):
            topics.setdefault(code, []).append(one.topic)
    for code, words in _HOOKS.items():
        if code in topics:
            yield Finding(code, words.format(topics=", ".join(topics[code])))


_HOOKS = {
    "webhook_disabled": "the shop has switched off its webhooks for {topics}, as it does after some failures, and events "
    "are lost meanwhile; run `retention setup`, then `retention backfill`.",
    "webhook_missing": "the shop has no webhooks for {topics}; run `retention setup`.",
    "webhook_elsewhere": "the shop's webhooks for {topics} call another address than webhook_url; run `retention setup`.",
    "webhook_secret": "the shop's webhooks for {topics} were made with another webhook_secret, so that they are refused "
    "here; run `retention setup`.",
}


def of_secret(secret: Secret) -> Iterator[Finding]:
    """A secret that the shop signs with in another form than it was given.

    Args:
        secret: of the webhooks.

    Yields:
        That it has HTML in it.
    """
    plain = secret.reveal()
    if html.unescape(plain) != plain:
        yield Finding(
            "secret_escaped",
            "webhook_secret has something in it that reads as HTML, such as &amp;, which "
            "WooCommerce decodes before it signs; make one of letters and digits.",
        )
    if not plain:
        yield Finding(
            "secret_missing",
            "webhook_secret is empty, and the shop would sign with one that nobody knows; "
            "make one of letters and digits.",
        )


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
    known: Thing = environment if isinstance(environment, dict) else {}
    version = text_of(known, "version")
    if (match := _VERSION.match(version)) and (int(match[1]), int(match[2])) < OLDEST:
        yield Finding(
            "old_version", f"the shop has WooCommerce {version}; 8.2 is the oldest that this was tried with: update it."
        )
    if known.get("wp_cron") is False:
        yield Finding(
            "cron_off",
            "WP-Cron is switched off (DISABLE_WP_CRON), and without it no webhook is sent; see that "
            "a system cron calls wp-cron.php every minute.",
        )
