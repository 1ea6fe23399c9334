"""Whether the shop knows our keys, and what it lets them do: the codes of its answers alone do not tell."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from retention_adapters.http import Http
from retention_adapters.woocommerce.doctor.reach import Reached
from retention_adapters.woocommerce.shop.answers import code_of, parsed, saying_of
from retention_adapters.woocommerce.shop.client import ROOT
from retention_sdk.errors import AdapterError
from retention_sdk.platforms import Finding
from retention_sdk.settings import Secret

NOT_TAKEN = "woocommerce_rest_authentication_error"
"""The code of a wrong secret, and of a key that may only read or only write."""

SKEW = timedelta(minutes=10)
"""WooCommerce takes a signature for a quarter of an hour."""

WRONG = Secret("cs_of_nobody")


def probe(http: Http, key: Secret, other: Callable[[httpx.Auth | None], Http], reached: Reached) -> Iterator[Finding]:
    """Look what the keys are good for.

    Args:
        http: a client with the keys.
        key: the consumer key.
        other: a client with other credentials.
        reached: what the shop tells of itself.

    Yields:
        What is wrong with them.
    """
    signed = http.base_url.startswith("http://")
    if signed and (skewed := _skewed(reached.response)):
        yield skewed
        return
    reads, writes = _status(http, "GET", "orders"), _status(http, "POST", "coupons")
    if reads is None or writes is None:
        yield Finding(
            "no_answer", "the shop answers without keys and not with them; try again, and look at its error log."
        )
    elif reads[0] == 401 and writes[0] == 401:
        yield _unknown(reads, signed=signed, key=key, other=other, reached=reached)
    elif reads[0] == 401:
        yield Finding(
            "write_only_key",
            "the key may write and not read; give it Read/Write in WooCommerce > Settings > Advanced > REST API.",
        )
    elif writes[0] == 401:
        yield Finding(
            "read_only_key",
            "the key may read and not write, so no coupon can be made; give it Read/Write in "
            "WooCommerce > Settings > Advanced > REST API.",
        )
    elif 403 in {reads[0], writes[0]}:
        yield Finding(
            "firewall",
            "the shop answers 403 to what is sent with keys: a firewall or a security plugin is in "
            "the way; let our address through.",
        )
    elif reads[0] >= 300:
        yield Finding(
            "orders_unreadable", f"the shop does not show its orders: it answers {reads[0]} {reads[2]}".rstrip() + "."
        )


def _unknown(
    reads: tuple[int, str, str],
    *,
    signed: bool,
    key: Secret,
    other: Callable[[httpx.Auth | None], Http],
    reached: Reached,
) -> Finding:
    """Neither to be read nor to be written: whether the key or the secret is wrong is told by a second, wrong, secret."""
    if signed:
        return Finding(
            "keys_refused",
            f"the shop does not take the signature: {reads[2]}. Compare consumer_key and "
            "consumer_secret with WooCommerce > Settings > Advanced > REST API.",
        )
    if reads[1] == NOT_TAKEN:
        return Finding(
            "wrong_secret",
            "the shop knows consumer_key and does not take consumer_secret; the secret is shown "
            "once, when the key is made: make a new key and give both.",
        )
    basic = other(httpx.BasicAuth(key.reveal(), WRONG.reveal()))
    if _is_known(basic):
        return Finding(
            "no_rights",
            "the key belongs to a user who may not see orders; make one for a shop manager or an administrator.",
        )
    query = {"consumer_key": key.reveal(), "consumer_secret": WRONG.reveal()}
    if _is_known(other(None), query):
        return Finding(
            "no_header",
            "the key does not arrive: the web server takes the Authorization header away; let it "
            "through to PHP (CGIPassAuth On, or HTTP_AUTHORIZATION).",
        )
    if str(reached.index.get("url", "")).startswith("http://"):
        return Finding(
            "proxy_without_https",
            "WordPress takes our https for plain http and looks at no keys: let the proxy "
            "send X-Forwarded-Proto and WordPress heed it.",
        )
    return Finding(
        "unknown_key",
        "the shop does not know consumer_key; look for a typing error, or whether the key was "
        "revoked in WooCommerce > Settings > Advanced > REST API.",
    )


def _is_known(http: Http, query: Mapping[str, str] | None = None) -> bool:
    """Whether a key with a wrong secret is told from a key that nobody knows."""
    found = _status(http, "GET", "orders", query)
    http.close()
    return found is not None and found[1] == NOT_TAKEN


def _status(http: Http, method: str, path: str, query: Mapping[str, str] | None = None) -> tuple[int, str, str] | None:
    """Status, code and words of an answer; a coupon without a code is never made."""
    try:
        if method == "POST":
            answer = http.request("POST", f"{ROOT}/{path}", repeatable=True, json={})
        else:
            answer = http.request("GET", f"{ROOT}/{path}", repeatable=True, params={"per_page": 1, **(query or {})})
    except AdapterError:
        return None
    found = parsed(answer.text)
    return answer.status_code, code_of(found), saying_of(found)


def _skewed(response: httpx.Response) -> Finding | None:
    try:
        theirs = parsedate_to_datetime(response.headers.get("date", ""))
    except ValueError:
        return None
    apart = datetime.now(UTC) - theirs
    if abs(apart) < SKEW:
        return None
    minutes = round(apart.total_seconds() / 60)
    words = f"{abs(minutes)} minutes {'ahead of' if minutes > 0 else 'behind'}"
    return Finding("clock", f"our clock is {words} the shop's, and signatures are good for 15; set both by NTP.")
