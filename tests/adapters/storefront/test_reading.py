"""What a store sends, read: every kind of event, exactly, and what cannot be read told by its place."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from attrs import evolve, field, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_adapters.storefront.forms import Unfit
from retention_adapters.storefront.forms.durations import PATTERN, read_duration, write_duration
from retention_adapters.storefront.forms.scalars import SPAN
from retention_adapters.storefront.published import OWN_EVENTS, events_of
from retention_adapters.storefront.reading import messages
from retention_sdk import Event, Money, Purchase, Refund
from retention_sdk.platforms import ForgetCustomer, TellCustomer, UnreadableWebhook
from tests.adapters.storefront.kit import ORDER, received
from tests.values.made import EVENTS, spans

EVENTS_OF_OURS = events_of("storefront", of_plugins=False)
SENT = [cls for cls in EVENTS if cls not in OWN_EVENTS]


def test_an_order() -> None:
    """An order with what has to be in it is a purchase, in UTC, from the store."""
    (order,) = received(ORDER)
    assert isinstance(order, Purchase)
    assert (order.id, order.customer, order.source) == ("order-1001", "c-42", "storefront")
    assert order.occurred_at == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    assert order.total == Money(3998, "EUR")


def test_the_source_is_the_adapters_name() -> None:
    """Two stores of one engine are told apart by the names of their tables."""
    assert [event.source for event in received(ORDER, name="outlet") if isinstance(event, Event)] == ["outlet"]


def test_a_list() -> None:
    """Several events come in one body, in order; none is a body too."""
    refund = {"kind": "refund", "id": "refund-1", "customer": "c-42", "occurred_at": "2026-03-02T09:30:00Z"}
    found = received([ORDER, {**refund, "order": "order-1001"}])
    assert [type(one) for one in found] == [Purchase, Refund]
    assert received([]) == []


def test_what_customers_ask_for() -> None:
    """A store passes on that a customer wants to know what is known of them, and to be forgotten."""
    asked = [{"kind": "tell_customer", "customer": "c-1"}, {"kind": "forget_customer", "customer": "c-2"}]
    assert received(asked) == [TellCustomer("c-1"), ForgetCustomer("c-2")]


@given(st.sampled_from(SENT).flatmap(lambda kind: EVENTS[kind]))
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_is_read(event: Event) -> None:
    """Any event that a store may send is the same after it was written as JSON and read again."""
    event = evolve(event, source="storefront")
    body = json.dumps(EVENTS_OF_OURS.write(event)).encode()
    assert messages(body, EVENTS_OF_OURS) == [event]


@given(spans)
@settings(deadline=None)
def test_spans_of_time(span: timedelta) -> None:
    """A span of time is written as ISO 8601 and read again, to the microsecond."""
    assert SPAN.read(write_duration(span), "") == span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("P30D", timedelta(days=30)),
        ("P2W", timedelta(weeks=2)),
        ("PT4H", timedelta(hours=4)),
        ("PT90M", timedelta(minutes=90)),
        ("P1DT0.5S", timedelta(days=1, milliseconds=500)),
    ],
)
def test_spans_as_others_write_them(text: str, span: timedelta) -> None:
    """Weeks, and more minutes than an hour has, are spans too."""
    assert read_duration(text) == span


@pytest.mark.parametrize("text", ["", "P", "PT", "P1DT", "P1M", "P1Y", "30", "P1.5D", "-P1D", "P1D\n", "P٣D"])
def test_spans_that_are_none(text: str) -> None:
    """A month has no one length, and what is not written out is no span."""
    with pytest.raises(Unfit, match="send a time span"):
        SPAN.read(text, "valid_for")
    assert PATTERN


def broken(path: list[Any], value: Any) -> dict[str, Any]:
    """The order with something else at a place."""
    order: Any = deepcopy(ORDER)
    place = order
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return order


LINE = ["lines", 0]
UNREADABLE = [
    (["kind"], "purchas", r"^kind is no event that is known; did you mean 'purchase'\?$"),
    (["kind"], "clock_rang", "^kind is no event that is known"),
    (["kind"], 7, "^kind is a number; send a text"),
    (["custmer"], "c-42", r"^custmer is no field that is known; did you mean 'customer'\?$"),
    (["source"], "woocommerce", "^source is no field that is known"),
    (["occurred_at"], "2026-03-01T09:30:00", "^occurred_at is a text; send a time with its zone, such as"),
    (["occurred_at"], "2026-02-30T09:30:00Z", "^occurred_at is a text; send a time"),
    (["occurred_at"], 1772357400, "^occurred_at is a number; send a time"),
    (["occurred_at"], "1700-02-20T09:30:00Z", "cannot be: occurred_at is in the year 1700"),
    ([*LINE, "total"], 39.98, r'^lines\[0\].total is a number with a decimal point; send money as \{"amount"'),
    (
        [*LINE, "total", "amount"],
        39.98,
        r"^lines\[0\].total.amount is a number with a decimal point; send an amount as",
    ),
    ([*LINE, "total", "amount"], 40, r"^lines\[0\].total.amount is a number; send an amount as text"),
    ([*LINE, "total", "amount"], "39,98", r"^lines\[0\].total.amount is a text; send an amount as text"),
    ([*LINE, "total", "amount"], "39.987", r"^lines\[0\].total is no money: 39.987 has more decimal digits"),
    ([*LINE, "total", "currency"], "Eur", r"^lines\[0\].total.currency is a text; send an ISO 4217 code"),
    ([*LINE, "total", "currency"], "EUX", r"^lines\[0\].total is no money: 'EUX' is no ISO 4217 currency"),
    ([*LINE, "total", "cents"], 1, r"^lines\[0\].total has not the two fields of money"),
    ([*LINE, "quantity"], 2.5, r"^lines\[0\].quantity is a number with a decimal point; send a whole number of 1"),
    ([*LINE, "quantity"], True, r"^lines\[0\].quantity is a true or false; send a whole number"),
    ([*LINE, "quantity"], 0, r"^lines\[0\].quantity is a number; send a whole number of 1 or more"),
    ([*LINE, "sku"], "", r"^lines\[0\].sku is an empty text; send a text of 1 to 250 characters"),
    ([*LINE, "free_units"], 3, r"^lines\[0\] cannot be: line 'beans-250': 3 of 2 units cannot be free"),
    (["lines"], [], "^the body cannot be: Purchase.lines is"),
    (["lines"], {"sku": "x"}, "^lines is an object; send a list"),
    (["lines"], None, "^lines is null; send a list"),
    (["profile"], {"mail": "a@example.com"}, r"^profile.mail is no field that is known; did you mean 'email'\?$"),
]


def test_a_whole_number_with_a_point() -> None:
    """2.0 is a whole number, as JSON Schema has it; some languages write one so."""
    assert received(broken([*LINE, "quantity"], 2.0)) == received(ORDER)


@pytest.mark.parametrize(("path", "value", "said"), UNREADABLE)
def test_what_cannot_be_read(path: list[Any], value: Any, said: str) -> None:
    """What is wrong is told by its place, with what to send."""
    with pytest.raises(UnreadableWebhook, match=said):
        received(broken(path, value))


def test_the_place_in_a_list() -> None:
    """In a list, the place begins with the event's number."""
    with pytest.raises(UnreadableWebhook, match=r"^\[1\]\.lines\[0\]\.quantity is a text"):
        received([ORDER, broken([*LINE, "quantity"], "2")])


