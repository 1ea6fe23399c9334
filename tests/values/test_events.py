"""Events: frozen facts whose fields are checked where they are made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import (
    BadValue,
    Birthday,
    CancelReason,
    CancelRequest,
    Complaint,
    Delivered,
    Event,
    Lapse,
    Line,
    Money,
    Profile,
    Purchase,
    Referral,
    Refund,
    RefundLine,
    Severity,
    SurveyAnswer,
    Visit,
)
from retention_sdk.money import LARGEST
from tests.values.made import EVENTS, events

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FACT: dict[str, Any] = {"id": "e-1", "customer": "c-1", "occurred_at": NOW}
EUR = Money(3998, "EUR")
LINE: dict[str, Any] = {"sku": "beans", "quantity": 2, "total": EUR}
BOUGHT: dict[str, Any] = {**FACT, "lines": [Line(**LINE)]}
TEXT = "pass a text of 1 to 250 characters"


@given(events)
def test_events_are_frozen_values(event: Event) -> None:
    """An event cannot be changed, has no room for more, and can be a key."""
    for name in ("id", "customer", "profile", "note"):
        with pytest.raises(AttributeError):
            setattr(event, name, "x")
    assert hash(event) == hash(_changed(event))


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
@settings(max_examples=15)
@given(data=st.data())
def test_every_event_has_an_identity(kind: type[Event], data: st.DataObject) -> None:
    """Id, customer, source and time are those of every kind, and are checked for every kind."""
    event = data.draw(EVENTS[kind])
    assert event.occurred_at.tzinfo is UTC
    assert kind.__name__ in repr(event)
    for field in ("id", "customer", "source"):
        with pytest.raises(BadValue, match=rf"{kind.__name__}\.{field} is ''; {TEXT}"):
            _changed(event, **{field: ""})


def _changed(event: Event, **changes: Any) -> Event:
    import attrs

    return attrs.evolve(event, **changes)


@pytest.mark.parametrize(
    ("cls", "fields", "says"),
    [
        (Visit, {**FACT, "id": 5}, f"Visit.id is 5; {TEXT}"),
        (Visit, {**FACT, "id": "x" * 251}, f"Visit.id is a str; {TEXT}"),
        (Visit, {**FACT, "id": "a\0b"}, f"Visit.id is a str; {TEXT}, without NUL and half characters"),
        (Visit, {**FACT, "customer": None}, f"Visit.customer is None; {TEXT}"),
        (Visit, {**FACT, "customer": "\ud83d"}, f"Visit.customer is a str; {TEXT}"),
        (Visit, {**FACT, "source": b"web"}, f"Visit.source is a bytes; {TEXT}"),
        (Visit, {**FACT, "place": 5}, "Visit.place is 5; pass a text"),
        (Visit, {**FACT, "profile": {"email": "ada@example.com"}}, "Visit.profile is a dict; pass a Profile, or None"),
        (Visit, {**FACT, "occurred_at": datetime(2026, 3, 1)}, "has no time zone; pass an aware datetime"),  # noqa: DTZ001
        (Visit, {**FACT, "occurred_at": "2026-03-01"}, "is not a datetime; pass an aware one"),
        (Visit, {**FACT, "occurred_at": NOW.replace(year=1)}, "occurred_at is in the year 1; pass a time of the years"),
        (Visit, {**FACT, "occurred_at": NOW.replace(year=9999)}, "occurred_at is in the year 9999"),
        (Line, {**LINE, "sku": ""}, f"Line.sku is ''; {TEXT}"),
        (Line, {**LINE, "quantity": True}, "Line.quantity is True; pass an int of 1 to 2**62"),
        (Line, {**LINE, "quantity": 1.0}, "Line.quantity is 1.0; pass an int"),
        (Line, {**LINE, "quantity": "2"}, "Line.quantity is a str; pass an int"),
        (Line, {**LINE, "quantity": 0}, "Line.quantity is 0; pass an int of 1"),
        (Line, {**LINE, "quantity": 2**63}, "pass an int of 1 to 2**62"),
        (Line, {**LINE, "total": 39.98}, "Line.total is 39.98; pass Money, such as Money.of('39.98', 'EUR')"),
        (Line, {**LINE, "total": "39.98 EUR"}, "Line.total is a str; pass Money"),
        (Line, {**LINE, "total": None}, "Line.total is None; pass Money"),
        (Line, {**LINE, "discount": 2.5}, "Line.discount is 2.5; pass Money, such as Money.of('9.99', 'EUR'), or None"),
        (Line, {**LINE, "tax": "2.5"}, "Line.tax is a str; pass Money"),
        (Line, {**LINE, "points_paid": 0}, "Line.points_paid is 0; pass Money"),
        (Line, {**LINE, "tax": Money(5, "USD")}, "39.98 EUR and 0.05 USD are of two currencies"),
        (Line, {**LINE, "categories": "coffee"}, "Line.categories is a str; pass a list of texts"),
        (Line, {**LINE, "categories": 5}, "Line.categories is 5; pass a list of texts"),
        (Line, {**LINE, "categories": None}, "Line.categories is None; pass a list of texts"),
        (Line, {**LINE, "categories": ["coffee", 5]}, f"Line.categories is 5; {TEXT}"),
        (Line, {**LINE, "free_units": 3}, "line 'beans': 3 of 2 units cannot be free"),
        (Line, {**LINE, "free_units": -1}, "Line.free_units is -1; pass an int of 0"),
        (Purchase, {**BOUGHT, "lines": []}, "Purchase.lines is (); pass a list of at least one Line(sku=, quantity="),
        (Purchase, {**BOUGHT, "lines": Line(**LINE)}, "Purchase.lines is a Line; pass a list of at least one Line"),
        (Purchase, {**BOUGHT, "lines": None}, "Purchase.lines is None; pass a list of at least one Line"),
        (Purchase, {**BOUGHT, "lines": "beans"}, "Purchase.lines is a str; pass a list of at least one Line"),
        (Purchase, {**BOUGHT, "lines": [LINE]}, "Purchase.lines[…] is a dict; pass a list of Line"),
        (Purchase, {**BOUGHT, "lines": [Line(**LINE), None]}, "Purchase.lines[…] is None; pass a list of Line"),
        (
            Purchase,
            {**BOUGHT, "lines": [Line(**LINE), Line(sku="a", quantity=1, total=Money(5, "USD"))]},
            "39.98 EUR and 0.05 USD are of two currencies",
        ),
        (
            Purchase,
            {**BOUGHT, "lines": [Line(sku="a", quantity=1, total=Money(minor, "JPY")) for minor in (0, LARGEST, 1)]},
            "purchase 'e-1' comes to 1000000000000001 minor units; an amount has at most 1000000000000000",
        ),
        (
            Purchase,
            {**BOUGHT, "lines": [Line(sku="a", quantity=1, total=Money.zero(code)) for code in ("EUR", "USD")]},
            "0.00 EUR and 0.00 USD are of two currencies",
        ),
        (Purchase, {**BOUGHT, "shipping": Money(LARGEST, "EUR")}, "comes to 1000000000003998 minor units"),
        (Purchase, {**BOUGHT, "shipping": 5}, "Purchase.shipping is 5; pass Money"),
        (Purchase, {**BOUGHT, "shipping_tax": Money(5, "USD")}, "are of two currencies"),
        (Purchase, {**BOUGHT, "coupons": "SPRING"}, "Purchase.coupons is a str; pass a list of texts"),
        (Refund, {**FACT, "lines": [Line(**LINE)]}, "Refund.lines[…] is a Line; pass a list of RefundLine"),
        (Refund, {**FACT, "lines": "beans"}, "Refund.lines is a str; pass a list of RefundLine"),
        (Refund, {**FACT, "amount": 5}, "Refund.amount is 5; pass Money of zero or more"),
        (Refund, {**FACT, "amount": Money(-5, "EUR")}, "pass Money of zero or more, or None"),
        (Refund, {**FACT, "order": ""}, f"Refund.order is ''; {TEXT}"),
        (RefundLine, {"sku": "beans", "quantity": 0}, "RefundLine.quantity is 0; pass an int of 1"),
        (RefundLine, {"sku": "beans", "quantity": 1, "total": 5}, "RefundLine.total is 5; pass Money"),
        (Delivered, {**FACT, "order": None}, f"Delivered.order is None; {TEXT}"),
        (
            Complaint,
            {**FACT, "severity": "terrible"},
            "'terrible' is no Severity; pass one of low, medium, high, severe",
        ),
        (Complaint, {**FACT, "severity": 3}, "3 is no Severity"),
        (Complaint, {**FACT, "text": None}, "Complaint.text is None; pass a text"),
        (Complaint, {**FACT, "category": ""}, f"Complaint.category is ''; {TEXT}"),
        (Complaint, {**FACT, "value": 5}, "Complaint.value is 5; pass Money"),
        (CancelRequest, {**FACT, "reason": "dear"}, "'dear' is no CancelReason; pass one of price, not_using,"),
        (CancelRequest, {**FACT, "reason": "Write to ada@example.com"}, "a str is no CancelReason; pass one of"),
        (CancelRequest, {**FACT, "price": "9.99"}, "CancelRequest.price is a str; pass Money"),
        (SurveyAnswer, {**FACT, "survey": "nps", "score": 9.5}, "SurveyAnswer.score is 9.5; pass an int of 0"),
        (SurveyAnswer, {**FACT, "survey": "nps", "score": True}, "SurveyAnswer.score is True; pass an int of 0"),
        (Referral, {**FACT, "friend": ""}, f"Referral.friend is ''; {TEXT}"),
        (Referral, {**FACT, "friend": "c-2", "code": 5}, f"Referral.code is 5; {TEXT}"),
        (Lapse, {**FACT, "silent_days": timedelta(days=90)}, "Lapse.silent_days is datetime.timedelta(days=90); pass"),
        (Birthday, {**FACT, "year": 0}, "Birthday.year is 0; pass an int of 1 to 9999"),
    ],
)
def test_what_cannot_be(cls: type[Any], fields: dict[str, Any], says: str) -> None:
    """A field of a wrong type or value is a BadValue that names class, field and what to pass, and nobody's data."""
    with pytest.raises(BadValue) as raised:
        cls(**fields)
    assert says in str(raised.value)
    assert "ada@" not in str(raised.value)


