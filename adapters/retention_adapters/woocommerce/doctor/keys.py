"""Whether the shop knows our keys, and what it lets them do: the codes of its answers alone do not tell."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Unpack

import httpx
from attrs import frozen

from retention_adapters.http import Http, More
from retention_adapters.woocommerce.doctor.reach import Reached
from retention_adapters.woocommerce.doctor.sentences import finding
from retention_adapters.woocommerce.shop.answers import code_of, parsed, saying_of
from retention_adapters.woocommerce.shop.client import ROOT
from retention_sdk.platforms import Finding
from retention_sdk.settings import Secret

NOT_TAKEN = "woocommerce_rest_authentication_error"
"""The code of a wrong secret, and of a key that may only read or only write."""

SKEW = timedelta(minutes=10)
"""WooCommerce takes a signature for a quarter of an hour."""

WRONG = "cs_of_nobody"

Client = Callable[[httpx.Auth | None], Http]


@frozen
class Answer:
    """How the shop took something that was sent with keys.

    Args:
        status: of HTTP.
        code: WooCommerce's own, of an error.
        said: its words.
    """

    status: int
    code: str
    said: str


def probe(http: Http, key: Secret, client: Client, reached: Reached) -> Iterator[Finding]:
    """Look what the keys are good for.

    Args:
        http: a client with the keys.
        key: the consumer key.
        client: makes one with other credentials.
        reached: what the shop tells of itself.

    Yields:
        What is wrong with them.
    """
    signed = http.base_url.lower().startswith("http://")
    skewed = _skewed(reached.response) if signed else None
    if skewed is not None:
        yield skewed
        return
    reads = _asked(http, "GET", "orders", params={"per_page": 1})
    writes = _asked(http, "POST", "coupons", json={})  # a coupon without a code is never made
    if reads.status == 401 and writes.status == 401:
        yield finding("keys_refused", said=reads.said) if signed else _unknown(reads, key, client, reached)
    elif reads.status == 401:
        yield finding("write_only_key")
    elif writes.status == 401:
        yield finding("read_only_key")
    elif 403 in {reads.status, writes.status}:
        yield finding("firewall")
    elif reads.status >= 300:
        yield finding("orders_unreadable", status=reads.status, said=reads.said and f" {reads.said}")


def _unknown(reads: Answer, key: Secret, client: Client, reached: Reached) -> Finding:
    """Why the keys are of no use: a key that the shop knows is told from another by a wrong secret."""
    if reads.code == NOT_TAKEN:
        return finding("wrong_secret")
    if _is_known(client(httpx.BasicAuth(key.reveal(), WRONG))):
        return finding("no_rights")
    if _is_known(client(None), {"consumer_key": key.reveal(), "consumer_secret": WRONG}):
        return finding("no_header")
    over_http = str(reached.index.get("url", "")).startswith("http://")
    return finding("proxy_without_https" if over_http else "unknown_key")


def _is_known(http: Http, query: Mapping[str, str] | None = None) -> bool:
    found = _asked(http, "GET", "orders", params={"per_page": 1, **(query or {})})
    http.close()
    return found.code == NOT_TAKEN


def _asked(http: Http, method: str, path: str, **more: Unpack[More]) -> Answer:
    answer = http.request(method, f"{ROOT}/{path}", repeatable=True, **more)
    found = parsed(answer.text)
    return Answer(answer.status_code, code_of(found), saying_of(found))


def _skewed(response: httpx.Response) -> Finding | None:
    try:
        theirs = parsedate_to_datetime(response.headers.get("date", ""))
    except (OverflowError, ValueError):
        return None
    apart = datetime.now(UTC) - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))
    if abs(apart) < SKEW:
        return None
    minutes = round(apart.total_seconds() / 60)
    return finding("clock", minutes=abs(minutes), side="ahead of" if minutes > 0 else "behind")
