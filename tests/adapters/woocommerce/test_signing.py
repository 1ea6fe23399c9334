"""OAuth 1.0a for shops without https, held against the standard by a verifier of our own."""

import hmac
from base64 import b64encode
from hashlib import sha256
from urllib.parse import parse_qsl, quote, urlsplit

import httpx
import pytest

from retention_sdk.actions import IssueCoupon, PercentOff, VoidCoupon
from retention_sdk.errors import CredentialsRefused
from retention_sdk.settings import Secret
from tests.adapters.woocommerce.fake import SECRET, Shop, said
from tests.adapters.woocommerce.made import mia, woo
from tests.adapters.woocommerce.recordings import answer_of


def is_signed(request: httpx.Request, secret: str = SECRET) -> bool:
    """Whether a request is signed as RFC 5849 has it, with the shop's secret."""
    parts = urlsplit(str(request.url))
    given = parse_qsl(parts.query, keep_blank_values=True)
    names = [name for name, _ in given]
    assert len(names) == len(set(names)), "a name stands twice"
    signature = dict(given)["oauth_signature"]
    pairs = sorted((quote(k, safe="~"), quote(v, safe="~")) for k, v in given if k != "oauth_signature")
    base = f"{parts.scheme}://{parts.netloc}{parts.path}"
    signed = "&".join(
        quote(part, safe="~") for part in (request.method, base, "&".join(f"{name}={value}" for name, value in pairs))
    )
    key = f"{secret}&".encode()
    return b64encode(hmac.digest(key, signed.encode(), sha256)).decode() == signature


@pytest.fixture
def signed(shop: Shop) -> Shop:
    """A shop that looks at the signature, and takes no nonce twice."""
    nonces: set[str] = set()

    def verify(request: httpx.Request, _honest: object) -> httpx.Response | None:
        nonce = request.url.params.get("oauth_nonce", "")
        if not is_signed(request) or nonce in nonces:
            return said(401, "woocommerce_rest_authentication_error", "Invalid signature")
        nonces.add(nonce)
        return None

    shop.vices = [verify]
    return shop


def test_everything_is_signed(signed: Shop) -> None:
    """Reading, making and deleting, with a body and with a query, without the keys in a header."""
    adapter = woo(url="http://shop.example", allow_http=True)
    adapter.perform(IssueCoupon(PercentOff(10), skus=("beans-250",)), "k-1", mia())
    adapter.perform(VoidCoupon("k-1"), "v-1")
    assert signed.coupons == {}
    assert {one.split()[0] for one in signed.asked} == {"GET", "POST", "DELETE"}


@pytest.mark.parametrize("sku", ["beans 250", "a+b", "생일", "jane+tag@example.test", "x&y=z", "ä/ö?"])
def test_values_that_need_escaping(signed: Shop, sku: str) -> None:
    """Spaces, plus signs and letters of any script are signed as they are sent."""
    signed.products[sku] = 12
    woo(url="http://shop.example", allow_http=True).perform(IssueCoupon(PercentOff(10), skus=(sku,)), "k-1", mia())
    assert next(iter(signed.coupons.values()))["product_ids"] == [12]


def test_each_try_has_a_nonce_of_its_own(signed: Shop) -> None:
    """A try that is sent again is signed again."""
    answers = [httpx.Response(502), httpx.Response(503)]
    signed.vices.append(lambda _request, _honest: answers.pop() if answers else None)
    adapter = woo(url="http://shop.example", allow_http=True)
    adapter.perform(VoidCoupon("k-1"), "v-1")
    assert signed.asked == ["GET coupons"] * 3


def test_a_wrong_secret_is_refused(signed: Shop) -> None:
    """What is signed with another secret is not taken, and the answer's words are told."""
    adapter = woo(url="http://shop.example", allow_http=True, consumer_secret=Secret("cs_wrong"))
    with pytest.raises(CredentialsRefused, match="Invalid signature"):
        adapter.perform(VoidCoupon("k-1"), "v-1")


def test_a_clock_that_is_wrong(shop: Shop) -> None:
    """A time that is refused stops the work until a person has seen to the clock."""
    shop.vices = [lambda _request, _honest: answer_of("auth_oauth1_old_timestamp")]
    with pytest.raises(CredentialsRefused, match="Invalid timestamp"):
        woo(url="http://shop.example", allow_http=True).perform(VoidCoupon("k-1"), "v-1")
