"""Customers: who signed up, what is known of them, and that they were guests before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from retention_adapters.woocommerce.events import facts_of_customer
from retention_adapters.woocommerce.events.profiles import birthday
from retention_sdk import BadValue, CustomersMerged, Event, MonthDay, Profile, ProfileChanged, SignUp
from tests.adapters.woocommerce.events.shop import SOURCE, Body, Shop, body, facts
from tests.audit import audit
from tests.build import opened

CREATED = datetime(2026, 11, 21, 17, 52, 11, tzinfo=UTC)


def told(**fields: Any) -> list[Event]:
    """What a recorded customer tells, with other fields."""
    return facts_of_customer(body("customer_birthday") | fields, SOURCE)


def profile(*meta: tuple[str, Any], **fields: Any) -> Profile:
    """What is known of a customer with such meta."""
    found = told(meta_data=[{"id": 1, "key": key, "value": value} for key, value in meta], **fields)[0].profile
    assert found is not None
    return found


def account(number: int, email: str, *, created: str = "2099-01-01T00:00:00") -> Body:
    """A customer's account."""
    dates = {"date_created_gmt": created, "date_modified_gmt": created}
    return {"id": number, "email": email, "username": "x", "first_name": "Ann", "billing": [], "meta_data": []} | dates


def test_an_account() -> None:
    """An account tells that somebody signed up, what is known since, and which guest they were."""
    signed_up, changed, merged = told()
    assert isinstance(signed_up, SignUp)
    assert isinstance(changed, ProfileChanged)
    assert isinstance(merged, CustomersMerged)
    assert [one.id for one in (signed_up, changed)] == ["customer-7", "customer-7-20261121T175212"]
    assert [one.occurred_at for one in (signed_up, changed, merged)] == [CREATED, CREATED.replace(second=12), CREATED]
    assert signed_up.profile == changed.profile
    assert (merged.customer, merged.other, merged.claim) == ("7", "guest:hook.50a84b@example.test", True)
    assert not any("example" in one.id for one in (signed_up, changed, merged))


def test_an_account_as_it_was_made() -> None:
    """As long as nothing was changed there is nothing else to tell; both of WooCommerce's webhooks hold the same."""
    first = told(date_modified_gmt="2026-11-21T17:52:11")
    assert [one.kind for one in first] == ["sign_up", "customers_merged"]
    assert [one.kind for one in told(date_modified_gmt=None, email="")] == ["sign_up"]


def test_the_claim_is_of_an_address() -> None:
    """It has the same id for the same address, however it is cased, and another one for another."""
    ids = [told(email=email)[-1].id for email in ("A@x.test", "a@X.test", "b@x.test")]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize("fields", [{"id": 0}, {"date_created_gmt": None}, {"id": "x"}])
def test_an_account_that_cannot_be_read(fields: dict[str, Any]) -> None:
    """Without a number or a time it is nobody's."""
    with pytest.raises(BadValue):
        told(**fields)


@pytest.mark.parametrize(
    ("written", "day"),
    {
        "1988-12-24": MonthDay(12, 24, 1988),
        "1988/12/24": MonthDay(12, 24, 1988),
        "1988.12.24": MonthDay(12, 24, 1988),
        "19881224": MonthDay(12, 24, 1988),
        " 1988-12-24T00:00:00 ": MonthDay(12, 24, 1988),
        "0000-12-24": MonthDay(12, 24),
        "12-24": MonthDay(12, 24),
        "--12-24": MonthDay(12, 24),
        "24.12.1988": MonthDay(12, 24, 1988),
        "24. 12. 1988": MonthDay(12, 24, 1988),
        "24.12.": MonthDay(12, 24),
        "24/12/1988": MonthDay(12, 24, 1988),
        "12/24/1988": MonthDay(12, 24, 1988),
        "12/24": MonthDay(12, 24),
        "02-29": MonthDay(2, 29),
        "05/05/1990": MonthDay(5, 5, 1990),
        "04/05/1990": None,
        "1989-02-29": None,
        "1988-13-24": None,
        "24/24/1988": None,
        "yesterday": None,
        "": None,
    }.items(),
)
def test_birthdays(written: str, day: MonthDay | None) -> None:
    """A birthday is read as plugins write it; where nobody can tell the month from the day, it is not known."""
    assert birthday(written) == day


