"""The customer as a strategy sees them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from retention_sdk import (
    BadValue,
    CancelSession,
    Case,
    Consent,
    Credit,
    CurrencyMismatch,
    Customer,
    Giving,
    History,
    IssueCoupon,
    IssueGiftCard,
    Line,
    Money,
    MonthDay,
    OpenComplaint,
    PercentOff,
    Profile,
    Purchase,
    Reward,
    Standing,
    StoreView,
    Tag,
    Wallet,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def eur(minor: int) -> Money:
    """Euros, from cents."""
    return Money(minor, "EUR")


def order(id: str, at: datetime = NOW) -> Purchase:
    """An order."""
    return Purchase(id=id, customer="c", occurred_at=at, lines=[Line(sku="beans", quantity=1, total=eur(1000))])


REWARDS = (
    Reward("a", IssueGiftCard(eur(2000)), NOW - 10 * DAY),
    Reward("b", Credit("points", 10, cost=eur(10)), NOW - 5 * DAY),
    Reward("b", IssueCoupon(PercentOff(10)), NOW - 5 * DAY),
    Reward("a", IssueGiftCard(eur(500)), NOW),
)


def test_a_customer_of_whom_nothing_is_known() -> None:
    """A blank customer answers every question: an empty wallet, no order, nothing given."""
    blank = Customer("c")
    assert blank.wallet("points") == Wallet("points", available=0, pending=0, lifetime=0, changes_at=None)
    assert blank.order("o-1") is None
    assert blank.order(None) is None
    assert blank.given(since=NOW, currency="EUR") == eur(0)
    assert (blank.profile, blank.tier, blank.tags, blank.complaints, blank.consents) == (Profile(), None, set(), (), ())
    assert (blank.history.orders, blank.history.spent, blank.history.first_at) == (0, 0, None)
    assert dict(blank.state) == {}


def test_what_a_standing_tells() -> None:
    """Profile, consents, tier and tags are the standing's."""
    profile = Profile(name="Ada", consents=[Consent(channel="email")])
    known = Customer("c", Standing(profile=profile, tier="gold", tags=frozenset({"vip"})))
    assert (known.profile, known.consents, known.tier, known.tags) == (profile, profile.consents, "gold", {"vip"})


def test_wallets_by_unit() -> None:
    """A wallet is found by its unit; another unit's is empty."""
    known = Customer("c", wallets={"points": Wallet("points", 10, 5, 20)})
    assert known.wallet("points").available == 10
    assert known.wallet("stamps") == Wallet("stamps")


def test_orders_by_id() -> None:
    """An order inside the window is found by its id."""
    known = Customer("c", orders=(order("o-1"), order("o-2")))
    assert known.order("o-2") == order("o-2")
    assert known.order("o-3") is None


@pytest.mark.parametrize(
    ("kind", "since", "cents"),
    [
        (Giving, NOW - 30 * DAY, 2510),
        (IssueGiftCard, NOW - 30 * DAY, 2500),
        (Credit, NOW - 30 * DAY, 10),
        (IssueCoupon, NOW - 30 * DAY, 0),
        (Tag, NOW - 30 * DAY, 0),
        (Giving, NOW - 10 * DAY, 2510),
        (Giving, NOW - 10 * DAY + timedelta.resolution, 510),
        (Giving, NOW, 500),
        (Giving, NOW + DAY, 0),
    ],
)
def test_what_was_given(kind: Any, since: datetime, cents: int) -> None:
    """The known costs of a kind since an instant, which counts itself, are added up."""
    assert Customer("c", rewards=REWARDS).given(kind, since=since, currency="EUR") == eur(cents)


def test_what_was_given_of_any_kind() -> None:
    """Without a kind everything counts."""
    assert Customer("c", rewards=REWARDS).given(since=NOW - 30 * DAY, currency="EUR") == eur(2510)


