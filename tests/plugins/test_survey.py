"""The strategy survey."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from retention_plugins.parts.surveying import Question
from retention_plugins.survey import Survey
from retention_sdk import (
    Action,
    BadValue,
    CancelledDirectly,
    CancelSession,
    Case,
    CaseClosed,
    CreateTask,
    Customer,
    Delivered,
    Occasion,
    OrderCancelled,
    Profile,
    RequestSurvey,
    Schedule,
    SendMessage,
    Severity,
    Standing,
    SurveyAnswer,
    days,
)
from retention_sdk.times import from_micros
from tests.audit import audit
from tests.build import after, opened, order, rows
from tests.plugins.build import NOW, memory, only

if TYPE_CHECKING:
    from collections.abc import Iterable

PLAIN = Survey(spread_days=0)


class Told:
    """A customer whose strategy remembers what it is told, and is asked when it has said so."""

    def __init__(self, strategy: Survey = PLAIN, **standing: Any) -> None:
        self.strategy, self.customer = strategy, Customer("c", standing=Standing(**standing))

    def tell(self, actions: Iterable[Action] | None) -> list[Action]:
        """Let it remember what an answer asks for."""
        found = list(actions or ())
        state = {**self.customer.state, **memory(found)}
        self.customer = evolve(self.customer, state={k: v for k, v in state.items() if v is not None})
        return found

    def delivered(self, order: str, at: datetime = NOW) -> None:
        """An order reached them."""
        event = Delivered(id=f"d-{order}", customer="c", occurred_at=at, order=order)
        self.tell(self.strategy.on_delivered(event, self.customer))

    def next(self, since: datetime = NOW) -> list[tuple[datetime, str]]:
        """When time brings them something."""
        return sorted(self.strategy.occasions(self.customer, since))

    def come(self, at: datetime, name: str) -> list[Action]:
        """A time comes."""
        event = Occasion(id="x", customer="c", occurred_at=at, plugin="survey", name=name)
        return self.tell(self.strategy.on_occasion(event, self.customer))

    def asked_until(self, until: datetime, since: datetime = NOW) -> list[tuple[datetime, str]]:
        """What is asked until a time."""
        asked: list[tuple[datetime, str]] = []
        while (found := self.next(since)) and found[0][0] <= until:
            since = found[0][0]
            for at, name in found:
                if at == since:
                    surveys = [one.survey for one in self.come(at, name) if isinstance(one, RequestSurvey)]
                    asked += [(at, survey) for survey in surveys]
        return asked

    def answers(self, score: int | None, text: str = "", at: datetime = NOW, **more: Any) -> list[Action]:
        """They answer a survey."""
        fields = {"id": "a-1", "survey": "delivery", "order": "o-1", **more}
        event = SurveyAnswer(customer="c", occurred_at=at, score=score, text=text, **fields)
        return self.tell(self.strategy.on_survey_answer(event, self.customer))


def kinds(actions: list[Action]) -> list[str]:
    """The kinds of what an answer does, besides remembering."""
    return [action.kind for action in actions if action.kind != "remember"]


def case(state: str = "new", category: str = "damaged") -> Case:
    """A case of an order."""
    return Case("k-1", category, Severity.MEDIUM, NOW, NOW, order="o-1", state=state)  # type: ignore[arg-type]


def test_a_week_after_the_delivery_in_the_morning() -> None:
    """They are asked about the order, in the morning of the day in their own zone."""
    one = Told(profile=Profile(timezone="America/New_York"))
    one.delivered("o-1")
    ((at, name),) = one.next()
    assert (at.astimezone(UTC), name) == (datetime(2026, 3, 17, 14, tzinfo=UTC), "delivery")
    asked = only(one.come(at, name), RequestSurvey)
    assert (asked.survey, asked.order, asked.template, asked.scale) == ("delivery", "o-1", "survey", "0-10")
    assert asked.purpose == "marketing"
    assert one.next() == []
    assert one.come(at, name) == []


def test_a_year_of_deliveries() -> None:
    """One every 90 days, whatever comes between."""
    one, asked = Told(), list[datetime]()
    for day in range(365):
        at = NOW + days(day)
        if day % 3 == 0:
            one.delivered(f"o-{day}", at)
        asked += [on for on, _ in one.asked_until(at + days(1), at)]
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    assert len(asked) == 4
    assert all(days(90) <= gap < days(97) for gap in gaps)


def test_the_rare_survey_is_not_starved() -> None:
    """A survey after each delivery, and one a year: the rare one waits for its turn, and has it before the other."""
    rare, often = Question(after="delivery", every_days=365), Question(after="delivery", wait_days=1, every_days=7)
    one = Told(Survey(surveys={"often": often, "rare": rare}, spread_days=0, every_days=30))
    asked = list[str]()
    for day in range(120):
        at = NOW + days(day)
        one.delivered(f"o-{day}", at)
        asked += [name for _, name in one.asked_until(at + days(1), at)]
    assert asked == ["often", "rare", "often", "often"]


def test_the_merchant_says_what_goes_first() -> None:
    """Of several that wait the one of the highest priority goes first, then the rarer one; the rest a month later."""
    surveys = {name: Question(after="delivery", priority=place) for name, place in (("a", 0), ("b", 2), ("c", 1))}
    one = Told(Survey(surveys=surveys, spread_days=0, every_days=30))
    one.delivered("o-1")
    asked = one.asked_until(NOW + days(100))
    assert [name for _, name in asked] == ["b", "c", "a"]
    assert [(at - asked[0][0]).days for at, _ in asked] == [0, 30, 60]


def test_customers_are_spread() -> None:
    """A day of many deliveries is not a day of many surveys; each customer always has the same share of it."""
    strategy, found = Survey(spread_days=6), set[datetime]()
    for number in range(60):
        one = Told(strategy)
        one.customer = evolve(one.customer, id=f"c-{number}")
        one.delivered("o-1")
        found |= {at for at, _ in one.next()}
    assert len(found) == 7


@pytest.mark.parametrize("standing", ["case", "session"])
def test_nobody_is_asked_in_the_middle(standing: str) -> None:
    """While a case or a cancel session is open there is no time for it; it waits two weeks longer at most."""
    session = CancelSession(id="r", customer="c", subscription="s-1", opened_at=NOW, changed_at=NOW)
    one = Told()
    one.delivered("o-1")
    ((at, name),) = one.next()
    free = one.customer
    busy: dict[str, Any] = {"cases": (case(),)} if standing == "case" else {"sessions": (session,)}
    one.customer = evolve(free, standing=evolve(free.standing, **busy))
    assert one.next() == []
    assert one.come(at, name) == []
    one.customer = evolve(one.customer, standing=free.standing)
    assert one.next(at + days(3)) == [(at + days(4), name)]
    assert one.next(at + days(20)) == []
    one.delivered("o-2", at + days(30))
    assert one.next(at + days(30)), "what waited too long is in nobody's way"


def test_after_a_case_and_after_a_cancellation() -> None:
    """A case that a survey has opened brings no other survey, or it would never end."""
    one = Told(cases=(case("closed"),))
    closed = CaseClosed(id="e", customer="c", occurred_at=NOW, case="k-1")
    one.tell(PLAIN.on_case_closed(closed, one.customer))
    gone = CancelledDirectly(id="g", customer="c", occurred_at=NOW, session="r")
    one.tell(PLAIN.on_cancelled_directly(gone, one.customer))
    assert {name for _, name in one.next()} == {"case", "cancel"}
    asked = only(one.come(*one.next()[0]), RequestSurvey)
    assert (asked.survey, asked.template) == ("cancel", "survey_cancel"), "the rarer one"
    looped = Customer("c", standing=Standing(cases=(case("closed", "survey"),)))
    assert list(PLAIN.on_case_closed(closed, looped)) == []


def test_an_order_that_is_called_off() -> None:
    """Nobody is asked how it was with what they have not got."""
    one = Told()
    one.delivered("o-1")
    off = OrderCancelled(id="x", customer="c", occurred_at=NOW, order="o-1")
    one.tell(PLAIN.on_order_cancelled(off, one.customer))
    assert one.next() == []
    assert list(PLAIN.on_order_cancelled(off, one.customer)) == []


def test_a_low_score_opens_a_case() -> None:
    """A complaint with the answer's own id and words, and a task for the same day; a middling score brings nothing."""
    one = Told()
    actions = one.answers(6, "the box was wet")
    complaint = only(actions, Schedule).event
    assert (complaint.id, complaint.occurred_at, complaint.category) == ("a-1:case", NOW, "survey")
    assert (complaint.text, complaint.order, complaint.severity) == ("the box was wet", "o-1", Severity.MEDIUM)
    task = only(actions, CreateTask)
    assert (task.role, task.due) == ("agent", days(1))
    assert "the box was wet" in task.script
    assert kinds(Told().answers(7)) == []


