"""Customers: they sign up, change, allow and forbid, turn out to be one, and want to be forgotten."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import CustomersMerged, Engine, MonthDay, ProfileChanged, SignUp
from retention_sdk.errors import UnreadableWebhook
from retention_sdk.platforms import ForgetCustomer, ForgetStore, StoreLeft, TellCustomer
from tests.adapters.shopify.ours import SHOP, body, changed, order, shopify, webhook
from tests.build import opened

if TYPE_CHECKING:
    from pathlib import Path

CUSTOMER: dict[str, Any] = {
    "id": 42,
    "admin_graphql_api_id": "gid://shopify/Customer/42",
    "email": "Ada@example.com",
    "first_name": "Ada",
    "last_name": "L",
    "state": "disabled",
    "created_at": "2026-11-01T09:00:00Z",
    "updated_at": "2026-11-02T09:00:00Z",
}


def told(topic: str, body: dict[str, Any]) -> list[Any]:
    """What a webhook tells, besides that a guest is claimed."""
    return [one for one in shopify().receive(webhook(topic, body)) if not getattr(one, "claim", False)]


def consents(topic: str, told_of: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Customer, channel and word of each consent in a webhook."""
    return [(one.customer, word.channel, word.given) for one in told(topic, told_of) for word in one.profile.consents]


@pytest.mark.parametrize("topic", ["customers/create", "customers/update", "customers/enable"])
def test_who_has_an_account(topic: str) -> None:
    """Whoever has an account has signed up, once; a checkout alone makes a customer and no sign-up."""
    assert [type(one) for one in told(topic, CUSTOMER)] == [ProfileChanged]
    profile, sign_up = told(topic, changed(CUSTOMER, state="enabled"))
    assert (sign_up.id, sign_up.customer, type(sign_up)) == ("sign-up-42", "42", SignUp)
    assert (profile.profile.email, profile.profile.name) == ("ada@example.com", "Ada L")
    [_, later] = told(topic, changed(CUSTOMER, state="enabled", updated_at="2026-12-01T09:00:00Z"))
    assert (later.id, later.occurred_at) == (sign_up.id, sign_up.occurred_at)


def test_a_guest_is_claimed(tmp_path: Path) -> None:
    """What somebody bought without an account is theirs once there is one with that address; told again, no more."""
    with opened(f"sqlite:///{tmp_path / 'shop.db'}", plugins={"points": {"rate": 1}}) as engine:
        handled(engine, webhook("orders/paid", order(customer=None, email="ADA@example.com")))
        assert engine.customer("guest:ada@example.com").wallet("points").available == 10
        for at in ("2027-01-02T09:00:00Z", "2027-01-03T09:00:00Z"):
            handled(engine, webhook("customers/update", changed(CUSTOMER, updated_at=at)))
        assert engine.customer("42").wallet("points").available == 10
    assert not any("ada" in one.id for one in shopify().receive(webhook("customers/create", CUSTOMER)))


def test_each_change_is_a_fact_of_its_own() -> None:
    """Its id has the time of the change in it, so that the latest counts in whatever turn they come."""
    [one] = told("customers/update", CUSTOMER)
    [two] = told("customers/update", changed(CUSTOMER, updated_at="2026-11-03T09:00:00Z"))
    assert one.id != two.id
    assert one.occurred_at < two.occurred_at


def test_a_birthday() -> None:
    """It stands in the metafield facts.birth_date; what else stands there is nobody's birthday."""

    def born(value: str, key: str = "birth_date") -> MonthDay | None:
        field = {"namespace": "facts", "key": key, "value": value}
        [fact] = told("customers/update", changed(CUSTOMER, metafields=[field]))
        found: MonthDay | None = fact.profile.birthday
        return found

    assert born("1990-02-28") == MonthDay(2, 28, 1990)
    assert born("1990-02-30") is born("soon") is born("1990-02-28", "name_day") is None


def test_a_test_notification() -> None:
    """It has no times, and tells nothing."""
    assert told("customers/create", changed(CUSTOMER, created_at=None, updated_at=None)) == []


def test_protected_data() -> None:
    """Of a customer whose name and address are null nothing is known."""
    assert told("customers/update", changed(CUSTOMER, email=None, first_name=None, last_name=None)) == []


def test_the_names_of_the_consent_topics() -> None:
    """`customers_marketing_consent` is of SMS, whatever it is called; the field says which channel it is."""
    said = {"state": "subscribed", "opt_in_level": "single_opt_in", "consent_updated_at": "2026-11-02T09:00:00Z"}
    email = {"customer_id": 42, "email_address": "ada@example.com", "email_marketing_consent": said}
    assert consents("customers_email_marketing_consent/update", email) == [("42", "email", True)]
    sms = {"id": 42, "phone": "+15555550123", "sms_marketing_consent": said | {"state": "unsubscribed"}}
    assert consents("customers_marketing_consent/update", sms) == [("42", "sms", False)]
    assert consents("customers_marketing_consent/update", email) == [("42", "email", True)]
    whatsapp = {"id": 42, "whatsapp_marketing_consent": said}
    assert consents("customers_whats_app_marketing_consent/update", whatsapp) == [("42", "whatsapp", True)]


