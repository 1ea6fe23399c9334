"""The stored form: to JSON and back exactly, and a sentence for what is none."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import (
    Action,
    BadValue,
    Birthday,
    Consent,
    Credit,
    Debit,
    Event,
    Line,
    Money,
    Profile,
    Purchase,
    Remember,
    SendMessage,
    SetTier,
    Standing,
    Tag,
    Visit,
)
from retention_sdk.actions import KINDS as ACTION_KINDS
from retention_sdk.events import KINDS as EVENT_KINDS
from retention_sdk.wire import VERSION, converter, dumps, fingerprint, from_json, loads, to_json
from tests.values.made import ACTIONS, EVENTS, actions, events, json_objects, moments, names, profiles

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
OURS = "retention_sdk."


def purchase(at: datetime = NOW, lines: Any = None, coupons: Any = ("SPRING",)) -> Purchase:
    """An order of one line."""
    lines = lines or [Line(sku="beans", quantity=2, total=Money(3998, "EUR"), categories=["coffee"])]
    return Purchase(id="o-1", customer="c-1", occurred_at=at, lines=lines, coupons=coupons)


def test_every_kind_is_made() -> None:
    """Each event and action of ours is among those that the property tests below make."""
    assert set(EVENTS) == {kind for kind in EVENT_KINDS.values() if kind.__module__.startswith(OURS)}
    assert set(ACTIONS) == {kind for kind in ACTION_KINDS.values() if kind.__module__.startswith(OURS)}


@given(events)
def test_an_event_comes_back(event: Event) -> None:
    """Any event is read as it was written, and written again it is the same text."""
    text = to_json(event)
    again = from_json(text, Event)
    assert again == event
    assert type(again) is type(event)
    assert again.occurred_at.tzinfo is UTC
    assert to_json(again) == text
    assert from_json(text.encode(), type(event)) == event


@given(actions)
def test_an_action_comes_back(action: Action) -> None:
    """Any action is read as it was written, and written again it is the same text."""
    text = to_json(action)
    again = from_json(text, Action)
    assert again == action
    assert type(again) is type(action)
    assert to_json(again) == text
    assert from_json(text, type(action)) == action


@given(profiles, names, st.sets(names), st.dictionaries(names, json_objects))
def test_a_standing_comes_back(profile: Profile, tier: str, tags: set[str], memory: dict[str, Any]) -> None:
    """What is known of a customer is read as it was written."""
    standing = Standing(profile=profile, tier=tier, tags=frozenset(tags), memory=memory)
    text = dumps(converter.unstructure(standing))
    again = converter.structure(loads(text), Standing)
    assert dumps(converter.unstructure(again)) == text
    assert (again.profile, again.tier, again.tags) == (profile, tier, tags)


def test_the_deepest_memory_comes_back() -> None:
    """What a strategy may remember is read again within a standing, which is a level deeper."""
    deep: Any = 1
    for _ in range(31):
        deep = [deep]
    remembered = Remember({"deep": deep})
    assert from_json(to_json(remembered), Action) == remembered
    standing = Standing(memory={"plugin": remembered.values})
    assert converter.structure(loads(dumps(converter.unstructure(standing))), Standing) == standing


@given(moments)
def test_the_zone_of_an_instant_does_not_matter(at: datetime) -> None:
    """The same instant in another time zone gives the same body, and so the same fingerprint."""
    elsewhere = [at.astimezone(zone) for zone in (UTC, ZoneInfo("Asia/Kolkata"), timezone(timedelta(hours=-7)))]
    assert len({fingerprint(to_json(purchase(at))) for at in elsewhere}) == 1


def test_the_kind_of_sequence_does_not_matter() -> None:
    """A tuple, a list and a generator of the same lines give the same body."""
    line = Line(sku="beans", quantity=2, total=Money(3998, "EUR"), categories=("coffee", "fresh"))
    same = Line(sku="beans", quantity=2, total=Money(3998, "EUR"), categories=["coffee", "fresh"])
    bodies = [
        purchase(lines=(line,), coupons=("A", "B")),
        purchase(lines=[same], coupons=["A", "B"]),
        purchase(lines=(one for one in [line]), coupons=(code for code in "AB")),
    ]
    assert len({fingerprint(to_json(body)) for body in bodies}) == 1


def test_another_body_has_another_fingerprint() -> None:
    """A cent, a microsecond or the order of lines makes another body."""
    a, b = (Line(sku=sku, quantity=1, total=Money(100, "EUR")) for sku in "ab")
    bodies = [
        purchase(lines=[a, b]),
        purchase(lines=[b, a]),
        purchase(lines=[a, b], at=NOW + timedelta(microseconds=1)),
        purchase(lines=[a, Line(sku="b", quantity=1, total=Money(101, "EUR"))]),
    ]
    assert len({fingerprint(to_json(body)) for body in bodies}) == 4
    assert all(len(fingerprint(to_json(body))) == 32 for body in bodies)


def test_defaults_are_left_out() -> None:
    """A field that has its default is not stored: a field that comes later changes no fingerprint."""
    assert json.loads(to_json(Credit("points", 5))) == {"v": 1, "kind": "credit", "unit": "points", "amount": 5}
    assert set(json.loads(to_json(Visit(id="v", customer="c", occurred_at=NOW)))) == {
        "v",
        "kind",
        "id",
        "customer",
        "occurred_at",
    }


def test_a_cost_of_none_is_kept() -> None:
    """A gift that says its cost is not known is not given its face value when it is read."""
    from retention_sdk import IssueGiftCard

    card = IssueGiftCard(Money(500, "EUR"), cost=None)
    assert from_json(to_json(card), Action) == card


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "teleport"}, "'teleport' is no kind of event; a newer version or a plugin may have it"),
        ({"kind": None}, "None is no kind of event"),
        ({"kind": ["purchase"]}, "is no kind of event"),
        ({"kind": "credit"}, "'credit' is no kind of event"),
        ({"v": VERSION + 1}, f"stored form {VERSION + 1} is newer than {VERSION}; upgrade retention-sdk"),
        ({"v": "1"}, "this is no stored Event: TypeError"),
        ({"v": None}, "this is no stored Event: TypeError"),
        ({"id": 5}, "Purchase.id is 5; pass a text"),
        ({"id": None}, "Purchase.id is None; pass a text"),
        ({"customer": ["ada@example.com"]}, "Purchase.customer is a list; pass a text"),
        ({"occurred_at": "yesterday"}, "this is no stored Event: ValueError: Invalid isoformat string"),
        ({"occurred_at": 1772368200}, "this is no stored Event: TypeError"),
        ({"occurred_at": "2026-03-01T12:30:00"}, "has no time zone"),
        ({"lines": "beans"}, "this is no stored Event: TypeError: str where list belongs"),
        ({"lines": []}, "Purchase.lines is (); pass a list of at least one Line"),
        ({"lines": [5]}, "this is no stored Event: TypeError"),
        ({"lines": [{}]}, "this is no stored Event: KeyError: 'sku'"),
        ({"coupons": "SPRING"}, "TypeError: str where list belongs"),
        ({"coupons": [7]}, "Purchase.coupons is 7; pass a text"),
        ({"profile": "ada"}, "this is no stored Event: TypeError"),
        ({"shipping": {"minor": 1.5, "currency": "EUR"}}, "minor=1.5 is not an int"),
        ({"shipping": {"minor": 5, "currency": "EURO"}}, "'EURO' is no ISO 4217 currency"),
        ({"shipping": {"minor": 5, "currency": "USD"}}, "are of two currencies"),
    ],
)
def test_what_is_no_stored_event(change: dict[str, Any], says: str) -> None:
    """An unknown kind, a newer version and each wrong type are a BadValue with a sentence; nothing is made to fit."""
    with pytest.raises(BadValue) as raised:
        from_json(json.dumps(json.loads(to_json(purchase())) | change), Event)
    assert says in str(raised.value)
    assert "ada" not in str(raised.value)


@pytest.mark.parametrize("value", ["3", 3.0, True, None, [3]])
def test_a_quantity_is_an_int(value: object) -> None:
    """No text, float or bool is taken for a number."""
    data = json.loads(to_json(purchase()))
    data["lines"][0]["quantity"] = value
    with pytest.raises(BadValue, match=r"Line\.quantity is .*; pass an int"):
        from_json(json.dumps(data), Event)


@pytest.mark.parametrize("value", ["3", 3.0, 1e40, [3], 10**18 * 9])
def test_a_span_is_whole_microseconds(value: object) -> None:
    """A span is not made of a text or a float, nor longer than a century."""
    with pytest.raises(BadValue):
        from_json(json.dumps({"v": 1, "kind": "credit", "unit": "x", "amount": 1, "valid_for": value}), Action)


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "5", '"text"', "{}", '{"v": 1}', b"\xff\xfe", "{'v': 1}"])
def test_what_is_no_object(text: str | bytes) -> None:
    """Text that is no JSON object of ours is a BadValue with a sentence."""
    with pytest.raises(BadValue, match=r"no stored Action|no kind of action"):
        from_json(text, Action)


@given(st.data())
def test_truncated_text(data: st.DataObject) -> None:
    """A text that was cut off anywhere is a BadValue."""
    text = to_json(data.draw(events)).encode()
    with pytest.raises(BadValue):
        from_json(text[: data.draw(st.integers(0, len(text) - 1))], Event)


def test_one_kind_is_not_read_as_another() -> None:
    """A stored credit is no debit, although the fields are the same, and no event."""
    text = to_json(Credit("points", 5))
    assert from_json(text, Credit) == Credit("points", 5)
    with pytest.raises(BadValue, match="this is a stored Credit, and no Debit"):
        from_json(text, Debit)
    with pytest.raises(BadValue, match="'credit' is no kind of event"):
        from_json(text, Visit)


def test_no_default_is_taken_from_nothing() -> None:
    """A field without a default must be there."""
    with pytest.raises(BadValue, match="KeyError: 'tier'"):
        from_json('{"v": 1, "kind": "set_tier"}', Action)
    assert from_json('{"v": 1, "kind": "set_tier", "tier": null}', Action) == SetTier(None)


def test_mappings_come_back_read_only() -> None:
    """What a strategy remembers and what a template gets cannot be changed after it was read."""
    for action in (Remember({"a": {"b": [1]}}), SendMessage("hello", data={"a": {"b": [1]}})):
        again: Any = from_json(to_json(action), Action)
        values = again.values if isinstance(again, Remember) else again.data
        assert values["a"]["b"] == (1,)
        with pytest.raises(TypeError):
            values["a"]["c"] = 2


def test_kinds_of_others() -> None:
    """An event and an action of somebody's own, plain or nested, are stored like ours."""

    @frozen(kw_only=True)
    class Moved(Event):
        kind = "test_wire_moved"
        to: str = ""

    @frozen
    class Ring(Action):
        kind = "test_wire_ring"
        times: int = 1

    moved = Moved(id="m", customer="c", occurred_at=NOW, to="Prague")
    assert from_json(to_json(moved), Event) == moved
    assert from_json(to_json(Ring(3, reason="r")), Action) == Ring(3, reason="r")


def test_a_field_without_json_form() -> None:
    """A field of somebody's own class that JSON has no place for is a BadValue that names the class."""

    @frozen
    class Odd(Action):
        kind = "test_wire_odd"
        what: object = None

    with pytest.raises(BadValue, match=r"Odd has no stored form: .*complex"):
        to_json(Odd(1j))


def test_consents_are_stored_in_one_order() -> None:
    """The order in which consents are told does not change the body."""
    words = [Consent(channel=channel, at=NOW) for channel in ("sms", "email")]
    bodies = [
        to_json(Birthday(id="b", customer="c", occurred_at=NOW, profile=Profile(consents=told)))
        for told in (words, words[::-1])
    ]
    assert bodies[0] == bodies[1]


def test_texts_of_any_language() -> None:
    """Text outside ASCII is stored as it is."""
    tag = Tag("žluťoučký kůň 🐎")
    assert "žluťoučký kůň 🐎" in to_json(tag)
    assert from_json(to_json(tag), Action) == tag