@pytest.mark.parametrize("name", ["kind", "id", "customer", "occurred_at", "lines"])
def test_what_is_missing(name: str) -> None:
    """A field that has to be there is named, with what it is."""
    order = {key: value for key, value in ORDER.items() if key != name}
    with pytest.raises(UnreadableWebhook, match=f"^{name} is missing: "):
        received(order)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "no JSON"),
        (b"<html>", "no JSON"),
        (b'"ada@example.com"', "the body is a text; send an object"),
        (b"null", "the body is null"),
        (b"[[]]", r"^\[0\] is a list"),
        (b'{"kind": "visit", "kind": "visit"}', "each field once"),
        (b'{"kind": NaN}', "no JSON"),
        (b'{"kind": "\xff"}', "no JSON"),
        (b"[" * 100_000, "no JSON|nested"),
        (b'{"kind": ' + b"9" * 5_000 + b"}", "no JSON"),
        (b'{"kind":"visit","id":"\\ud800","customer":"c","occurred_at":"2026-03-01T09:30:00Z"}', "NUL and half"),
        (b'{"kind": "forget_customer", "customer": ""}', "customer is an empty text"),
        (b'{"kind": "forget_customer", "customer": "c", "why": "x"}', "why is no field"),
    ],
)
def test_bodies_that_are_none(body: bytes, said: str) -> None:
    """Whatever is sent, the answer is events or that it cannot be read."""
    with pytest.raises(UnreadableWebhook, match=said):
        received(body)


