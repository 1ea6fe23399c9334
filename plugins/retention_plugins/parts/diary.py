"""What is remembered of a customer's surveys: what waits, what was asked, what they said."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from retention_sdk import Customer, Remember, SurveyAnswer


@frozen
class Diary:
    """The surveys of one customer."""

    customer: Customer

    @property
    def waiting(self) -> Mapping[str, Any]:
        """What they are still to be asked, each with when it is due, and the order it is about."""
        return self._part("waiting")

    def due(self, survey: str) -> datetime | None:
        """When a survey that waits is due."""
        one = self.waiting.get(survey)
        return None if one is None else datetime.fromisoformat(one["due"])

    def asked_at(self, survey: str | None = None) -> datetime | None:
        """When a survey was asked last; any of them, where none is named."""
        asked = self._part("asked")
        times = asked.values() if survey is None else [asked[survey]] if survey in asked else []
        return max(map(datetime.fromisoformat, times), default=None)

    def score_before(self, answer: SurveyAnswer) -> int | None:
        """The score that they gave the same before."""
        before = self._part("answers").get(answer.survey, {})
        return before.get("score") if before.get("order") == answer.order else None

    def wait(self, new: Mapping[str, datetime], order: str | None) -> Remember:
        """Remember that surveys wait."""
        added = {name: {"due": due.isoformat(), "order": order} for name, due in new.items()}
        return Remember({"waiting": {**self.waiting, **added}})

    def without(self, order: str) -> Remember:
        """Remember that what was to be asked about an order is asked no more."""
        return Remember({"waiting": {k: one for k, one in self.waiting.items() if one["order"] != order} or None})

    def asked(self, survey: str, at: datetime) -> Iterator[Remember]:
        """Remember that a survey was asked; where it could not be, it waits no more, and its clock goes on."""
        left = {name: one for name, one in self.waiting.items() if name != survey}
        yield Remember({"waiting": left or None})
        yield Remember({"asked": {**self._part("asked"), survey: at.isoformat()}}, when="told")

    def answered(self, answer: SurveyAnswer, score: int | None) -> Remember:
        """Remember an answer, in the place of the one before."""
        told = {"score": score, "order": answer.order, "at": answer.occurred_at.isoformat()}
        return Remember({"answers": {**self._part("answers"), answer.survey: told}})

    def _part(self, key: str) -> Mapping[str, Any]:
        found: Any = self.customer.state.get(key)
        return found or {}
