"""Items that are held: what is about one waits, says why, and goes on when the item is released."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    STORE,
    AmountOff,
    FreeItem,
    IssueCoupon,
    ItemChecked,
    SendMessage,
    SendReplacement,
    Tag,
)
from retention_sdk.platforms import TryLater
from tests.audit import audit
from tests.build import after, eur, opened, order
from tests.delivery.platform import waits
from tests.delivery.shop import Shop
from tests.delivery.work import connected, deliver, on_order, one_shop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from retention_sdk import Action, Engine

FREE = IssueCoupon(FreeItem("beans"))
GOOD = IssueCoupon(AmountOff(eur(5)))
HOUR = 1 / 24


def checked(engine: Engine, day: int, *, good: bool, sku: str = "beans") -> None:
    """Somebody looks at an item."""
    text = "" if good else "stale"
    engine.handle(ItemChecked(id=f"i-{day}", customer=STORE, occurred_at=after(day), sku=sku, good=good, text=text))


@pytest.mark.parametrize(
    ("action", "waits_too"),
    [
        (FREE, True),
        (IssueCoupon(AmountOff(eur(5)), skus=["tea", "beans"]), True),
        (SendReplacement("o-1", "beans"), True),
        (SendMessage("special", data={"offers": [{"sku": "beans"}]}, purpose="marketing"), True),
        (SendMessage("special", data={"skus": ["tea", "beans"]}, purpose="marketing"), True),
        (GOOD, False),
        (IssueCoupon(FreeItem("tea")), False),
        (SendReplacement("o-1"), False),
        (SendMessage("recall", data={"sku": "beans"}), False),
        (Tag("beans"), False),
    ],
    ids=str,
)
def test_what_is_about_an_item(action: Action, waits_too: bool) -> None:
    """An action says which items it is about; what a customer must know of one is no offer of it."""
    assert ("beans" in action.concerns()) == waits_too


def test_it_waits_and_goes_on(database_url: str) -> None:
    """While an item is held what is about it waits, with a reason; all else is done. Released, it is done."""
    shop = Shop()
    with one_shop(database_url, FREE, GOOD, shop=shop, messages={"consent": False}) as engine:
        checked(engine, 0, good=False)
        engine.handle(order())
        assert deliver(engine, 1).done == 1
        assert [call.action for call in shop.calls] == [GOOD]
        [parcel] = engine.outbox.find()
        assert (parcel.state, parcel.code) == ("waiting", "item_held")
        assert parcel.error == "what is offered of 'beans' waits: stale"
        assert deliver(engine, 2).total == 0
        checked(engine, 3, good=True)
        assert deliver(engine, 3 + HOUR).done == 1
        assert engine.outbox.find() == []
        assert audit(engine) == []


def test_its_message_waits_with_it(sqlite_url: str) -> None:
    """A message that tells of a gift waits as long as the gift does, and the next order's does not wait for either."""

    def gives(event: Any, _: object) -> list[Action]:
        return [FREE if event.id == "o-1" else GOOD, SendMessage("thanks")]

    shop = Shop()
    strategies: Mapping[str, Any] = {"gift": gives}
    with connected(sqlite_url, adapters={"shop": shop}, strategies=strategies) as engine:
        checked(engine, 0, good=False)
        engine.handle_many([order(), order("o-2", at=after(1))])
        deliver(engine, 2)
        assert [call.action.kind for call in shop.calls] == ["issue_coupon", "send_message"]
        assert shop.calls[0].action == GOOD
        checked(engine, 3, good=True)
        deliver(engine, 4)
        assert [call.action.kind for call in shop.calls[2:]] == ["issue_coupon", "send_message"]


def test_what_was_tried_goes_on(sqlite_url: str) -> None:
    """What may have come through is tried again, held or not: laid aside, nobody would know what became of it."""

    def lost_once(_: object, number: int) -> str | None:
        return "lost" if number == 1 else None

    shop = Shop(vices=lost_once)
    with one_shop(sqlite_url, FREE, shop=shop) as engine:
        engine.handle(order())
        deliver(engine, 1)
        checked(engine, 1, good=False)
        assert deliver(engine, 2).done == 1
        assert len(shop.made) == 1


def test_a_person_lets_it_go(sqlite_url: str) -> None:
    """What a person gives up is nobody's any more; what they let try again while the item is held waits again."""
    shop = Shop(vices=lambda *_: (_ for _ in ()).throw(TryLater("busy")))
    with one_shop(sqlite_url, FREE, shop=shop) as engine:
        checked(engine, 0, good=False)
        engine.handle(order())
        deliver(engine, 1)
        [parcel] = engine.outbox.find()
        engine.outbox.retry(parcel.key)
        deliver(engine, 2)
        assert shop.calls == []
        engine.outbox.give_up(parcel.key)
        assert engine.outbox.find() == []


def test_without_an_adapter(sqlite_url: str) -> None:
    """Where a store's own code carries out what waits, it is not handed what is about a held item."""
    with opened(sqlite_url, {"gift": on_order(FREE, GOOD)}) as engine:
        checked(engine, 0, good=False)
        engine.handle_many(order(f"o-{n}", f"c-{n}") for n in range(3))
        assert [one.action for one in waits(engine, 2)] == [GOOD, GOOD]
        checked(engine, 1, good=True)
        assert len(waits(engine)) == 6


def test_a_late_fact_changes_nothing(sqlite_url: str) -> None:
    """What is held is no part of a decision: the past that is decided again gives the same."""
    shop = Shop()
    with one_shop(sqlite_url, FREE, shop=shop) as engine:
        checked(engine, 5, good=False)
        engine.handle(order(at=after(6)))
        deliver(engine, 7)
        engine.handle(order("o-0", at=after(1)))
        deliver(engine, 8)
        assert shop.calls == []
        assert {parcel.code for parcel in engine.outbox.find()} == {"item_held"}
        assert audit(engine) == []
