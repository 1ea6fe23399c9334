"""What is told twice counts once."""

from retention_sdk.testing.judging.law import Law, Rung
from retention_sdk.testing.plugins.trial import Broken, Trial
from retention_sdk.testing.plugins.trial.books import differing, ended

_MEND = "answer by the event and the customer alone, and keep nothing between two questions."


def _holds(trial: Trial) -> str:
    story, told = trial.sample.story, trial.told
    with trial.engine(told.url) as first, trial.engine(told.url) as second:
        for place, event in reversed([*enumerate(story)]):
            for engine in (first, second):
                if engine.handle(event) != told.decisions[place]:
                    raise Broken(f"{trial.place}: {event.kind} {event.id}, told again, is answered otherwise", _MEND)
        if parts := differing(dict(told.books), ended(second)):
            raise Broken(f"{trial.place}: told again, the story changes the {', '.join(parts)}", _MEND)
        trial.see_books(second)
    return f"{trial.story}, told again to two new engines: nothing changes"


IDEMPOTENT = Law(
    "idempotent",
    Rung.SILVER,
    "What is told again, also to another engine, changes nothing and is answered as before.",
    _holds,
    needs=("loads", "silent", "serialisable", "unchanging", "deterministic"),
)
