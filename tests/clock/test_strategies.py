"""The strategies that wait for time, in an engine: what late facts, changed dates and orders in between do to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from retention_sdk import Consent, MonthDay, OrderCancelled, Profile, ProfileChanged
from tests.audit import audit, books
from tests.audit import standing as stands
from tests.build import after, opened, order, rows, visit

if TYPE_CHECKING:
    from retention_sdk import Engine

WILLING = Profile(consents=[Consent(channel="email")])


def bought(engine: Engine, *days: int) -> None:
    """The customer orders on these days."""
    engine.handle_many([order(f"o-{day}", at=after(day), profile=WILLING) for day in days])


def lived(engine: Engine, begin: int, end: int) -> list[int]:
    """A tick on each of some days, an hour after the time of orders; the days on which an occasion came."""
    return [day for day in range(begin, end) if engine.tick(after(day) + timedelta(hours=1)).occasions]


def given(engine: Engine) -> list[tuple[str, str]]:
    """What stands of what was given: its kind, and the reason."""
    found = (action for _, _, action in stands(books(engine)).values() if action["kind"] != "credit")
    return sorted((action["kind"], action.get("reason", "")) for action in found)


def test_a_silence_and_its_end(database_url: str) -> None:
    """Two words in a silence, at the customer's own time; an order ends it, and the next silence begins anew."""
    with opened(database_url, plugins={"winback": {}}) as engine:
        bought(engine, 0, 20, 40)
        assert lived(engine, 40, 90) == [80]
        bought(engine, 90)
        assert lived(engine, 90, 300) == [165, 186]
        touches = [row for row in rows(engine, "outbox") if row.kind == "send_message"]
        assert len(touches) == 3
        assert audit(engine) == []


def test_an_order_that_was_told_late(database_url: str) -> None:
    """An order that says that they were not silent takes back what they got; they are late from that one on."""
    with opened(database_url, plugins={"winback": {}}) as engine:
        bought(engine, 0, 20, 40)
        assert lived(engine, 40, 82) == [80]
        assert given(engine) == [("issue_coupon", "silent for 40 days"), ("send_message", "silent for 40 days")]
        bought(engine, 60)
        assert given(engine) == []
        assert lived(engine, 82, 110) == [100]
        assert audit(engine) == []


def test_orders_that_were_called_off(sqlite_url: str) -> None:
    """Where orders are no more, there is no rhythm, or another one: nobody is written to too early."""
    with opened(sqlite_url, plugins={"winback": {}}) as engine:
        bought(engine, 0, 20, 40)
        engine.handle(OrderCancelled(id="x", customer="c", occurred_at=after(41), order="o-20"))
        lived(engine, 40, 200)
        assert given(engine) == []
        bought(engine, 200, 240)
        engine.handle(OrderCancelled(id="y", customer="c", occurred_at=after(241), order="o-240"))
        lived(engine, 241, 600)
        assert given(engine) == [
            *(("issue_coupon", f"silent for {days} days") for days in (180, 201)),
            *(("send_message", f"silent for {days} days") for days in (180, 201)),
        ]
        assert audit(engine) == []


def test_who_allows_no_advertising(sqlite_url: str) -> None:
    """Without a yes to advertising there is no message, and no coupon that nobody hears of; a yes comes in time."""
    no = Profile(consents=[Consent(channel="email", given=False)])
    with opened(sqlite_url, plugins={"winback": {}}) as engine:
        engine.handle_many([order(f"o-{day}", at=after(day), profile=no) for day in (0, 20, 40)])
        assert lived(engine, 40, 90) == [80]
        assert given(engine) == []
        engine.handle(visit(at=after(95), profile=WILLING))
        assert lived(engine, 95, 200) == [101]
        assert given(engine) == [("issue_coupon", "silent for 61 days"), ("send_message", "silent for 61 days")]
        assert [row.body for row in rows(engine, "outbox") if '"touch": 1' in row.body or '"touch":1' in row.body]


def birthday_in(days: int) -> Profile:
    """A birthday so many days after the beginning."""
    day = after(days)
    return Profile(birthday=MonthDay(day.month, day.day), consents=[Consent(channel="email")])


def test_a_birthday_that_is_moved_to_today(database_url: str) -> None:
    """A date that is changed a week before or less brings a greeting, and no gift: not now, and not when it was due."""
    with opened(database_url, plugins={"birthday_gift": {}}) as engine:
        engine.handle(order(profile=birthday_in(200)))
        engine.handle(ProfileChanged(id="p", customer="c", occurred_at=after(50), profile=birthday_in(51)))
        assert sum(engine.tick(after(day)).birthdays for day in range(50, 300)) == 1
        assert [kind for kind, _ in given(engine)] == ["send_message"]
        engine.handle(ProfileChanged(id="q", customer="c", occurred_at=after(300), profile=birthday_in(364)))
        assert sum(engine.tick(after(day)).birthdays for day in range(300, 366)) == 0
        assert audit(engine) == []


def test_an_anniversary_that_was_no_more(database_url: str) -> None:
    """Where the first order had been called off before, the gift is taken back, and comes on the day that is left."""
    settings: dict[str, Any] = {"plugins": {"anniversary": {}}}
    with opened(database_url, **settings) as engine:
        bought(engine, 0, 100)
        assert lived(engine, 360, 370) == [365]
        assert ("issue_coupon", "a customer for 1 year") in given(engine)
        engine.handle(OrderCancelled(id="x", customer="c", occurred_at=after(3), order="o-0"))
        assert given(engine) == []
        assert lived(engine, 370, 480) == [465]
        assert [kind for kind, _ in given(engine)] == ["issue_coupon", "send_message"]
        assert audit(engine) == []
