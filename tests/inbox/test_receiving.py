"""`engine.receive`: a webhook is verified, kept as it is, and answered at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from retention_sdk import BadValue
from retention_sdk.errors import TryLater, UnreadableWebhook
from retention_sdk.platforms import WebhookRequest
from retention_sdk.store.webhooks import Status
from tests.build import after, rows
from tests.inbox.shop import QuickShop, Shop, opened, order, points, sent, signature


class Broken(QuickShop):
    """Breaks while it verifies."""

    def see(self, _: WebhookRequest) -> None:
        """Break."""
        raise ZeroDivisionError


def test_kept_as_it_is(database_url: str) -> None:
    """The raw bytes are kept, with the headers that say something, and nothing is handled yet."""
    request = sent(order("o-1"), Cookie="a=b", Authorization="Bearer x", X_Forwarded_For="10.0.0.1")
    with opened(database_url, Shop()) as engine:
        received = engine.receive("shop", request, at=after(1))
        kept = engine.webhook(received.id)
        assert (received.status, received.verified) == ("kept", True)
        assert points(engine) == 0
    assert (kept.body, kept.size, kept.times, kept.status) == (request.body, len(request.body), 1, Status.WAITING)
    assert set(kept.headers) == {"content-type", "x-shop-topic", "x-shop-signature"}


def test_again(database_url: str) -> None:
    """The same webhook is kept once, though it was signed at another time, and counted."""
    with opened(database_url, Shop()) as engine:
        first = engine.receive("shop", sent(order("o-1"), X_Shop_Timestamp="1"))
        again = engine.receive("shop", sent(order("o-1"), X_Shop_Timestamp="2"))
        assert (again.id, again.status) == (first.id, "known")
        assert engine.webhook(first.id).times == 2
        engine.process_inbox()
        assert engine.receive("shop", sent(order("o-1"))).status == "known"
        assert engine.process_inbox().webhooks == 0


def test_the_same_body_of_another_topic(database_url: str) -> None:
    """WooCommerce sends {"id": 157} for a coupon that is gone, then for an order: both are kept."""
    body = {"orders": [], "notices": [{"kind": "tell", "customer": "c"}]}
    with opened(database_url, Shop()) as engine:
        ids = {engine.receive("shop", sent(body, X_Shop_Topic=topic)).id for topic in ("coupon", "order")}
        ids.add(engine.receive("shop", WebhookRequest(sent(body).headers, sent(body).body, {"of": "else"})).id)
        assert len(ids) == 3
        assert len(rows(engine, "inbox")) == 3


@pytest.mark.parametrize("shop", [Shop(), QuickShop()], ids=["receive", "verify"])
def test_not_signed(database_url: str, shop: Shop) -> None:
    """It is kept and not looked at, and never stands in the way of the same webhook well signed."""
    good = sent(order("o-1"))
    with opened(database_url, shop) as engine:
        bad = engine.receive("shop", sent(order("o-1"), secret="wrong"))  # noqa: S106 - made up
        assert (bad.status, bad.verified) == ("unsigned", False)
        assert engine.process_inbox().webhooks == 0
        assert engine.receive("shop", good).status == "kept"
        assert engine.process_inbox().counts == {"done": 1}
        assert points(engine) == 10
        assert engine.webhook(bad.id).status is Status.UNSIGNED


def test_a_signature_of_strange_letters(database_url: str) -> None:
    """An adapter whose check breaks has not verified: the webhook is kept as one that nobody signed."""
    with opened(database_url, Broken()) as engine:
        received = engine.receive("shop", sent(order("o-1")))
        assert received.status == "unsigned"
        assert "it could not be verified: ZeroDivisionError" in engine.webhook(received.id).error


def test_the_secret_was_wrong(database_url: str) -> None:
    """What came while the secret was wrong is kept whole, and handled once that is put right."""
    with opened(database_url, Shop(secret="mistyped")) as engine:  # noqa: S106 - made up
        for number in range(3):
            engine.receive("shop", sent(order(f"o-{number}")))
    with opened(database_url, Shop()) as engine:
        assert engine.retry_webhooks() == 0
        assert engine.retry_webhooks(status="unsigned") == 3
        assert engine.process_inbox().counts == {"done": 3}
        assert points(engine) == 30


def test_no_flood(database_url: str) -> None:
    """So many that are not signed are kept, the newest; a large one without its body."""
    with opened(database_url, Shop(), service={"keep_unsigned": 3}) as engine:
        for number in range(8):
            engine.receive("shop", sent(order(f"o-{number}"), secret="x"), at=after(number))  # noqa: S106 - made up
        kept = engine.webhooks("unsigned")
        assert [webhook.received_at for webhook in kept] == sorted((one.received_at for one in kept), reverse=True)
        assert len(kept) == 3
        large = engine.receive("shop", sent(b" " * 70_000, secret="x"), at=after(9))  # noqa: S106 - made up
        assert (engine.webhook(large.id).body, engine.webhook(large.id).size) == (b"", 70_000)


@pytest.mark.parametrize("error", [UnreadableWebhook("?"), TryLater("busy"), KeyError("x")])
def test_kept_whatever_is_wrong(database_url: str, error: Exception) -> None:
    """What is signed is kept, though nobody can read it now."""
    with opened(database_url, Shop(raises=[error])) as engine:
        assert engine.receive("shop", sent(order("o-1"))).status == "kept"
        assert engine.process_inbox().counts == {"done": 1}


def test_nothing_in_it(database_url: str) -> None:
    """A greeting, and a webhook that means nothing to a store, are answered and not kept."""
    with opened(database_url, Shop()) as engine:
        assert engine.receive("shop", sent({"orders": []})).status == "nothing"
    with opened(database_url, QuickShop()) as engine:
        assert engine.receive("shop", WebhookRequest({}, b"hello")).status == "nothing"
        assert rows(engine, "inbox") == []


def test_quick(database_url: str) -> None:
    """An adapter that can verify is not asked to read before the webhook is processed."""
    shop = QuickShop()
    with opened(database_url, shop) as engine:
        engine.receive("shop", sent(order("o-1")), at=after(3))
        assert shop.seen == []
        engine.process_inbox(now=after(9))
        assert [request.at for request in shop.seen] == [after(3)]


def test_no_such_adapter(sqlite_url: str) -> None:
    """A name that is not there is a mistake, and the nearest one is named."""
    with opened(sqlite_url, Shop()) as engine, pytest.raises(BadValue, match=r"no adapter 'shpo'.*'shop'"):
        engine.receive("shpo", sent(order("o-1")))


def test_from_threads(database_url: str) -> None:
    """Many at once share commits; each is kept once, and one of each is told that it is the first."""
    with opened(database_url, Shop()) as engine, ThreadPoolExecutor(16) as pool:
        requests = [sent(order(f"o-{number % 40}", customer=f"c-{number % 40}")) for number in range(160)]
        statuses = [one.status for one in pool.map(lambda request: engine.receive("shop", request), requests)]
        assert (statuses.count("kept"), statuses.count("known")) == (40, 120)
        assert {row.times for row in rows(engine, "inbox")} == {4}


def test_strange_headers(database_url: str) -> None:
    """Headers that no database takes, and far too many or too long ones, do no harm."""
    body = sent(order("o-1")).body
    strange = {"x-odd": "a\0b\udcff", "x-long": "x" * 10_000, "x-shop-signature": signature(body)}
    request = WebhookRequest(strange | {f"x-{number}": "" for number in range(100)}, body)
    with opened(database_url, QuickShop()) as engine:
        kept = engine.webhook(engine.receive("shop", request).id)
        assert "x-long" not in kept.headers
        assert len(kept.headers) <= 64
