"""The same question has the same answer, always and everywhere."""

from collections.abc import Sequence

from retention_sdk.testing.judging.law import Law, Rung
from retention_sdk.testing.plugins.trial import Broken, Trial
from retention_sdk.testing.plugins.trial.asking import Answer
from retention_sdk.testing.plugins.trial.elsewhere import elsewhere
from retention_sdk.testing.plugins.trial.places import of_code
from retention_sdk.testing.plugins.trial.watching import MENDS, Watch


def _holds(trial: Trial) -> str:
    answers = [*trial.answers, *trial.odd_answers]
    questions = [one.question for one in answers]
    with Watch() as watch:
        again = [one.put(trial.plugin) for one in reversed(questions)]
    for reached in (*trial.told.record.reached, *watch.found):
        raise Broken(f"{reached.place}: it asks for {reached.asks}, with {reached.call}", f"{MENDS[reached.asks]}.")
    _see_same(trial, answers, [one.text for one in again[::-1]], "asked again")
    fresh = trial.made(trial.sample.settings).plugin
    _see_same(trial, answers, [one.put(fresh).text for one in questions], "asked of another instance")
    there = elsewhere(trial.cls, trial.sample.settings, questions)
    if isinstance(there, str):
        return f"{len(questions)} questions, asked three times; in no other process, since {there}"
    _see_same(trial, answers, there, "asked in another process, where texts have other hashes,")
    return f"{len(questions)} questions, asked three times here and once in another process"


def _see_same(trial: Trial, first: Sequence[Answer], again: Sequence[str], when: str) -> None:
    for one, other in zip(first, again, strict=True):
        if one.text != other:
            raise Broken(
                f"{of_code(getattr(trial.cls, one.question.hook))}: {one.question.about}, {when} has another answer: "
                f"{one.text} before, {other} then",
                "answer by the event and the customer alone; sort what comes out of a set before it is answered.",
            )


DETERMINISTIC = Law(
    "deterministic",
    Rung.SILVER,
    "Asked again it answers the same: it asks nobody for the time, chance, files, the network or the environment.",
    _holds,
    needs=("loads", "silent", "unchanging"),
)