def test_times_are_kept_in_utc() -> None:
    """The same instant told in another zone is the same event."""
    elsewhere = NOW.astimezone(timezone(timedelta(hours=9)))
    assert Visit(**{**FACT, "occurred_at": elsewhere}) == Visit(**FACT)
    assert Visit(**{**FACT, "occurred_at": elsewhere}).occurred_at.isoformat() == "2026-03-01T12:00:00+00:00"


def test_words_are_taken_as_texts() -> None:
    """A severity and a reason may be given by their text."""
    assert Complaint(**FACT, severity="high").severity is Severity.HIGH  # type: ignore[arg-type]
    assert CancelRequest(**FACT, reason="price").reason is CancelReason.PRICE  # type: ignore[arg-type]


def test_a_profile_travels_with_any_event() -> None:
    """What an event tells of the customer is part of the fact."""
    profile = Profile(email="ada@example.com")
    assert Visit(**FACT, profile=profile) != Visit(**FACT)


def test_two_kinds_are_never_equal() -> None:
    """A delivery is no refund, although it has the same fields."""
    assert Delivered(**FACT, order="o") != Refund(**FACT, order="o")


def test_keywords_only() -> None:
    """Fields of events are named, so that one which is added later moves none."""
    with pytest.raises(TypeError):
        Visit("e-1", "c-1", NOW)  # type: ignore[misc]
    with pytest.raises(TypeError):
        Line("beans", 2, EUR)  # type: ignore[misc]
