"""The store itself: it has days, and a record of its own under an id that no customer has."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from attrs import field, frozen

from retention_sdk.checks import any_text, each, flag, many, named, refusal, whole
from retention_sdk.errors import BadValue
from retention_sdk.events.base import Event
from retention_sdk.events.people import CustomersMerged

STORE = "@store"
"""The id of the store's own record: what happens to no customer, but to the store, is told of it."""


@frozen(kw_only=True)
class ItemCounts:
    """What became known of one item.

    Args:
        sku: the item.
        orders: orders that have it.
        sold: units in them, free ones too.
        complaints: complaints that name it.
        refunds: refunds that name it.
        refunded: units that came back by them.
    """

    sku: str = field(validator=named)
    orders: int = field(default=0, validator=whole(0))
    sold: int = field(default=0, validator=whole(0))
    complaints: int = field(default=0, validator=whole(0))
    refunds: int = field(default=0, validator=whole(0))
    refunded: int = field(default=0, validator=whole(0))


def _items(items: Iterable[ItemCounts]) -> tuple[ItemCounts, ...]:
    return many(items)


def _of_store(event: object, attribute: Any, value: Any) -> None:
    if value != STORE:
        raise refusal(event, attribute.name, value, f"STORE, which is {STORE!r}")


def _day(event: object, attribute: Any, value: Any) -> None:
    if type(value) is not date:
        raise refusal(event, attribute.name, value, "a datetime.date")


@frozen(kw_only=True)
class StoreDay(Event):
    """A day of the store began: it is midnight in its zone.

    Args:
        customer: `STORE`: it happens to the store itself.
        day: the day that begins.
        items: what became known of items since the store's last day, by sku: what is told late counts when it is
            told. An item that nothing became known of is not among them.
    """

    kind: ClassVar[str] = "store_day"
    of_store: ClassVar[bool] = True

    customer: str = field(validator=[named, _of_store])
    day: date = field(validator=_day)
    items: tuple[ItemCounts, ...] = field(default=(), converter=_items, validator=each(ItemCounts))

    def __attrs_post_init__(self) -> None:
        skus = [item.sku for item in self.items]
        if len(set(skus)) < len(skus):
            raise BadValue(f"StoreDay.items of {self.day} tell of an item twice; add its counts up")


@frozen(kw_only=True)
class ItemChecked(Event):
    """Somebody has looked at an item.

    Args:
        customer: `STORE`: it happens to the store itself.
        sku: the item.
        good: whether all is well with it: then it is held no more; otherwise what is offered of it waits.
        by: who says so.
        text: what was found.
    """

    kind: ClassVar[str] = "item_checked"
    of_store: ClassVar[bool] = True

    customer: str = field(validator=[named, _of_store])
    sku: str = field(validator=named)
    good: bool = field(validator=flag)
    by: str = field(default="", validator=any_text)
    text: str = field(default="", validator=any_text)


def see_whose(event: Event) -> None:
    """See that an event makes no customer of the store.

    Raises:
        BadValue: it is about a customer, and bears the store's own id.
    """
    if event.customer == STORE and not event.of_store:
        what = type(event).__name__
        raise BadValue(f"{STORE!r} is the store's own id, and a {what} is about a customer; pass theirs")
    if isinstance(event, CustomersMerged) and event.other == STORE:
        raise BadValue(f"{STORE!r} is the store's own id, and no customer who could be merged")
