"""What happened in a shop, read page by page."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

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


def peopled(shop: Shop, count: int) -> None:
    """A shop with so many customers, who registered an hour apart from BEGIN on, and were not changed since."""
    template = body_of("customer_update_meta_existing_key")
    for number in range(1, count + 1):
        at = f"{BEGIN + timedelta(hours=number - 1):%Y-%m-%dT%H:%M:%S}"
        about = {"id": number, "email": f"c{number}@example.com", "date_created_gmt": at, "date_modified_gmt": at}
        shop.customers[number] = template | about


def found(shop: Shop, since: datetime | None, now: datetime) -> list[int]:
    """The customers that are read."""
    return [one["id"] for one in history.customers(woo()._shop, since, now)]


def test_customers_come_first(shop: Shop) -> None:
    """Whoever signed up is known before what they bought; an administrator may buy too."""
    peopled(shop, 2)
    shop.customers[2]["role"] = "administrator"
    filled(shop, 1)
    events = list(woo().history())
    assert isinstance(events[0], SignUp)
    assert isinstance(events[-1], Purchase)
    assert {event.customer for event in events if isinstance(event, SignUp)} == {"1", "2"}


NIGHT = datetime(2026, 12, 24, 3, tzinfo=UTC)


@pytest.mark.parametrize("since", [NIGHT, NIGHT - timedelta(minutes=30), NIGHT - timedelta(days=9)])
def test_who_was_changed(shop: Shop, since: datetime) -> None:
    """WooCommerce filters customers by no time: once a day all are read, and those changed in the day are told."""
    peopled(shop, 150)
    shop.customers[3]["date_modified_gmt"] = "2026-12-23T03:10:00"
    shop.customers[4]["date_modified_gmt"] = "2026-12-24T03:10:00"
    shop.customers[5]["date_modified_gmt"] = "2026-12-22T00:00:00"
    days = [5] if since < NIGHT - timedelta(days=1) else []
    assert found(shop, since, NIGHT + timedelta(minutes=30)) == sorted([3, 4, *days])
    assert shop.asked == ["GET customers"] * 2


@pytest.mark.parametrize(("hours", "pages"), [(0, 1), (1, 1), (99, 1), (100, 2), (150, 2)])
def test_who_registered(shop: Shop, hours: int, pages: int) -> None:
    """The rest of the day those alone are asked for who are new: a page an hour, and not a whole shop."""
    peopled(shop, 250)
    last = BEGIN + timedelta(hours=249)
    since = last - timedelta(hours=hours) + timedelta(minutes=11)
    at = since.replace(hour=3, minute=0, second=0, microsecond=0)
    now = (at if at < since else at - timedelta(days=1)) + timedelta(hours=23)  # of the night before it
    assert found(shop, since, now) == list(range(250, 250 - hours, -1))
    assert shop.asked == ["GET customers"] * pages


def test_each_change_is_told_by_the_next_night(shop: Shop) -> None:
    """Asked every hour, a customer who is changed at any minute of a day is told within it, once all are read."""
    peopled(shop, 3)
    for minute in range(0, 24 * 60, 97):
        changed = NIGHT + timedelta(minutes=minute)
        shop.customers[2]["date_modified_gmt"] = f"{changed:%Y-%m-%dT%H:%M:%S}"
        hours = [NIGHT + timedelta(minutes=20, hours=hour) for hour in range(-2, 26)]
        told = [now for since, now in pairwise(hours) if now > changed and found(shop, since, now)]
        assert told
        assert told[0] - changed <= timedelta(hours=25)


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