def test_partial_answers_count() -> None:
    """A score counts before the words come; words that come later join its case, and make no second task."""
    one = Told()
    assert kinds(one.answers(2)) == ["schedule", "create_task"]
    more = one.answers(None, "the box was wet", id="a-2")
    assert only(more, Schedule).event.text == "the box was wet"
    assert not [action for action in more if isinstance(action, CreateTask)]
    assert kinds(one.answers(2, id="a-3")) == [], "the same again says nothing new"


def test_the_later_answer_counts() -> None:
    """Who thinks better of it has given the later score; about another order it is another answer."""
    one = Told()
    one.answers(2)
    one.answers(8, id="a-2")
    assert one.customer.state["answers"]["delivery"]["score"] == 8  # type: ignore[index,call-overload]
    assert kinds(one.answers(2, id="a-3", order="o-2")) == ["schedule", "create_task"]


def test_scales() -> None:
    """Two of five is low, three is not; a score that the scale has not is none."""
    strategy = Survey(surveys={"delivery": Question(after="delivery", scale="1-5")}, praise="review")
    found = {score: kinds(Told(strategy).answers(score)) for score in (0, 1, 2, 3, 4, 5, 9)}
    assert {score for score, kinds_of in found.items() if "schedule" in kinds_of} == {1, 2}
    assert {score for score, kinds_of in found.items() if "send_message" in kinds_of} == {5}
    with pytest.raises(BadValue, match="low is 9"):
        Question(after="delivery", low=9)


