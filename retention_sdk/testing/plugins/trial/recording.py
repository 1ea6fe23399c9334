"""A plugin's class that notes what it is asked and what it answers, and is otherwise the same."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from attrs import define, field

from retention_sdk import hookspecs
from retention_sdk.testing.plugins.trial.asking import Answer, Question, answered
from retention_sdk.testing.plugins.trial.watching import Reached, Watch

TOLD = ("event", "customer", "action", "after")
"""What a hook can be given."""


@define
class Record:
    """What a plugin was asked in an engine, and answered.

    Attributes:
        answers: in order.
        reached: what it asked for meanwhile.
        changed: what it changed of that which it was given, by its name, and the question.
    """

    answers: list[Answer] = field(factory=list[Answer])
    reached: list[Reached] = field(factory=list[Reached])
    changed: list[tuple[Question, str]] = field(factory=list[tuple[Question, str]])


def hooks_of(cls: type) -> tuple[str, ...]:
    """The names of the methods that a class has marked as hooks, sorted."""
    mark = f"{hookspecs.PROJECT}_impl"
    return tuple(name for name in sorted(dir(cls)) if hasattr(inspect.getattr_static(cls, name), mark))


def recorded(cls: type, record: Record) -> type:
    """A class that does as another does, and notes it.

    Args:
        cls: a plugin's class.
        record: gets what is asked and answered.

    Returns:
        A class of the same name and settings, whose hooks take the same arguments.
    """
    methods = {name: _noting(getattr(cls, name), name, record) for name in hooks_of(cls)}
    return type(cls.__name__, (cls,), {"__doc__": cls.__doc__, "__module__": cls.__module__, **methods})


def _noting(method: Callable[..., Any], hook: str, record: Record) -> Callable[..., Any]:
    takes = [name for name in inspect.signature(method).parameters if name in TOLD]

    @wraps(method)
    def noting(self: object, *values: object, **named: object) -> object:
        """Ask, note, and answer the same."""
        question = Question(hook, dict(zip(takes, values, strict=False)) | named)
        before = question.frozen()
        with Watch() as watch:
            answer = answered(question, method.__get__(self))
        record.changed += [(question, name) for name, one in question.frozen().items() if one != before[name]]
        record.reached += watch.found
        record.answers.append(answer)
        if answer.error is not None:
            raise answer.error
        return answer.value

    return noting
