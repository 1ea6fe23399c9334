"""The order in which a connection is looked at: what makes the rest of no use comes first."""

from collections.abc import Callable, Iterator, Sequence

import httpx
from attrs import frozen

from retention_adapters.http import Http
from retention_adapters.woocommerce.doctor.keys import probe
from retention_adapters.woocommerce.doctor.reach import reach
from retention_adapters.woocommerce.doctor.sentences import finding
from retention_adapters.woocommerce.doctor.state import of_secret, of_status, of_webhooks
from retention_adapters.woocommerce.shop import Shop
from retention_adapters.woocommerce.webhooks import Wanted
from retention_sdk.errors import AdapterError
from retention_sdk.platforms import Finding
from retention_sdk.settings import Secret


@frozen(kw_only=True, eq=False)
class Case:
    """A connection that is looked at.

    Args:
        url: the shop's address.
        allow_http: whether it may be plain http.
        key: the consumer key.
        secret: of the webhooks.
        client: a client of the shop with some credentials, or none.
        shop: the shop, with the keys.
        wanted: the webhooks that there should be; none where nobody knows our address.
    """

    url: str
    allow_http: bool
    key: Secret
    secret: Secret
    client: Callable[[httpx.Auth | None], Http]
    shop: Callable[[], Shop]
    wanted: Sequence[Wanted]


def examined(case: Case) -> list[Finding]:
    """What is wrong with a connection, the worst first.

    Args:
        case: the connection.

    Returns:
        The findings; nothing where all is well.
    """
    found: list[Finding] = []
    try:
        found.extend(_all(case))
    except AdapterError as error:
        found.append(finding("unfinished", reason=error.reason))
    return found


def _all(case: Case) -> Iterator[Finding]:
    if case.url.lower().startswith("http://") and not case.allow_http:
        yield finding("plain_http")
        return
    try:
        bare = case.client(None)
    except AdapterError as error:
        yield finding("wrong_address", reason=error.reason)
        return
    reached = reach(bare, httpx.URL(case.url).host)
    bare.close()
    if isinstance(reached, Finding):
        yield reached
        return
    shop = case.shop()
    wrong = list(probe(shop.http, case.key, case.client, reached))
    yield from wrong
    if wrong:
        return
    yield from of_secret(case.secret)
    yield from of_webhooks(shop, case.wanted) if case.wanted else [finding("webhook_url_missing")]
    yield from of_status(shop)
