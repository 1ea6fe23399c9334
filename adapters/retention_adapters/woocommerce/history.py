"""What happened in a shop, read page by page by the time that it was changed."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Final

from retention_adapters.woocommerce.shop import BATCH, SAME, Shop, Thing, number_of, text_of
from retention_sdk.errors import BadValue, TryLater
from retention_sdk.events import Event

logger = logging.getLogger(__name__)

UNREADABLE = (BadValue, AttributeError, KeyError, TypeError, ValueError, ArithmeticError)
"""What comes of JSON that is not as WooCommerce writes it."""

OVERLAP: Final = timedelta(minutes=10)
"""How much earlier than asked for is read: the shop's clock may be behind, and an order be stored late."""

SECOND: Final = timedelta(seconds=1)
"""What the shop's times are cut to."""

NIGHT: Final = time(3, tzinfo=UTC)
"""When all customers are read, of whom the shop does not say who was changed."""

DAY: Final = timedelta(days=1)


STATUSES: Final = ("any", "trash")
"""What orders are asked for by: `any` leaves out what was thrown away, and that is a fact too."""


def orders(shop: Shop, since: datetime | None, status: str = "any") -> Iterator[Thing]:
    """Every order that was changed since, in the order of its last change, each state of it once.

    What is changed while we read moves to the end. So each page begins where the last one ended, by time; only where a
    page is all of one second is the next one asked for by its number.

    Args:
        shop: which.
        since: None is everything.
        status: one of `STATUSES`.

    Yields:
        The orders as they are now.
    """
    begin = since - OVERLAP if since else None
    number, before = 1, list[Thing]()
    seen: set[tuple[int, str]] = set()
    while True:
        page = shop.page("orders", _window(begin, number, status))
        if number > 1 and page and page == before:
            raise TryLater(f"GET orders: {SAME}")
        before = page
        for order in page:
            state = (number_of(order.get("id")), text_of(order, "date_modified_gmt"))
            if state not in seen:
                seen.add(state)
                yield order
        if len(page) < BATCH:
            return
        last = _instant(text_of(page[-1], "date_modified_gmt"))
        if last is None or (begin is not None and last - SECOND <= begin):
            number += 1
            continue
        begin, number = last - SECOND, 1
        seen = {state for state in seen if (at := _instant(state[1])) is None or at >= begin}


def customers(shop: Shop, since: datetime | None, now: datetime) -> Iterator[Thing]:
    """The customers that were changed since, as far as it is worth asking.

    The shop has no filter for that, and says nothing of it: to find who was changed is to read them all. So that is
    done once a day, by whoever asks across `NIGHT`; in between those alone are asked for who have registered, which it
    sorts by.

    Args:
        shop: which.
        since: None is everything.
        now: what time it is.

    Yields:
        The customers as they are now, the administrators that buy among them.
    """
    night = _night(now)
    if since is None:
        yield from _all(shop)
    elif since > night:
        yield from _registered(shop, since - OVERLAP)
    else:  # those of the day before were not read when they were changed
        begin = min(since, night - DAY) - OVERLAP
        for one in _all(shop):
            changed = _instant(text_of(one, "date_modified_gmt"))
            if changed is None or changed >= begin:
                yield one


def _all(shop: Shop) -> Iterator[Thing]:
    return shop.pages("customers", {"role": "all", "orderby": "id", "order": "asc"})


def _registered(shop: Shop, since: datetime) -> Iterator[Thing]:
    """Who has registered since, the last ones first: who comes meanwhile moves others on a page, and hides none."""
    number, before = 1, list[Thing]()
    while True:
        asked: dict[str, str | int] = {"role": "all", "orderby": "registered_date", "order": "desc", "page": number}
        page = shop.page("customers", asked)
        new = [one for one in page if (at := _instant(text_of(one, "date_created_gmt"))) is None or at >= since]
        yield from new
        if len(new) < BATCH:
            return
        if page == before:
            raise TryLater(f"GET customers: {SAME}")
        number, before = number + 1, page


def _night(now: datetime) -> datetime:
    """The last time that all customers were to be read."""
    night = datetime.combine(now.astimezone(UTC).date(), NIGHT)
    return night if night <= now else night - DAY


def read(facts: Callable[[Thing, str], list[Event]], thing: Thing, source: str) -> list[Event]:
    """What a thing tells; one that cannot be read is named in the log, and does not keep the others from being read.

    Args:
        facts: what translates it.
        thing: an order or a customer.
        source: the adapter's name.

    Returns:
        Its events.
    """
    try:
        return facts(thing, source)
    except UNREADABLE as error:
        words = str(error) if isinstance(error, BadValue) else type(error).__name__
        logger.warning("%s: number %d of its history is left out: %s", source, number_of(thing.get("id")), words)
        return []


def _window(begin: datetime | None, number: int, status: str) -> dict[str, str | int]:
    asked: dict[str, str | int] = {
        "status": status,
        "orderby": "modified",
        "order": "asc",
        "dates_are_gmt": "true",
        "page": number,
    }
    return asked | ({"modified_after": f"{begin.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"} if begin else {})


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