def test_where_a_birthday_stands() -> None:
    """The first key that can be read counts; what is no text is none."""
    assert profile(("date_of_birth", "1990-02-03"), ("birthday", "soon")).birthday == MonthDay(2, 3, 1990)
    assert profile(("birthday", {"year": 1990}), ("dob", 19900203)).birthday is None


def test_a_yes_counts_from_the_sign_up_and_a_no_from_now() -> None:
    """What the shop shows again and again undoes no later no; its own no counts from when it was seen."""
    meta = ("accepts_marketing", "1"), ("sms_opt_in", "no"), ("marketing_opt_in", "perhaps")
    email, sms = profile(*meta).consents
    assert (email.channel, email.given, email.at) == ("email", True, CREATED)
    assert (sms.channel, sms.given, sms.at) == ("sms", False, CREATED.replace(second=12))
    assert email.proof == "WooCommerce: accepts_marketing"


def test_names_and_languages() -> None:
    """The account's name counts before the address's; a language is taken where it looks like one."""
    billing = {"first_name": "Bill", "last_name": "Ing"}
    assert profile(first_name="", last_name="", billing=billing).name == "Bill Ing"
    assert profile(("locale", "cs_CZ")).locale == "cs_CZ"
    assert profile(("locale", "site default")).locale is None


def test_a_guest_who_signs_up(database_url: str) -> None:
    """What somebody bought as a guest is theirs once they sign up, whichever is heard of first, and ever after."""
    orders = [Shop(number, email=email) for number, email in ((1, "Ann@Example.test"), (2, "ann@example.test"))]
    states = [facts(shop.status("processing")) for shop in orders]
    signed_up = facts_of_customer(account(7, "ann@example.test"), SOURCE)
    for name, arrival in enumerate(([*states, signed_up], [signed_up, *states], [states[0], signed_up, states[1]])):
        with opened(database_url, store={"name": str(name)}, plugins={"points": {"rate": 1}}) as engine:
            for batch in (*arrival, *arrival):
                engine.handle_many(batch)
            assert engine.customer("guest:ann@example.test").id == "7"
            assert engine.customer("7").wallet("points").available == 40
            assert audit(engine) == []


def test_an_order_that_was_put_into_an_account(sqlite_url: str) -> None:
    """A guest's order that the shop moves into their new account is the same order, and its refund counts."""
    shop = Shop(email="ann@example.test")
    with opened(sqlite_url, plugins={"points": {"rate": 1}}) as engine:
        engine.handle_many(facts(shop.status("processing")))
        engine.handle_many(facts_of_customer(account(7, "ann@example.test"), SOURCE))
        shop.order["customer_id"] = 7
        engine.handle_many(facts(shop.refund(490 + 500)))
        customer = engine.customer("7")
        assert (customer.history.orders, customer.wallet("points").available) == (1, 12)
        assert not customer.standing.waiting
        assert audit(engine) == []


def test_an_address_that_went_from_one_account_to_another(sqlite_url: str) -> None:
    """Whoever has the address later gets neither the guest's history nor the account that has it."""
    with opened(sqlite_url, plugins={"points": {"rate": 1}}) as engine:
        engine.handle_many(facts(Shop(email="ann@example.test").status("processing")))
        engine.handle_many(facts_of_customer(account(7, "ann@example.test"), SOURCE))
        engine.handle_many(facts_of_customer(account(9, "ann@example.test", created="2099-03-01T00:00:00"), SOURCE))
        assert [engine.customer(id).wallet("points").available for id in "79"] == [20, 0]
        assert engine.customer("9").id == "9"