@pytest.mark.parametrize("state", ["unsubscribed", "pending", "redacted", "invalid"])
def test_what_is_no_yes_is_no(state: str) -> None:
    """Only `subscribed` is a yes; who has not confirmed yet has not allowed anything."""
    said = {"state": state, "consent_updated_at": None}
    body = {"customer_id": 42, "email_marketing_consent": said}
    assert consents("customers_email_marketing_consent/update", body) == [("42", "email", False)]


def test_nobody_asked() -> None:
    """Whoever was never asked has said nothing, neither yes nor no."""
    assert told("customers/create", changed(body("customers_create.tags")))[1:] == []
    said = {"state": "not_subscribed", "consent_updated_at": None}
    assert not consents("customers_email_marketing_consent/update", {"id": 1, "email_marketing_consent": said})


def test_an_older_body_tells_the_same_consent() -> None:
    """Until 2025 a customer's body had it too: as a fact it has the same id as the one of its own topic."""
    said = {"state": "subscribed", "opt_in_level": "x", "consent_updated_at": "2026-11-02T09:00:00Z"}
    _, old = told("customers/update", changed(CUSTOMER, email_marketing_consent=said))
    assert [old] == told("customers_email_marketing_consent/update", {"id": 42, "email_marketing_consent": said})


def test_two_are_one() -> None:
    """The one that is kept has all that the other had; a merge that failed or goes on is none."""
    merged = {
        "admin_graphql_api_customer_kept_id": "gid://shopify/Customer/42",
        "admin_graphql_api_customer_deleted_id": "gid://shopify/Customer/43",
        "status": "COMPLETED",
    }
    [fact] = told("customers/merge", merged)
    assert isinstance(fact, CustomersMerged)
    assert (fact.customer, fact.other) == ("42", "43")
    assert fact.occurred_at == datetime(2026, 11, 22, 9, 0, 0, 123456, UTC)
    assert told("customers/merge", merged | {"status": "FAILED"}) == []


def test_a_merge_without_a_time(tmp_path: Path) -> None:
    """Its body has none: told again with another, it is the same fact, and never an EventConflict."""
    merged = {"admin_graphql_api_customer_kept_id": 42, "admin_graphql_api_customer_deleted_id": 43}
    with opened(f"sqlite:///{tmp_path / 'shop.db'}", plugins={"points": {"rate": 1}}) as engine:
        handled(engine, webhook("orders/paid", order(customer={"id": 43, "email": "b@example.com"})))
        for at in ("2026-11-22T09:00:00Z", "2026-11-22T09:00:09Z"):
            handled(engine, webhook("customers/merge", merged, Triggered_At=at))
        assert engine.customer("42").wallet("points").available == 10


def handled(engine: Engine, request: Any) -> None:
    """Hand a webhook's events in."""
    events: Any = shopify().receive(request)
    engine.handle_many(events)


def test_compliance_and_uninstall() -> None:
    """Who is meant is known by the number, or as a guest by the address."""
    ask = {"shop_id": 1, "shop_domain": SHOP, "customer": {"id": 42, "email": "Ada@Example.com"}}
    known = ["42", "guest:ada@example.com"]
    request = ask | {"orders_requested": [1], "data_request": {"id": 9}}
    assert told("customers/data_request", request) == [TellCustomer(one) for one in known]
    assert told("customers/redact", ask | {"orders_to_redact": []}) == [ForgetCustomer(one) for one in known]
    assert told("shop/redact", {"shop_id": 1, "shop_domain": SHOP}) == [ForgetStore()]
    assert told("app/uninstalled", {"id": 1, "myshopify_domain": None, "plan_name": "basic"}) == [StoreLeft()]


@pytest.mark.parametrize("topic", ["shop/redact", "customers/redact", "app/uninstalled"])
def test_another_shops_request(topic: str) -> None:
    """Shops of one app have one secret, and a header is not signed: another shop's request must not empty ours."""
    customer = {"customer": {"id": 42}, "orders_to_redact": []}
    bodies: dict[str, dict[str, Any]] = {
        "shop/redact": {"shop_id": 1, "shop_domain": "other.myshopify.com"},
        "customers/redact": {"shop_domain": "other.myshopify.com", **customer},
        "app/uninstalled": {"id": 1, "myshopify_domain": "other.myshopify.com", "plan_name": "basic"},
    }
    with pytest.raises(UnreadableWebhook, match="another shop"):
        told(topic, bodies[topic])
