"""Every answer of a real shop that was recorded is met with what it means."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from retention_adapters.woocommerce import WooCommerce
from retention_adapters.woocommerce.acts.comparing import differences
from retention_adapters.woocommerce.shop.answers import ShopSaid, value_of
from retention_sdk.actions import IssueCoupon, PercentOff, RefundMoney, SendReplacement, Tag, VoidCoupon
from retention_sdk.errors import AdapterError, CredentialsRefused, Refused, TryLater
from retention_sdk.money import Money
from retention_sdk.platforms import Receipt
from tests.adapters.woocommerce.fake import ROOT, Shop, once
from tests.adapters.woocommerce.made import AT, mia, woo
from tests.adapters.woocommerce.recordings import HERE, answer_of, body_of, recording

NO_ROUTE = "rest_no_route"


def folders(shared: Path) -> Path:
    """Where all recordings are."""
    return shared / "data" / "woocommerce" / "rest"


def meant(name: str, folder: Path) -> type[AdapterError] | None:
    """What an answer means, by what was learnt of the platform: None is that all is well."""
    answer = recording(name, folder)["response"]
    status, body = answer["status"], answer.get("json")
    if status < 300:
        return None
    if status == 401:
        return CredentialsRefused
    return TryLater if isinstance(body, dict) and body["code"] == NO_ROUTE else ShopSaid


def judged(name: str, folder: Path) -> None:
    """Hold an answer against what it means."""
    answer, kind = answer_of(name, folder), meant(name, folder)
    if recording(name, folder)["request"]["method"] == "HEAD":
        return  # which has no body, and is not asked for
    if kind is None:
        assert value_of(answer, "it") == recording(name, folder)["response"]["json"]
        return
    with pytest.raises(kind) as caught:
        value_of(answer, "it")
    assert isinstance(caught.value, TryLater | CredentialsRefused | Refused)
    assert "@" not in caught.value.reason
    assert "<" not in caught.value.reason
    if isinstance(caught.value, ShopSaid):
        assert caught.value.status == answer.status_code
        assert caught.value.code == answer.json()["code"]


@pytest.mark.parametrize("name", sorted(path.stem for path in HERE.glob("*.json")))
def test_answers_that_are_kept_here(name: str) -> None:
    """The answers that lie beside this test mean what they should."""
    judged(name, HERE)


def test_all_recordings(shared: Path) -> None:
    """All 210 recorded answers of WooCommerce's REST interface, and none leaves as another error than it should."""
    names = sorted(path.stem for path in folders(shared).glob("*.json"))
    assert len(names) >= 200
    for name in names:
        judged(name, folders(shared))


LIES = {
    "coupon_create_date_expires_gmt": ({"date_expires": "2027-01-31T23:59:59Z"}, {"date_expires"}),
    "coupon_create_date_expires_invalid": ({"date_expires": "2027-01-31T23:59:59Z"}, {"date_expires"}),
    "coupon_create_invalid_email_restriction": ({"email_restrictions": ["nope"]}, {"email_restrictions"}),
    "coupon_create_amount_garbage": ({"amount": "abc"}, {"amount"}),
    "coupon_create_restricted": ({"date_expires": "2027-01-31T23:59:59Z"}, {"date_expires"}),
}


@pytest.mark.parametrize("name", LIES)
def test_recorded_coupons_that_lie(name: str) -> None:
    """Each silent trap that was recorded, all answered 201, is seen when the answer is compared with what was meant."""
    meaning, found = LIES[name]
    sent = recording(name)["request"]["json"]
    stored = body_of(name)
    like = {key: stored[key] for key in stored if key not in {"date_expires", "code"}} | {"code": sent["code"]}
    assert set(differences(like | meaning, stored)) == found


def test_what_was_meant_and_stored_is_the_same() -> None:
    """A recorded coupon that is what was sent shows no difference."""
    stored = body_of("coupon_create_restricted")
    sent = recording("coupon_create_restricted")["request"]["json"] | {"date_expires": "2027-02-01T04:59:59Z"}
    sent.pop("exclude_sale_items")
    assert differences(sent, stored) == {}


def recorded(name: str) -> Callable[..., httpx.Response]:
    """A vice: the answer that was recorded."""
    return lambda _honest: answer_of(name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("auth_bad_key_write", CredentialsRefused),
        ("auth_bad_secret", CredentialsRefused),
        ("auth_read_key_writes", CredentialsRefused),
        ("no_route", TryLater),
    ],
)
def test_a_coupon_against_recorded_refusals(shop: Shop, name: str, kind: type[AdapterError]) -> None:
    """Keys that were revoked stop everything until a person has seen to it."""
    shop.vices = [once("POST", "coupons", recorded(name))]
    with pytest.raises(kind):
        woo().perform(IssueCoupon(PercentOff(10)), "k-1", mia())


def test_a_recorded_coupon_that_was_void_before(shop: Shop) -> None:
    """A coupon that is not there is void already, however the shop says so."""
    shop.vices = [once("GET", "coupons/16", recorded("coupon_get_missing"))]
    assert woo().perform(VoidCoupon("k-1"), "v-1", mia(undoes=Receipt(reference="16"))).notes


def replayed(shop: Shop, adapter: WooCommerce) -> list[tuple[str, str]]:
    """Performs one of each, and answers what came of it."""
    acts: list[Any] = [
        IssueCoupon(PercentOff(10)),
        VoidCoupon("k-0"),
        RefundMoney("34", Money.of(5, "USD")),
        SendReplacement("34"),
        Tag("vip"),
    ]
    found: list[tuple[str, str]] = []
    for at, action in enumerate(acts):
        try:
            adapter.perform(action, f"k-{at}", mia(first_at=AT))
        except (TryLater, CredentialsRefused, Refused) as error:
            found.append((action.kind, type(error).__name__))
        else:
            found.append((action.kind, "done"))
    return found


def test_any_recorded_answer_anywhere(shop: Shop, shared: Path) -> None:
    """Whatever was ever answered to anything, in the place of any answer: one of three errors leaves, or a receipt."""
    shop.orders[34] = body_of("order_create_completed")
    shop.customers[2] = body_of("customer_update_meta_existing_key")
    shop.products["COF-90e16e"] = 10
    adapter = woo()
    for path in sorted(folders(shared).glob("*.json")):
        asked = urlsplit(recording(path.stem, folders(shared))["request"]["url"]).path
        if not asked.startswith(ROOT):
            continue
        shop.vices = [lambda _request, _honest, name=path.stem: answer_of(name, folders(shared))]
        assert len(replayed(shop, adapter)) == 5


def test_recordings_hold_no_keys() -> None:
    """What lies beside the tests was recorded without keys."""
    for path in HERE.glob("*.json"):
        query = dict(parse_qsl(urlsplit(recording(path.stem)["request"]["url"]).query))
        kept = {name for name, value in query.items() if value != "REDACTED"}
        assert not {name for name in kept if "secret" in name or name in {"oauth_signature", "oauth_consumer_key"}}
