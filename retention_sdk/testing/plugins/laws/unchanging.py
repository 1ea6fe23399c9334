"""The plugin changes nothing and keeps nothing."""

from retention_sdk.testing.judging.law import Law, Rung
from retention_sdk.testing.plugins.trial import Broken, Trial
from retention_sdk.testing.plugins.trial.places import of_code
from retention_sdk.testing.plugins.trial.state import changed, state_of


def _holds(trial: Trial) -> str:
    for question, name in trial.told.record.changed:
        raise Broken(
            f"{of_code(getattr(trial.cls, question.hook))}: {question.about} changes the {name} that it was given, "
            "which other plugins are given too",
            "copy what is to be changed; attrs.evolve(value, field=...) makes another one.",
        )
    before = state_of(trial.plugin)
    for question in trial.questions:
        question.put(trial.plugin)
        if kept := changed(before, state_of(trial.plugin)):
            raise Broken(
                f"{of_code(getattr(trial.cls, question.hook))}: {question.about} changes {', '.join(kept)}",
                "keep nothing between two questions; what is to be remembered of a customer is answered as "
                "Remember, and stands in customer.state the next time.",
            )
    return f"{trial.asked}: events, customers and {len(before)} values of its code are as they were"


UNCHANGING = Law(
    "unchanging",
    Rung.SILVER,
    "It changes nothing that it was given, and keeps nothing itself.",
    _holds,
    needs=("loads", "silent"),
)
