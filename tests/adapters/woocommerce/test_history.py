"""What happened in a shop, read page by page."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from retention_adapters.woocommerce import history
from retention_sdk.errors import TryLater
from retention_sdk.events import OrderCancelled, Purchase, SignUp
from tests.adapters.woocommerce.fake import Shop
from tests.adapters.woocommerce.made import woo
from tests.adapters.woocommerce.recordings import body_of

BEGIN = datetime(2026, 11, 21, 17, 46, 56, tzinfo=UTC)


def filled(shop: Shop, count: int, apart: float = 60) -> None:
    """A shop with so many orders, so many seconds apart."""
    template = body_of("order_create_completed")
    for at in range(count):
        when = BEGIN + timedelta(seconds=apart * at)
        gmt = f"{when:%Y-%m-%dT%H:%M:%S}"
        local = f"{when - timedelta(hours=5):%Y-%m-%dT%H:%M:%S}"
        dates = {f"{name}_gmt": gmt for name in ("date_created", "date_modified", "date_paid")}
        shop.orders[at + 1] = template | {"id": at + 1, "date_modified": local, "date_created": local} | dates


def bought(shop: Shop, since: datetime | None = None) -> list[str]:
    """The orders that were read."""
    return [event.id for event in woo().history(since) if isinstance(event, Purchase)]


@pytest.mark.parametrize("apart", [60, 0.3, 0])
@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
def test_every_order_once(shop: Shop, count: int, apart: float) -> None:
    """Whole pages, short pages, many in one second: each order is read once, in the order of its last change."""
    filled(shop, count, apart)
    assert bought(shop) == [str(at + 1) for at in range(count)]


def test_only_what_was_changed_since(shop: Shop) -> None:
    """The time is UTC and is said to be; a little more is read than is asked for, since clocks differ."""
    filled(shop, 120)
    since = BEGIN + timedelta(hours=1)
    found = bought(shop, since)
    assert found[0] == "52"
    assert found[-1] == "120"


def test_what_was_thrown_away(shop: Shop) -> None:
    """An order in the trash is found too, although it is in no list of any status: nothing of it is left."""
    filled(shop, 3)
    shop.orders[2]["status"] = "trash"
    events = list(woo().history())
    assert sorted(event.id for event in events if isinstance(event, Purchase)) == ["1", "2", "3"]
    assert [event.order for event in events if isinstance(event, OrderCancelled)] == ["2"]


def test_what_is_changed_while_it_is_read(shop: Shop) -> None:
    """An order that is changed moves to the end: the others do not slip from one page to the one that was read."""
    filled(shop, 250)
    changed: list[bool] = []

    def change(request: httpx.Request, _honest: object) -> httpx.Response | None:
        if request.url.path.endswith("/orders") and "modified_after" in request.url.params and not changed:
            changed.append(True)
            for number in range(1, 60):
                shop.orders[number]["date_modified_gmt"] = "2027-01-01T00:00:00"
        return None

    shop.vices = [change]
    assert set(bought(shop)) == {str(at + 1) for at in range(250)}


def test_the_link_header_is_not_followed(shop: Shop) -> None:
    """It may hold the keys, and lie."""
    filled(shop, 100)

    def linked(_request: httpx.Request, honest: object) -> httpx.Response:
        answer: httpx.Response = honest()  # type: ignore[operator]
        answer.headers["Link"] = '<https://shop.example/?consumer_secret=cs&page=2>; rel="next"'
        return answer

    shop.vices = [linked]
    bought(shop)
    assert all(path in {"GET customers", "GET orders"} for path in shop.asked)


def test_customers_come_first_and_are_filtered_here(shop: Shop) -> None:
    """WooCommerce ignores a time that it is asked for of customers; an administrator may buy too."""
    template = body_of("customer_update_meta_existing_key")
    for number in (2, 3, 4):
        shop.customers[number] = template | {"id": number, "email": f"c{number}@example.com"}
    shop.customers[3]["date_modified_gmt"] = "2026-12-24T00:00:00"
    shop.customers[4] |= {"role": "administrator", "date_modified_gmt": "2026-12-24T00:00:00"}
    filled(shop, 1)
    events = list(woo().history())
    assert [type(event) for event in events[:1]] == [SignUp]
    assert isinstance(events[-1], Purchase)
    later = woo().history(datetime(2026, 12, 20, tzinfo=UTC))
    assert {event.customer for event in later} == {"3", "4"}


def test_history_is_read_as_it_is_needed(shop: Shop) -> None:
    """A hundred thousand orders are never in memory at once: a page is asked for when the last one is used up."""
    filled(shop, 250)
    read = history.orders(woo()._shop, None)
    next(read)
    assert shop.asked.count("GET orders") == 1


def test_a_shop_that_answers_one_page_for_ever(shop: Shop) -> None:
    """A cache that leaves the page's number out of account does not keep us reading without end."""
    filled(shop, 250, 0)
    first: list[httpx.Response] = []

    def cached(request: httpx.Request, honest: object) -> httpx.Response | None:
        if not request.url.path.endswith("/orders"):
            return None
        first.append(honest())  # type: ignore[operator]
        return first[0]

    shop.vices = [cached]
    with pytest.raises(TryLater, match="the same page for every number"):
        bought(shop)
    shop.webhooks = {number: {"id": number, "name": "erp", "topic": "x"} for number in range(100)}
    shop.vices = [lambda _request, _honest: httpx.Response(200, json=list(shop.webhooks.values()))]
    with pytest.raises(TryLater, match="the same page"):
        woo().setup()


def test_an_order_that_cannot_be_read(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    """It is named in the log, without what is in it, and the others are read."""
    filled(shop, 3)
    shop.orders[2]["total"] = "a lot"
    assert bought(shop) == ["1", "3"]
    assert "number 2 of its history is left out" in caplog.text
    assert "jane" not in caplog.text
