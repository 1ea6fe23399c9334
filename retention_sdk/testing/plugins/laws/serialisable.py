"""What the plugin answers can be kept."""

from datetime import datetime
from typing import cast

from retention_sdk.actions import KINDS, Action
from retention_sdk.errors import RetentionError
from retention_sdk.hookspecs import Refused
from retention_sdk.registry import OCCASIONS, REVIEW
from retention_sdk.testing.judging.law import Law, Rung
from retention_sdk.testing.plugins.trial import Broken, Trial
from retention_sdk.testing.plugins.trial.asking import Answer
from retention_sdk.testing.plugins.trial.counting import counted
from retention_sdk.testing.plugins.trial.places import of_code
from retention_sdk.wire import from_json, to_json

_ANSWERS = {
    REVIEW: "answer None, or Refused(code, sentence).",
    OCCASIONS: "answer pairs of a time with a zone and a name, or None.",
}


def _holds(trial: Trial) -> str:
    count = 0
    for answer in (*trial.answers, *trial.odd_answers):
        if answer.question.hook.startswith("on_"):
            _see_actions(trial, answer)
            count += len(answer.actions)
        elif answer.question.hook in _ANSWERS and not _fits(answer):
            what = f"{_of(trial, answer)} answers a {type(answer.value).__name__} to {answer.question.about}"
            raise Broken(what, _ANSWERS[answer.question.hook])
    for decision in trial.told.decisions:
        for failure in decision.failures:
            if failure.plugin == trial.name:
                raise Broken(
                    f"{trial.place}: to {decision.event.kind} {decision.event.id} it {failure.error}",
                    "answer what the engine can take: see docs/writing.md.",
                )
    return f"{counted(count, 'action')}, equal to what the stored form makes of it"


def _see_actions(trial: Trial, answer: Answer) -> None:
    if answer.value is None:
        return
    for one in (answer.value,) if answer.parts is None else answer.parts:
        if not isinstance(one, Action) or answer.parts is None:
            raise Broken(
                f"{_of(trial, answer)} answers a {type(one).__name__} to {answer.question.about}",
                "answer an iterable of actions, or None; a generator that yields them is the shortest.",
            )
        _see_kept(trial, answer, one)


def _see_kept(trial: Trial, answer: Answer, action: Action) -> None:
    name = type(action).__name__
    if KINDS.get(getattr(action, "kind", "")) is not type(action):
        raise Broken(
            f"{_of(trial, answer)} answers a {name}, which is of no kind of its own",
            'give the class a kind that no other has: kind: ClassVar[str] = "...", and let it derive from Action.',
        )
    try:
        again = from_json(to_json(action), Action)
    except RetentionError as error:
        raise Broken(
            f"{_of(trial, answer)} answers a {name} that cannot be kept: {error}",
            "let its fields be texts, whole numbers, yes or no, Money, times and tuples of them.",
        ) from error
    if again != action:
        raise Broken(
            f"{_of(trial, answer)} answers a {name} that is another one when it is read again",
            "let its fields be frozen values that are equal where they hold the same.",
        )


def _fits(answer: Answer) -> bool:
    """Whether an answer that is no actions is one."""
    if answer.value is None:
        return True
    if answer.question.hook == REVIEW:
        return isinstance(answer.value, Refused) or _is_pair(answer.value, str)
    return answer.parts is not None and all(map(_is_time, answer.parts))


def _is_time(value: object) -> bool:
    """Whether a value is a time with a zone, and a name."""
    return _is_pair(value, datetime) and cast("tuple[datetime, str]", value)[0].tzinfo is not None


def _is_pair(value: object, first: type) -> bool:
    if not isinstance(value, tuple):
        return False
    parts = cast("tuple[object, ...]", value)
    return len(parts) == 2 and isinstance(parts[0], first) and isinstance(parts[1], str)


def _of(trial: Trial, answer: Answer) -> str:
    return of_code(getattr(trial.cls, answer.question.hook))


SERIALISABLE = Law(
    "serialisable",
    Rung.BRONZE,
    "Whatever it answers is of a kind that is known, can be kept as JSON, and comes back equal.",
    _holds,
    needs=("loads", "silent"),
)
