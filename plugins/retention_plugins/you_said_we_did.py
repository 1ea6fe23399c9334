"""A change that was made because of answers, told to those who gave them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from attrs import frozen

from retention_sdk import (
    Action,
    BadValue,
    Customer,
    Occasion,
    Remember,
    SendMessage,
    SurveyAnswer,
    days,
    hookimpl,
    setting,
    strategy,
)

MOST_TOPICS = 50
"""The topics that are remembered of one survey."""

ANY = ""
"""What stands for an answer whatever it is about."""


@frozen(kw_only=True)
class Change:
    """Something that was changed because of what customers said."""

    on: date = setting(help="the day on which it is told; those who said it before are told")
    surveys: tuple[str, ...] = setting(default=(), help="the surveys whose answers led to it; any where not given")
    topics: tuple[str, ...] = setting(default=(), help="what these answers were about; anything where not given")
    text: dict[str, str] = setting(default={}, help='what was changed, by language, such as { en = "..." }')
    template: str = setting(default="you_said_we_did", ge=1, help="the message that tells it")

    def answers(self, said: Mapping[str, Mapping[str, str]], before: datetime) -> bool:
        """Whether somebody has said it before a time."""
        named = [topics for survey, topics in said.items() if not self.surveys or survey in self.surveys]
        times = [topics[one] for topics in named for one in self.topics or (ANY,) if one in topics]
        return any(datetime.fromisoformat(at) < before for at in times)


@strategy
class YouSaidWeDid:
    """Tells those who said something in a survey what was changed because of it; only them, and once."""

    proposes: ClassVar[tuple[type[Action], ...]] = (SendMessage, Remember)

    changes: dict[str, Change] = setting(default={}, help="what was changed, each under a name that stays the same")
    words: dict[str, tuple[str, ...]] = setting(
        default={}, help="words that show what an answer is about, by topic, where nobody has said so"
    )
    hour: int = setting(default=10, ge=0, le=23, help="the hour of the customer's day at which they are told")
    late_days: int = setting(
        default=30, ge=1, le=36_500, help="days in which those are told, once a week, who could not be sooner"
    )

    def __attrs_post_init__(self) -> None:
        for name, change in self.changes.items():
            if not change.text and change.template == "you_said_we_did":
                raise BadValue(f"changes.{name}.text is missing; say what was changed, or name a template of yours")

    def in_words(self) -> Iterator[str]:
        """What it does, for the merchant."""
        for name, change in self.changes.items():
            about = f" about {' or '.join(change.topics)}" if change.topics else ""
            where = f" in {' or '.join(change.surveys)}" if change.surveys else ""
            yield f"On {change.on}, {name} is told to those who had answered{about}{where} by then."

    @hookimpl
    def on_survey_answer(self, event: SurveyAnswer, customer: Customer) -> Iterator[Action]:
        """Remembers what the customer spoke of, and when first; not what they said."""
        text = event.text.casefold()
        found = (topic for topic, words in self.words.items() if any(word.casefold() in text for word in words))
        known, at = _told(customer, "said").get(event.survey, {}), event.occurred_at.isoformat()
        new = {topic: at for topic in (ANY, *event.topics, *found) if topic not in known}
        if new:
            topics = dict([*known.items(), *new.items()][:MOST_TOPICS])
            yield Remember({"said": {**_told(customer, "said"), event.survey: topics}})

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Iterator[tuple[datetime, str]]:
        """When the customer is told of a change that answers them."""
        for name, change in self.changes.items():
            if self._concerns(name, change, customer):
                weeks = max((after.astimezone(customer.zone).date() - change.on).days // 7, 0)
                day = change.on + days(7 * weeks)
                hours = [datetime.combine(day + days(more), time(self.hour), customer.zone) for more in (0, 7)]
                at = hours[0] if hours[0] > after else hours[1]
                if at.date() <= change.on + days(self.late_days):
                    yield at, name

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> Iterator[Action]:
        """Tells them, once."""
        change = self.changes.get(event.name)
        if change and self._concerns(event.name, change, customer):
            reason = f"they had asked for it: {event.name}"
            yield SendMessage(change.template, data={"change": change.text}, purpose="marketing", reason=reason)
            yield Remember(
                {"told": {**_told(customer, "told"), event.name: event.occurred_at.isoformat()}}, when="told"
            )

    def _concerns(self, name: str, change: Change, customer: Customer) -> bool:
        begins = datetime.combine(change.on, time(), customer.zone)
        if customer.complaints or name in _told(customer, "told"):
            return False
        return change.answers(_told(customer, "said"), begins)


def _told(customer: Customer, key: str) -> Mapping[str, Any]:
    found: Any = customer.state.get(key)
    return found or {}