def test_praise_is_asked_for_once() -> None:
    """A high score may bring an invitation, in a life, and not while a case is open; by default it brings none."""
    strategy = Survey(praise="referral", link="https://shop.example/friends")
    one = Told(strategy)
    invited = only(one.answers(9), SendMessage)
    assert (invited.template, invited.purpose) == ("referral_invitation", "marketing")
    assert invited.data["link"] == "https://shop.example/friends"
    assert kinds(one.answers(10, id="a-2", order="o-2")) == []
    assert kinds(Told(strategy, cases=(case(),)).answers(10)) == []
    assert kinds(Told().answers(10)) == []


def test_who_answers_unasked_is_not_asked() -> None:
    """An answer to a survey that waits takes its place; one of a survey that is not ours means nothing."""
    one = Told()
    one.delivered("o-1")
    one.answers(8, at=NOW + days(1))
    assert one.next() == []
    assert one.answers(1, survey="another's") == []


def test_from_the_delivery_to_the_case(database_url: str) -> None:
    """Asked once, when it is time; a low score opens a case of the answer's id, and nobody is asked meanwhile."""
    tables: dict[str, Any] = {"messages": {"consent": False}, "plugins": {"survey": {"spread_days": 0}}}
    with opened(database_url, **tables) as engine:
        for number in (1, 2):
            engine.handle(order(f"o-{number}", at=after(number)))
            engine.handle(Delivered(id=f"d-{number}", customer="c", occurred_at=after(number), order=f"o-{number}"))
        for day in range(1, 12):
            engine.tick(after(day))
        assert [row.kind for row in rows(engine, "outbox")] == ["request_survey"]
        answer = SurveyAnswer(id="a-1", customer="c", occurred_at=after(11, hours=1), survey="delivery", score=1)
        engine.handle(answer)
        engine.handle(answer)
        engine.tick(after(11, hours=2))
        (found,) = engine.customer("c").cases
        assert (found.id, found.category, found.is_open) == ("a-1:case", "survey", True)
        engine.handle(Delivered(id="d-3", customer="c", occurred_at=after(120), order="o-2"))
        for day in range(120, 160):
            engine.tick(after(day))
        assert [row.kind for row in rows(engine, "outbox")].count("request_survey") == 1
        audit(engine)


def test_in_words() -> None:
    """A merchant reads when who is asked."""
    told = list(Survey().in_words())
    assert told[1] == "case is asked a day after a case, at most once in 30 days; a score of 2 or less opens a case."
    assert told[-1].startswith("Nobody is asked twice within 30 days")


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu", "Europe/Prague"])
def test_a_year_on_the_clock(sqlite_url: str, zone: str) -> None:
    """Over changed clocks, and after an outage of two days, each is asked once, in the morning where they are."""
    tables: dict[str, Any] = {"messages": {"consent": False}, "plugins": {"survey": {"spread_days": 0}}}
    with opened(sqlite_url, **tables) as engine:
        engine.handle(order("o-1", profile=Profile(timezone=zone)))
        for day in range(0, 365, 10):
            engine.handle(Delivered(id=f"d-{day}", customer="c", occurred_at=after(day), order=f"o-{day}"))
            for later in (2, 5, 8):  # the clock stands still for two days at a time
                engine.tick(after(day + later))
        asked = sorted((row.at, row.kind) for row in rows(engine, "outbox"))
        hours = {from_micros(at).astimezone(ZoneInfo(zone)).hour for at, _ in asked}
        assert hours == {10}
        assert [kind for _, kind in asked] == ["request_survey"] * 4
        assert all(later - earlier >= 90 * 86_400 * 10**6 for (earlier, _), (later, _) in pairwise(asked))
        assert audit(engine) == []