PERSONAL = "ada.lovelace@example.com"


@pytest.mark.parametrize(
    "profile",
    [
        {"email": [PERSONAL]},
        {"locale": f"Ada <{PERSONAL}>"},
        {"timezone": PERSONAL},
        {"birthday": PERSONAL},
        {"birthday": "1815-13-10"},
        {PERSONAL: True},
        {"consents": [{"channel": PERSONAL * 20}]},
        {"consents": [{"channel": "email", "at": PERSONAL}]},
    ],
)
def test_nothing_personal_is_repeated(profile: dict[str, Any]) -> None:
    """What is said of a profile that cannot be read repeats nothing of it."""
    with pytest.raises(UnreadableWebhook, match=r"^profile") as error:
        received({**ORDER, "profile": profile})
    assert "example.com" not in str(error.value)
    assert "1815" not in str(error.value)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["EUR", "1.5", PERSONAL]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ORDER, PERSONAL, "\ud800"]), inner),
    max_leaves=8,
)


@given(st.sampled_from(SENT).flatmap(lambda kind: EVENTS[kind]), ANYTHING, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_whatever_is_sent_is_read_or_told(event: Event, value: Any, random: Any) -> None:
    """An event with anything at all somewhere in it is read, or it is told why not, and nothing of it is repeated."""
    data: Any = json.loads(json.dumps(EVENTS_OF_OURS.write(event)))
    place: Any = data
    while (key := random.choice(list(place))) and isinstance(place[key], dict) and place[key] and random.random() < 0.8:
        place = place[key]
    place[key] = value
    said = ""
    try:
        assert all(isinstance(one, Event) for one in received(data))
    except UnreadableWebhook as error:
        said = str(error).encode().decode()  # a half character in it could not be stored
    assert PERSONAL not in said


@frozen(kw_only=True)
class TreePlanted(Event):
    """A tree was planted; a plugin has brought it."""

    kind: ClassVar[str] = "tree_planted"

    species: str


def test_a_kind_that_a_plugin_has_brought() -> None:
    """What a plugin brings is read by its fields, like ours; it is not in the published schema."""
    planted = {key: value for key, value in ORDER.items() if key != "lines"} | {"kind": "tree_planted"}
    (event,) = received({**planted, "species": "oak"})
    assert isinstance(event, TreePlanted)
    assert (event.species, event.source) == ("oak", "storefront")
    with pytest.raises(UnreadableWebhook, match=r"^species is missing"):
        received(planted)
    assert "tree_planted" not in EVENTS_OF_OURS.records


def _no_oak(_event: object, _attribute: object, value: str) -> None:
    if value == "oak":
        raise ValueError(f"no {value}")


@frozen(kw_only=True)
class TreeFelled(Event):
    """A tree was felled; its class checks in a way of its own."""

    kind: ClassVar[str] = "tree_felled"

    species: str = field(validator=_no_oak)


@frozen(kw_only=True)
class TreeMeasured(Event):
    """A tree was measured, in a way that JSON has no place for."""

    kind: ClassVar[str] = "tree_measured"

    height: complex


def test_kinds_of_plugins_that_go_wrong() -> None:
    """Whatever a plugin's class raises, it is told; what was sent is not repeated."""
    about = {key: value for key, value in ORDER.items() if key != "lines"}
    with pytest.raises(UnreadableWebhook, match=r"^the body cannot be: TreeFelled raises ValueError$"):
        received({**about, "kind": "tree_felled", "species": "oak"})
    with pytest.raises(UnreadableWebhook, match=r"complex.* has no JSON form"):
        received({**about, "kind": "tree_measured", "height": 3})


@pytest.mark.parametrize(("deep", "said"), [(12, "deeper than 8 levels"), (400, "nested too deep|no JSON")])
def test_offers_in_offers(deep: int, said: str) -> None:
    """However deep something is nested, it is told."""
    offer: dict[str, Any] = {"kind": "offer", "title": "x", "actions": []}
    for _ in range(deep):
        offer = {"kind": "offer", "title": "x", "actions": [offer]}
    about = {key: value for key, value in ORDER.items() if key != "lines"}
    with pytest.raises(UnreadableWebhook, match=said) as error:
        received({**about, "kind": "goodwill_proposed", "role": "agent", "action": offer})
    assert len(str(error.value)) < 400


def test_a_byte_order_mark_is_no_harm() -> None:
    """Some editors put one before what they write."""
    assert received(b"\xef\xbb\xbf" + json.dumps(ORDER).encode()) == received(ORDER)
