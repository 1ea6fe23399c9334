"""What the plugin does not understand leaves it silent."""

from retention_sdk.testing.judging.law import Law, Rung
from retention_sdk.testing.plugins.trial import Broken, Trial
from retention_sdk.testing.plugins.trial.counting import counted
from retention_sdk.testing.plugins.trial.places import of_error


def _holds(trial: Trial) -> str:
    for answer in (*trial.answers, *trial.odd_answers):
        if answer.error is not None:
            raise Broken(
                f"{of_error(answer.error) or trial.place}: {answer.question.about} raises "
                f"{type(answer.error).__name__}: {answer.error}",
                "answer nothing where something is missing or unheard-of: an order that is not known, an item, "
                "a reason, a customer of whom nothing is known.",
            )
    return f"{counted(len(trial.odd), 'odd question')}, and {trial.asked}: nothing raised"


SILENT = Law(
    "silent",
    Rung.BRONZE,
    "On what it does not understand it answers nothing, and raises nothing.",
    _holds,
    needs=("loads",),
)
