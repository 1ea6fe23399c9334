"""A scored question and an open one, at the right time and not too often."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import ClassVar, Literal

from retention_plugins.parts.diary import Diary
from retention_plugins.parts.surveying import CATEGORY, SURVEYS, Clocks, Question, busy, complaint_of
from retention_sdk import (
    Action,
    CancelledDirectly,
    CaseClosed,
    CreateTask,
    Customer,
    Delivered,
    Event,
    Occasion,
    OrderCancelled,
    Remember,
    RequestSurvey,
    Schedule,
    SendMessage,
    Severity,
    SurveyAnswer,
    days,
    hookimpl,
    setting,
    strategy,
)


@strategy
class Survey:
    """Asks a scored question and an open one after a delivery, a case or a cancellation.

    A low score opens a case, which somebody answers within a day. Nobody is asked while a case is open or while they
    are about to leave, and not too often: each survey has its clock, and there is one for them all.
    """

    proposes: ClassVar[tuple[type[Action], ...]] = (RequestSurvey, SendMessage, CreateTask, Schedule, Remember)

    surveys: dict[str, Question] = setting(default={}, help="the surveys, by name; ours where there are none")
    every_days: int = setting(default=30, ge=1, le=36_500, help="days between two surveys, whichever they are")
    late_days: int = setting(
        default=14, ge=1, le=36_500, help="days that a survey waits longer, such as for a case to be closed"
    )
    spread_days: int = setting(default=2, ge=0, le=36_500, help="days over which customers are spread")
    hour: int = setting(default=10, ge=0, le=23, help="the hour of the customer's day at which they are asked")
    severity: Severity = setting(default=Severity.MEDIUM, help="how bad the case of a low score is")
    role: str = setting(default="agent", ge=1, help="who answers a low score")
    praise: Literal["nothing", "review", "referral"] = setting(
        default="nothing", help="what whoever gives a high score is asked for, once"
    )
    link: str = setting(default="", help="where they write that review, or bring that friend")

    def in_words(self) -> Iterator[str]:
        """What it does, for the merchant."""
        yield from (one.in_words(name) for name, one in self._surveys.items())
        yield f"Nobody is asked twice within {self.every_days} days, nor while a case is open or they want to leave."

    @property
    def _surveys(self) -> Mapping[str, Question]:
        return self.surveys or SURVEYS

    @property
    def _clocks(self) -> Clocks:
        return Clocks(self._surveys, days(self.every_days), days(self.late_days), self.hour)

    @hookimpl
    def on_delivered(self, event: Delivered, customer: Customer) -> Iterator[Action]:
        """Lets what is asked after a delivery wait."""
        yield from self._wait("delivery", event, customer, event.order)

    @hookimpl
    def on_case_closed(self, event: CaseClosed, customer: Customer) -> Iterator[Action]:
        """Lets what is asked after a case wait; a case that a survey opened brings no other survey."""
        case = next((one for one in customer.cases if one.id == event.case), None)
        if case and case.category != CATEGORY:
            yield from self._wait("case", event, customer, case.order)

    @hookimpl
    def on_cancelled_directly(self, event: CancelledDirectly, customer: Customer) -> Iterator[Action]:
        """Lets what is asked after a cancellation wait."""
        yield from self._wait("cancel", event, customer)

    @hookimpl
    def on_order_cancelled(self, event: OrderCancelled, customer: Customer) -> Iterator[Action]:
        """Asks nobody about an order that there is not."""
        if any(one["order"] == event.order for one in Diary(customer).waiting.values()):
            yield Diary(customer).without(event.order)

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Iterator[tuple[datetime, str]]:
        """When the customer can be asked what waits."""
        for name in () if busy(customer) else Diary(customer).waiting:
            if at := self._clocks.next(customer, name, after):
                yield at, name

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> Iterator[Action]:
        """Asks what goes first of all that waits; the rest waits for its turn."""
        name = None if busy(customer) else self._clocks.first(customer, event.occurred_at)
        if name is not None:
            one, order = self._surveys[name], Diary(customer).waiting[name]["order"]
            template, reason = one.message, f"asked after a {one.after}"
            yield RequestSurvey(name, order=order, template=template, scale=one.scale, reason=reason)
            yield from Diary(customer).asked(name, event.occurred_at)

    @hookimpl
    def on_survey_answer(self, event: SurveyAnswer, customer: Customer) -> Iterator[Action]:
        """Opens a case for a low score, and may ask for more after a high one; a later answer replaces the earlier."""
        diary, one = Diary(customer), self._surveys.get(event.survey)
        if one is None:
            return
        was, score, (low, high) = diary.score_before(event), one.known(event.score), one.limits
        counts = was if score is None else score
        yield from diary.asked(event.survey, event.occurred_at)
        yield diary.answered(event, counts)
        if counts is None:
            return
        reason = f"{counts} in the survey {event.survey}"
        if counts <= low:
            yield from self._case(event, reason, again=was is not None and was <= low)
        elif counts >= high and self.praise != "nothing" and not busy(customer) and "invited" not in customer.state:
            data = {"link": self.link}
            yield SendMessage(f"{self.praise}_invitation", data=data, purpose="marketing", reason=reason)
            yield Remember({"invited": event.occurred_at.isoformat()})

    def _wait(self, after: str, event: Event, customer: Customer, order: str | None = None) -> Iterator[Action]:
        names = [name for name, one in self._surveys.items() if one.after == after]
        at, most = event.occurred_at, self.spread_days
        new = {name: due for name in names if (due := self._clocks.waits_for(customer, name, at, most))}
        if new:
            yield Diary(customer).wait(new, order)

    def _case(self, event: SurveyAnswer, reason: str, *, again: bool) -> Iterator[Action]:
        """A case, and a task; what is said later joins the case, and needs no other task."""
        if event.text or not again:
            yield Schedule(complaint_of(event, self.severity), reason=reason)
        if not again:
            script = f"Thank them, ask what went wrong, mend it. They said: {event.text or 'nothing'}"
            yield CreateTask("Answer a low score", role=self.role, due=days(1), script=script, reason=reason)