def test_given_is_exact() -> None:
    """A time without a zone, and another currency than the rewards', are refused."""
    with pytest.raises(BadValue, match="has no time zone"):
        Customer("c", rewards=REWARDS).given(since=datetime(2026, 3, 1), currency="EUR")  # noqa: DTZ001
    with pytest.raises(CurrencyMismatch):
        Customer("c", rewards=REWARDS).given(since=NOW - DAY, currency="USD")


def test_a_customer_is_read_only() -> None:
    """A strategy cannot change what it is shown; it can be a key."""
    known = Customer("c", rewards=REWARDS)
    for name in ("id", "state", "note"):
        with pytest.raises(AttributeError):
            setattr(known, name, {})
    with pytest.raises(TypeError):
        known.state["x"] = 1  # type: ignore[index]
    assert hash(known) == hash(Customer("c", rewards=REWARDS))


def known(**standing: Any) -> Customer:
    """A customer of a store in Prague."""
    return Customer("c", standing=Standing(**standing), store=StoreView("Bean & Leaf", "Europe/Prague", "EUR"))


def test_where_they_are() -> None:
    """Their own zone, where it is known; else the store's."""
    assert known().zone == known().store.zone == ZoneInfo("Europe/Prague")
    assert known(profile=Profile(timezone="Asia/Tokyo")).zone == ZoneInfo("Asia/Tokyo")


def test_since_when_they_are_a_customer() -> None:
    """Since they signed up or first bought, whatever was earlier."""
    assert known().since is None
    assert known(signed_up_at=NOW).since == NOW
    assert known(history=History(first_at=NOW)).since == NOW
    assert known(signed_up_at=NOW, history=History(first_at=NOW - DAY)).since == NOW - DAY


@pytest.mark.parametrize(
    ("at", "age"),
    [
        (datetime(2026, 2, 27, 22, 59, tzinfo=UTC), 17),  # 29 February is kept on the 28th
        (datetime(2026, 2, 27, 23, tzinfo=UTC), 18),  # which begins an hour sooner in Prague
        (datetime(2028, 2, 28, 12, tzinfo=UTC), 19),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), 20),
    ],
)
def test_how_old_they_are(at: datetime, age: int) -> None:
    """Whole years, where they are."""
    assert known(profile=Profile(birthday=MonthDay(2, 29, 2008))).age(at) == age


def test_an_age_that_is_not_known() -> None:
    """Without the year of birth there is no age; a time without a zone is refused."""
    assert known(profile=Profile(birthday=MonthDay(2, 29))).age(NOW) is None
    assert known().age(NOW) is None
    with pytest.raises(BadValue):
        known().age(datetime(2026, 3, 1))  # noqa: DTZ001 - it is the point


def matter(severity: Any, state: Any = "new") -> Case:
    """A case."""
    return Case(id="k", category="damaged", severity=severity, opened_at=NOW, last_at=NOW, state=state)


def asked_to_leave(state: Any) -> CancelSession:
    """A session."""
    return CancelSession(id="x", customer="c", subscription="s", opened_at=NOW, changed_at=NOW, state=state)


@pytest.mark.parametrize(
    ("standing", "unsettled"),
    [
        ({}, False),
        ({"complaints": (OpenComplaint("k", NOW, "late", "high"),)}, False),
        ({"complaints": (OpenComplaint("k", NOW, "late", "severe"),)}, True),
        ({"cases": (matter("high"),)}, False),
        ({"cases": (matter("severe"),)}, True),
        ({"cases": (matter("severe", "closed"),)}, False),
        ({"sessions": (asked_to_leave("offered"),)}, True),
        ({"sessions": (asked_to_leave("abandoned"), asked_to_leave("applied"))}, False),
    ],
)
def test_whether_something_is_unsettled(standing: dict[str, Any], unsettled: bool) -> None:
    """A severe matter that is open, or a cancellation that is not decided, is no time for presents."""
    assert known(**standing).unsettled is unsettled
