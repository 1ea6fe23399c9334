"""A standing after an event and its decision, as pure functions."""

from __future__ import annotations

from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import (
    Action,
    Birthday,
    Credit,
    Event,
    Line,
    MonthDay,
    Profile,
    Purchase,
    Refund,
    SetTier,
    Severity,
    SignUp,
    Tag,
    Untag,
)
from retention_sdk.customer import History, OpenComplaint, Standing
from retention_sdk.deciding.standing import MOST_COMPLAINTS, with_event, with_profile, with_verdict
from retention_sdk.decision import Granted
from tests.build import START, after, complaint, eur, order, visit

if TYPE_CHECKING:
    from collections.abc import Mapping

FULL = Standing(
    Profile(name="Ann"),
    "gold",
    frozenset({"vip"}),
    History(2, 3, 400, after(-9), after(-2)),
    (OpenComplaint("k-0", after(-5), "late", Severity.LOW),),
    MappingProxyType({"one": MappingProxyType({"x": 1})}),
)


def after_actions(standing: Standing, *actions: Action, **memory: Mapping[str, object]) -> Standing:
    """The standing with granted actions, and what strategies want to remember."""
    return with_verdict(standing, tuple(Granted("one", "k", action) for action in actions), memory)


def test_an_order_is_counted() -> None:
    """Orders, units and money are added, first and last are known; everything else stays."""
    bought = order(lines=[Line(sku="a", quantity=2, total=eur(5)), Line(sku="b", quantity=1, total=eur("2.50"))])
    standing = with_event(FULL, bought)
    assert standing.history == History(3, 6, 1150, after(-9), START)
    assert standing == Standing(FULL.profile, "gold", FULL.tags, standing.history, FULL.complaints, FULL.memory)


def test_shipping_is_money_too() -> None:
    """What is counted is what the customer paid."""
    assert with_event(Standing(), order(total=10, shipping=eur(4))).history.spent == 1400


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 9)), min_size=1), st.randoms())
def test_orders_in_any_sequence(bought: list[tuple[int, int]], random: object) -> None:
    """Counts, first and last do not depend on the sequence in which orders come in."""
    orders = [order(f"o-{n}", at=after(day), total=total) for n, (day, total) in enumerate(bought)]
    shuffled = list(orders)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    standings = []
    for sequence in (orders, shuffled):
        standing = Standing()
        for one in sequence:
            standing = with_event(standing, one)
        standings.append(standing)
    days = [day for day, _ in bought]
    money = sum(total for _, total in bought) * 100
    expected = History(len(bought), len(bought), money, after(min(days)), after(max(days)))
    assert [standing.history for standing in standings] == [expected] * 2


def test_a_complaint_is_open() -> None:
    """A complaint is known with its matter, and only the latest ones are kept."""
    event = complaint("k-1", category="damaged", severity=Severity.SEVERE, order="o-1")
    assert with_event(FULL, event).complaints == (
        FULL.complaints[0],
        OpenComplaint("k-1", START, "damaged", Severity.SEVERE, "o-1"),
    )
    standing = FULL
    for number in range(MOST_COMPLAINTS):
        standing = with_event(standing, complaint(f"k-{number}", at=after(-number)))
    assert [one.at for one in standing.complaints] == [after(-number) for number in range(MOST_COMPLAINTS)]


@pytest.mark.parametrize("event", [visit(), Refund(id="r-1", customer="c", occurred_at=START, order="o-1")])
def test_other_events_change_nothing(event: Event) -> None:
    """What is neither an order nor a complaint leaves the very same standing."""
    assert with_event(FULL, event) is FULL


def test_tier_and_tags_in_order() -> None:
    """The last tier counts; tags are put on and taken off one after another."""
    standing = after_actions(FULL, SetTier("silver"), Tag("a"), Tag("b"), Untag("a"), Untag("vip"), SetTier("bronze"))
    assert (standing.tier, standing.tags) == ("bronze", {"b"})
    assert after_actions(FULL, Untag("new"), Tag("new")).tags == {"vip", "new"}
    assert after_actions(FULL, SetTier(None)).tier is None
    assert after_actions(FULL, SetTier("silver"), SetTier("gold")) == FULL


def test_what_changes_nothing_is_the_same_standing() -> None:
    """Without a tier, a tag or a memory nothing is made anew, so that nothing is stored anew."""
    assert after_actions(FULL, Credit("points", 1), SetTier("gold")) is FULL
    assert after_actions(FULL) is FULL


def test_memory_is_laid_over() -> None:
    """New values replace old ones, None forgets, and one strategy's memory is not another's."""
    standing = after_actions(FULL, one={"y": 2}, two={"x": 3, "z": None})
    assert standing.memory == {"one": {"x": 1, "y": 2}, "two": {"x": 3}}
    assert after_actions(standing, one={"x": None}).memory == {"one": {"y": 2}, "two": {"x": 3}}
    assert FULL.memory == {"one": {"x": 1}}


def test_falsy_values_are_remembered() -> None:
    """Only None forgets: nothing, no and an empty text are values."""
    values = {"zero": 0, "no": False, "empty": "", "list": ()}
    assert after_actions(Standing(), one=values).memory["one"] == values


def test_memory_cannot_be_changed() -> None:
    """What a strategy sees of its memory is read-only, and so is the whole."""
    memory = after_actions(Standing(), one={"x": 1}).memory
    with pytest.raises(TypeError):
        memory["one"]["x"] = 2  # type: ignore[index]
    with pytest.raises(TypeError):
        memory["two"] = {}  # type: ignore[index]


def test_an_order_of_nothing() -> None:
    """A free order is an order: it is counted, and it is the last."""
    free = Purchase(id="o", customer="c", occurred_at=START, lines=[Line(sku="a", quantity=1, total=eur(0))])
    assert with_event(Standing(), free).history == History(1, 1, 0, START, START)


def test_when_they_signed_up() -> None:
    """The first time counts, in whatever turn sign-ups are told; nothing else changes it."""
    times = [SignUp(id=f"s-{day}", customer="c", occurred_at=after(day)) for day in (3, 1, 2)]
    standing = FULL
    for event in times:
        standing = with_event(standing, event)
    assert standing.signed_up_at == after(1)
    assert with_event(standing, order()).signed_up_at == after(1)


def test_since_when_a_birthday_is_known() -> None:
    """Since it was told first, or told otherwise; the year alone, and other things of the profile, change nothing."""
    told = [
        (1, Profile(name="Ann"), None),
        (2, Profile(birthday=MonthDay(6, 15)), 2),
        (3, Profile(birthday=MonthDay(6, 15, 1990)), 2),
        (4, Profile(email="ann@example.com"), 2),
        (5, Profile(birthday=MonthDay(7, 15, 1990)), 5),
    ]
    standing = Standing()
    for day, profile, since in told:
        standing = with_profile(standing, visit(at=after(day), profile=profile))
        assert standing.occasions.birthday_told_at == (None if since is None else after(since))
    assert with_profile(standing, visit()) is standing


def test_the_year_of_a_birthday_that_was_sent() -> None:
    """A birthday without a year is of the year that it is where the customer is, else where the store is."""
    eve = Birthday(id="b", customer="c", occurred_at=datetime(2100, 12, 31, 20, tzinfo=UTC))
    tokyo = Standing(Profile(timezone="Asia/Tokyo"))
    assert with_event(Standing(), eve).occasions.birthday == 2100
    assert with_event(Standing(), eve, ZoneInfo("Pacific/Kiritimati")).occasions.birthday == 2101
    assert with_event(tokyo, eve, ZoneInfo("America/New_York")).occasions.birthday == 2101
