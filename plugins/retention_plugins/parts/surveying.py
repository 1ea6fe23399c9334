"""Surveys: what is asked, when it can be asked, and what a score means."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Literal

from attrs import frozen

from retention_plugins.parts.diary import Diary
from retention_sdk import BadValue, Complaint, Customer, SessionState, Severity, SurveyAnswer, days, setting

UNDECIDED = (SessionState.OPENED, SessionState.SURVEYED, SessionState.OFFERED, SessionState.DECLINED)
"""How far a cancel session is while somebody is about to leave."""

CATEGORY = "survey"
"""The category of a case that a low score opens."""

BOUNDS = {"0-10": (0, 10, 6, 9), "1-5": (1, 5, 2, 5)}
"""The lowest and the highest score of each scale; up to which one is low, and from which one is high."""


@frozen(kw_only=True)
class Question:
    """One survey: a scored question, and an open one."""

    after: Literal["delivery", "case", "cancel"] = setting(help="what it is asked after")
    wait_days: int = setting(default=7, ge=0, le=36_500, help="days between that and asking")
    every_days: int = setting(default=90, ge=1, le=36_500, help="days between two of this survey")
    priority: int = setting(default=0, help="of several that wait the highest goes first, then the rarest")
    scale: Literal["0-10", "1-5"] = setting(default="0-10", help="what its score can be")
    low: int | None = setting(default=None, ge=0, le=10, help="low up to here; 6 of 10, 2 of 5 where not given")
    high: int | None = setting(default=None, ge=0, le=10, help="high from here on; 9 of 10, 5 of 5 where not given")
    template: str | None = setting(
        default=None, help="the message that asks; survey, survey_case or survey_cancel by default"
    )

    def __attrs_post_init__(self) -> None:
        low, high = self.limits
        if low >= high:
            raise BadValue(f"low is {low}; it must be below high, which is {high}")

    @property
    def limits(self) -> tuple[int, int]:
        """Up to which score it is low, and from which on it is high."""
        _, _, low, high = BOUNDS[self.scale]
        return low if self.low is None else self.low, high if self.high is None else self.high

    @property
    def message(self) -> str:
        """The message that asks."""
        return self.template or ("survey" if self.after == "delivery" else f"survey_{self.after}")

    def in_words(self, name: str) -> str:
        """When it is asked, for the merchant."""
        low, _ = self.limits
        wait = "a day" if self.wait_days == 1 else f"{self.wait_days} days"
        asked = f"{name} is asked {wait} after a {self.after}, at most once in {self.every_days} days"
        return f"{asked}; a score of {low} or less opens a case."

    def known(self, score: int | None) -> int | None:
        """A score, where the scale has it."""
        least, most, *_ = BOUNDS[self.scale]
        return score if score is not None and least <= score <= most else None


SURVEYS = {
    "delivery": Question(after="delivery"),
    "case": Question(after="case", wait_days=1, every_days=30, scale="1-5"),
    "cancel": Question(after="cancel", wait_days=1, every_days=365),
}
"""What is asked where the merchant says nothing."""


@frozen
class Clocks:
    """When a customer can be asked what: one clock for each survey, and one for them all.

    Args:
        surveys: by name.
        every: the span between two surveys, whichever they are.
        late: how much later than it could be a survey is asked at most.
        hour: of the customer's day.
    """

    surveys: Mapping[str, Question]
    every: timedelta
    late: timedelta
    hour: int

    def waits_for(self, customer: Customer, survey: str, at: datetime, most: int) -> datetime | None:
        """When a survey is due that something at a time has brought; None where it is too soon, or waits already.

        Its customers are spread over so many days at most: each has the same share of them every time.
        """
        diary, one = Diary(customer), self.surveys[survey]
        mark = int.from_bytes(sha256(f"{customer.id}/{survey}".encode()).digest()[:4])
        due, last = at + days(one.wait_days + mark % (most + 1)), diary.asked_at(survey)
        soon = last is not None and due < last + days(one.every_days)
        return None if soon or self.next(customer, survey, at) else due

    def next(self, customer: Customer, survey: str, after: datetime) -> datetime | None:
        """When a survey that waits is asked: the first such hour after a time; None where it is too late for it."""
        diary = Diary(customer)
        due, last, latest = diary.due(survey), diary.asked_at(survey), diary.asked_at()
        if due is None or survey not in self.surveys:
            return None
        can = due if latest is None else max(due, latest + self.every)
        can = can if last is None else max(can, last + days(self.surveys[survey].every_days))
        day = max(can, after).astimezone(customer.zone).date()
        hours = (datetime.combine(day + days(more), time(self.hour), customer.zone) for more in range(3))
        at = next(one for one in hours if one > after and one >= can)
        return at if at <= can + self.late else None

    def first(self, customer: Customer, at: datetime) -> str | None:
        """What goes first at a time, of all that waits and can be asked."""
        found = ((name, self.next(customer, name, at - days(1))) for name in Diary(customer).waiting)
        ready = [name for name, on in found if on is not None and on <= at]
        return min(ready, key=self._rank, default=None)

    def _rank(self, survey: str) -> tuple[int, int, str]:
        one = self.surveys[survey]
        return -one.priority, -one.every_days, survey


def busy(customer: Customer) -> bool:
    """Whether a case is open, or somebody is about to leave: nobody is asked in the middle of it."""
    leaving = any(one.state in UNDECIDED for one in customer.standing.sessions)
    return leaving or any(one.is_open for one in customer.cases)


def complaint_of(answer: SurveyAnswer, severity: Severity) -> Complaint:
    """The complaint that an answer is."""
    return Complaint(
        id=f"{answer.id}:case",
        customer=answer.customer,
        occurred_at=answer.occurred_at,
        source=answer.source,
        text=answer.text,
        category=CATEGORY,
        severity=severity,
        order=answer.order,
    )
