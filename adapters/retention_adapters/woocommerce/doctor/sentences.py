"""What the doctor says, by a stable code: what is wrong, and what to do."""

from collections.abc import Mapping
from typing import Final

from retention_sdk.platforms import Finding

_KEYS: Final = "WooCommerce > Settings > Advanced > REST API"

SENTENCES: Final[Mapping[str, str]] = {
    "plain_http": "url begins with http://, where WooCommerce looks at no keys; write https://, or set "
    "allow_http = true to sign each request, which everybody on the way can still read.",
    "wrong_address": "url: {reason}.",
    "private_address": "url: {reason}.",
    "unreachable": "url: there is no way to {host}: {reason}. Look for a typing error, and at its DNS and certificate.",
    "no_answer": "{host} takes what we send and does not answer: {reason}.",
    "redirects": "url: the shop sends us on to {target}; write that address, since keys go to no other.",
    "maintenance": "{host} is in maintenance{span}; what is to be done there waits until it is back.",
    "too_fast": "{host} turns us away because it is asked too often; ask its host for a higher limit.",
    "blocked": "{host} answers {status} before it is shown a key: a firewall, or a password on the "
    "whole site, keeps us out; let our address through.",
    "broken": "{host} answers {status}: WordPress has failed, and its own error log says why.",
    "no_json": "{host} answers with a page that is no JSON of WordPress; see whether url is the "
    "shop's address, and whether a plugin or a cache puts a page in its place.",
    "no_woocommerce": "{host} is a WordPress whose WooCommerce is missing, switched off or older than 3.5.",
    "plain_permalinks": "{host} has plain permalinks, where WooCommerce takes no keys; choose any other "
    "structure in Settings > Permalinks.",
    "wrong_path": "url: there is no WordPress at this address of {host} (404); where the shop is in a "
    "folder, such as /shop, the folder is part of url.",
    "clock": "our clock is {minutes} minutes {side} the shop's, and signatures are good for 15; set both by NTP.",
    "keys_refused": "the shop does not take the signature ({said}); compare consumer_key and "
    f"consumer_secret with those in {_KEYS}.",
    "wrong_secret": "the shop knows consumer_key and does not take consumer_secret, which is shown once, "
    f"when a key is made; make a new key in {_KEYS} and give both.",
    "unknown_key": "the shop does not know consumer_key; look for a typing error, or whether the key was "
    f"revoked in {_KEYS}.",
    "no_rights": "the key belongs to a user who may not see orders; make one for a shop manager or an "
    f"administrator in {_KEYS}.",
    "no_header": "the key does not arrive, since the web server takes the Authorization header away; "
    "let it through to PHP (CGIPassAuth On, or HTTP_AUTHORIZATION).",
    "proxy_without_https": "WordPress takes our https for plain http and looks at no keys; let the proxy send "
    "X-Forwarded-Proto, and WordPress heed it.",
    "write_only_key": f"the key may write and not read; give it Read/Write in {_KEYS}.",
    "read_only_key": f"the key may read and not write, so no coupon can be made; give it Read/Write in {_KEYS}.",
    "firewall": "the shop answers 403 to what is sent with keys: a firewall or a security plugin is "
    "in the way; let our address through.",
    "orders_unreadable": "the shop does not show its orders: it answers {status}{said}.",
    "secret_missing": "webhook_secret is empty, and the shop would sign with one that nobody knows; make "
    "one of letters and digits.",
    "secret_escaped": "webhook_secret has something in it that reads as HTML, such as &amp;, which "
    "WooCommerce decodes before it signs; make one of letters and digits.",
    "webhook_url_missing": "webhook_url is not set, so the shop cannot tell us of anything; write the address at "
    "which `retention serve` is reached, then run `retention setup`.",
    "webhook_disabled": "the shop has switched off its webhooks for {topics}, as it does after some failures, "
    "and events are lost meanwhile; run `retention setup`, then `retention backfill`.",
    "webhook_missing": "the shop has no webhooks for {topics}; run `retention setup`.",
    "webhook_elsewhere": "the shop's webhooks for {topics} call another address than webhook_url; run "
    "`retention setup`.",
    "webhook_secret": "the shop's webhooks for {topics} were made with another webhook_secret, or by hand, "
    "so that they may be refused here; run `retention setup`.",
    "old_version": "the shop has WooCommerce {version}, and 8.2 is the oldest that this was tried with; update it.",
    "cron_off": "WP-Cron is switched off (DISABLE_WP_CRON), and without it no webhook is sent; see "
    "that a system cron calls wp-cron.php every minute.",
    "unfinished": "the shop could not be looked at to the end: {reason}.",
}


def finding(code: str, **fills: object) -> Finding:
    """A finding in its sentence.

    Args:
        code: one of `SENTENCES`.
        fills: what stands in its braces.

    Returns:
        The finding.
    """
    return Finding(code, SENTENCES[code].format(**fills))
