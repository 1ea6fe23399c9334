"""The order in which facts arrive makes no difference."""

import random

from retention_sdk.testing.judging.law import Law, Rung
from retention_sdk.testing.plugins.trial import Broken, Trial
from retention_sdk.testing.plugins.trial.books import differing, ended

SHUFFLED, THOROUGHLY = 2, 10
"""How often a story is shuffled."""


def _holds(trial: Trial) -> str:
    times = THOROUGHLY if trial.thorough else SHUFFLED
    for seed in range(times):
        story = [*trial.sample.story]
        random.Random(seed).shuffle(story)  # noqa: S311 - the same orders each time
        with trial.engine(trial.database(f"shuffled-{seed}")) as engine:
            engine.handle_many(story[::2])
            for event in story[1::2]:
                engine.handle(event)
            if parts := differing(dict(trial.told.books), ended(engine)):
                raise Broken(
                    f"{trial.place}: told in another order, the story ends in other {', '.join(parts)}",
                    "answer by what the customer was at the time of the event, and take times from events.",
                )
            trial.see_books(engine)
    return f"{trial.story}, in {times} other orders: the same books"


ANY_ORDER = Law(
    "any_order",
    Rung.GOLD,
    "The same facts in another order of arrival end in the same books.",
    _holds,
    needs=("loads", "silent", "serialisable", "unchanging", "deterministic"),
)
