"""The plugin costs no time that anybody would notice."""

from time import perf_counter_ns

from retention_sdk.customer import Customer
from retention_sdk.deciding.asking import ask
from retention_sdk.events import Visit
from retention_sdk.hookspecs import hookimpl
from retention_sdk.registry import Ask
from retention_sdk.testing.builders.build import build
from retention_sdk.testing.judging.law import Law, Rung
from retention_sdk.testing.plugins.trial import Broken, Trial
from retention_sdk.testing.plugins.trial.asking import Question
from retention_sdk.testing.plugins.trial.places import of_code

BUDGET = 500
"""How many times as long as an empty plugin one may take for its slowest answer.

An empty plugin is asked in about 2 µs, so that the budget is about a millisecond: as long as the engine needs for an
event by itself, with all that it reads and writes. No plugin may double that. As a ratio it is the same on a slow
machine; and since the least of several runs counts, on a busy one too.
"""

RUNS = 5
"""How often each question is asked; the least counts."""


class Empty:
    """A plugin that answers nothing."""

    @hookimpl
    def on_visit(self, event: Visit, customer: Customer) -> tuple[()]:  # noqa: ARG002 - what every plugin is given
        """Answers nothing."""
        return ()


def _holds(trial: Trial) -> str:
    slowest, took = None, 0
    for question in trial.questions:
        one = _least(question, trial.plugin)
        if slowest is None or one > took:
            slowest, took = question, one
    if slowest is None:
        return "it was asked nothing"
    nothing = min(_empty() for _ in range(200))
    ratio = took / nothing
    if ratio > BUDGET:
        raise Broken(
            f"{of_code(getattr(trial.cls, slowest.hook))}: {slowest.about} takes {ratio:.0f} times as long as an empty "
            f"plugin; {BUDGET} is the most",
            "answer by what the event and the customer hold; leave waiting and working to an adapter.",
        )
    return f"its slowest answer takes {ratio:.0f} times as long as that of an empty plugin; {BUDGET} is the most"


def _least(question: Question, plugin: object) -> int:
    return min(_timed(question, plugin) for _ in range(RUNS))


def _timed(question: Question, plugin: object) -> int:
    began = perf_counter_ns()
    question.put(plugin)
    return perf_counter_ns() - began


def _empty() -> int:
    one, event, customer = Ask("empty", "on_visit", Empty().on_visit), build(Visit), Customer("c")
    began = perf_counter_ns()
    ask(one, event, customer, "EUR")
    return perf_counter_ns() - began


FAST = Law(
    "fast",
    Rung.GOLD,
    "Its slowest answer takes no longer than the engine needs for an event by itself.",
    _holds,
    needs=("loads", "silent"),
)
