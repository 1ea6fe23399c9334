"""The doctor: each broken set-up has a sentence of its own that says what to do."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from retention_adapters.woocommerce import WooCommerce
from retention_adapters.woocommerce.doctor.sentences import SENTENCES
from retention_adapters.woocommerce.webhooks import put_in_place
from retention_sdk.settings import Secret
from tests.adapters.woocommerce.fake import Shop, said
from tests.adapters.woocommerce.made import woo

Break = Callable[[Shop], WooCommerce]


def always(answer: httpx.Response) -> Break:
    """A shop whose address answers something else."""

    def broken(shop: Shop) -> WooCommerce:
        shop.vices = [lambda _request, _honest: answer]
        return woo()

    return broken


def failing(error: httpx.HTTPError) -> Break:
    """A shop that is not reached."""

    def broken(shop: Shop) -> WooCommerce:
        def fail(_request: httpx.Request, _honest: object) -> httpx.Response | None:
            raise error

        shop.vices = [fail]
        return woo()

    return broken


def when(path: str, answer: httpx.Response) -> Break:
    """A shop that answers one path otherwise."""

    def broken(shop: Shop) -> WooCommerce:
        def act(request: httpx.Request, _honest: object) -> httpx.Response | None:
            return answer if request.url.path.endswith(path) else None

        shop.vices = [act]
        return ready(shop)

    return broken


def ready(shop: Shop, **settings: Any) -> WooCommerce:
    """A connection that is in order."""
    vices, shop.vices = shop.vices, []
    rights, shop.rights = shop.rights, "read_write"
    woo().setup()
    shop.vices, shop.rights = vices, rights
    return woo(**settings)


def having(**fields: Any) -> Break:
    """A shop that is otherwise than it should be."""

    def broken(shop: Shop) -> WooCommerce:
        adapter = ready(shop)
        for name, value in fields.items():
            setattr(shop, name, value)
        return adapter

    return broken


def with_settings(**settings: Any) -> Break:
    """Settings that are otherwise than they should be."""
    return lambda shop: ready(shop, **settings)


def hooks(**change: str) -> Break:
    """Webhooks that are otherwise than they should be."""

    def broken(shop: Shop) -> WooCommerce:
        adapter = ready(shop)
        for one in shop.webhooks.values():
            one.update(change)
        return adapter

    return broken


def plain_permalinks(shop: Shop) -> WooCommerce:
    """A shop whose REST interface is behind `?rest_route=` alone."""

    def act(request: httpx.Request, _honest: object) -> httpx.Response | None:
        if "rest_route" in request.url.params:
            return httpx.Response(200, json={"namespaces": ["wc/v3"]})
        return httpx.Response(404, html="<h1>Not found</h1>")

    shop.vices = [act]
    return woo()


def no_header(shop: Shop) -> WooCommerce:
    """A web server that takes the header away."""

    def act(request: httpx.Request, honest: Callable[[], httpx.Response]) -> httpx.Response | None:
        if "authorization" in request.headers and "/wc/" in request.url.path:
            return said(401, "woocommerce_rest_cannot_view")
        return honest()

    shop.vices = [act]
    return woo()


def no_rights(shop: Shop) -> WooCommerce:
    """A key that is known, of a user who may do nothing."""

    def act(request: httpx.Request, honest: Callable[[], httpx.Response]) -> httpx.Response | None:
        answer = honest()
        return said(401, "woocommerce_rest_cannot_view") if answer.is_success and "/wc/" in request.url.path else answer

    shop.vices = [act]
    shop.rights = "read"
    return woo()


def proxy(shop: Shop) -> WooCommerce:
    """A WordPress that takes https for http."""

    def act(request: httpx.Request, _honest: object) -> httpx.Response | None:
        if request.url.path == "/wp-json/":
            return httpx.Response(200, json={"url": "http://shop.example", "namespaces": ["wc/v3"]})
        return None

    shop.vices, shop.sees_keys = [act], False
    return woo()


def skewed(shop: Shop) -> WooCommerce:
    """A shop whose clock is an hour behind."""
    date = f"{datetime.now(UTC) - timedelta(hours=1):%a, %d %b %Y %H:%M:%S} GMT"

    def act(_request: httpx.Request, honest: Callable[[], httpx.Response]) -> httpx.Response | None:
        answer = honest()
        answer.headers["Date"] = date
        return answer

    shop.vices = [act]
    return woo(url="http://shop.example", allow_http=True)


BROKEN: list[tuple[str, Break]] = [
    ("plain_http", lambda _shop: woo(url="http://shop.example")),
    ("wrong_address", lambda _shop: woo(url="shop.example")),
    ("wrong_address", lambda _shop: woo(url="https://my shop.example")),
    ("unreachable", failing(httpx.ConnectError("[Errno -2] Name or service not known"))),
    ("no_answer", failing(httpx.ReadTimeout("slow"))),
    ("redirects", always(httpx.Response(301, headers={"Location": "https://www.shop.example/wp-json/"}))),
    ("maintenance", always(httpx.Response(503, html="<h1>Back soon</h1>", headers={"Retry-After": "600"}))),
    ("too_fast", always(httpx.Response(429))),
    ("blocked", always(httpx.Response(401, html="<h1>Authorization required</h1>"))),
    ("broken", always(httpx.Response(500, html="<h1>Error establishing a database connection</h1>"))),
    ("no_json", always(httpx.Response(200, html="<h1>Welcome</h1>"))),
    ("no_woocommerce", always(httpx.Response(200, json={"namespaces": ["wp/v2"]}))),
    ("plain_permalinks", plain_permalinks),
    ("wrong_path", always(httpx.Response(404, html="<h1>Not found</h1>"))),
    ("clock", skewed),
    ("keys_refused", lambda _shop: woo(url="http://shop.example", allow_http=True, consumer_key=Secret("ck_other"))),
    ("wrong_secret", with_settings(consumer_secret=Secret("cs_wrong"))),
    ("unknown_key", with_settings(consumer_key=Secret("ck_other"))),
    ("no_rights", no_rights),
    ("no_header", no_header),
    ("proxy_without_https", proxy),
    ("write_only_key", having(rights="write")),
    ("read_only_key", having(rights="read")),
    ("firewall", when("/wc/v3/coupons", httpx.Response(403, html="<h1>Blocked</h1>"))),
    ("orders_unreadable", when("/wc/v3/orders", httpx.Response(500, html="<h1>Fatal</h1>"))),
    ("secret_missing", lambda shop: _with_secret(shop, "")),
    ("secret_escaped", lambda shop: _with_secret(shop, "amp&amp;amp")),
    ("webhook_url_missing", with_settings(webhook_url=None)),
    ("webhook_disabled", hooks(status="disabled")),
    ("webhook_missing", lambda _shop: woo()),
    ("webhook_elsewhere", hooks(delivery_url="https://old.example/hook")),
    ("webhook_secret", with_settings(webhook_secret=Secret("another"))),
    ("old_version", having(version="7.9.0")),
    ("cron_off", having(wp_cron=False)),
    ("unfinished", when("/wc/v3/webhooks", httpx.Response(500, html="<h1>Fatal</h1>"))),
]


def _with_secret(shop: Shop, secret: str) -> WooCommerce:
    adapter = woo(webhook_secret=Secret(secret))
    list(put_in_place(adapter._shop, adapter._wanted))
    return adapter


@pytest.mark.parametrize(("code", "broken"), BROKEN, ids=[code for code, _ in BROKEN])
def test_a_broken_set_up(shop: Shop, code: str, broken: Break) -> None:
    """It is found, it alone, and the sentence holds no key."""
    found = broken(shop).doctor()
    assert [one.code for one in found] == [code]
    assert "cs_" not in found[0].sentence
    assert "{" not in found[0].sentence
    assert len(found[0].sentence) > 40
    assert found[0].sentence.endswith(".")


def test_every_sentence_is_met() -> None:
    """No sentence is there that no set-up is told, but that of a private address, which the next test has."""
    assert {code for code, _ in BROKEN} | {"private_address"} == set(SENTENCES)
    assert len(set(SENTENCES.values())) >= len(SENTENCES) - 1


@pytest.mark.httpx_mock(should_mock=lambda _request: False)
def test_a_private_address() -> None:
    """Over a real network: an address of this machine is not called, and the sentence says what to set."""
    (found,) = woo(url="https://127.0.0.1:9").doctor()
    assert found.code == "private_address"
    assert "allow_private = true" in found.sentence


def test_a_shop_that_is_well(shop: Shop) -> None:
    """Nothing is found, and nothing was changed."""
    adapter = ready(shop)
    before = dict(shop.webhooks)
    assert adapter.doctor() == []
    assert shop.webhooks == before
    assert shop.coupons == {}
    assert not [one for one in shop.asked[shop.asked.index("GET /wp-json/") :] if one.startswith(("PUT", "DELETE"))]


def test_what_a_manager_may_not_see(shop: Shop) -> None:
    """Whoever may not see the report of the system is not told that it is wrong."""
    adapter = when("/wc/v3/system_status", said(403, "woocommerce_rest_cannot_view"))(shop)
    assert adapter.doctor() == []


def test_several_at_once(shop: Shop) -> None:
    """What is wrong beside one another is told together, the worst first."""
    adapter = hooks(status="disabled")(shop)
    del shop.webhooks[next(iter(shop.webhooks))]
    shop.version, shop.wp_cron = "8.1.9", False
    codes = [one.code for one in adapter.doctor()]
    assert codes == ["webhook_disabled", "webhook_missing", "old_version", "cron_off"]
