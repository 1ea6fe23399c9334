"""Questions that a plugin was asked, asking them again, and telling one answer from another."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, cast

from attrs import evolve, field, frozen

from retention_sdk.actions import Action
from retention_sdk.deciding.asking import MOST
from retention_sdk.errors import RetentionError
from retention_sdk.hookspecs import Refused
from retention_sdk.testing.plugins.trial.pickling import frozen_bytes
from retention_sdk.wire import to_json


@frozen(eq=False)
class Question:
    """A hook, and what a plugin's method takes of what it is asked with.

    Args:
        hook: the hook's name.
        given: what the method is given, by the names of its arguments.
    """

    hook: str
    given: Mapping[str, Any] = field(repr=False)

    @property
    def about(self) -> str:
        """What it is about, for a person: the kind and id of an event or an action, and no name of anybody."""
        event, action = self.given.get("event"), self.given.get("action")
        told = [f"{one.kind} {getattr(one, 'id', '')}".strip() for one in (action, event) if one is not None]
        return f"{self.hook}({' about '.join(told)})"

    def frozen(self) -> dict[str, bytes]:
        """What it gives as it is now, each as bytes that are others once it has been changed."""
        return {name: frozen_bytes(value) for name, value in self.given.items()}

    def put(self, plugin: object) -> "Answer":
        """Ask a plugin.

        Args:
            plugin: the instance.

        Returns:
            Its answer, or its error.
        """
        return answered(self, getattr(plugin, self.hook))


@frozen(eq=False)
class Answer:
    """What a plugin answered.

    Args:
        question: what it was asked.
        value: its answer; what can be iterated is a tuple of what came of it, and of what has no end, a bit.
        error: what it raised.
    """

    question: Question
    value: object = None
    error: BaseException | None = None

    @property
    def text(self) -> str:
        """The answer as a text that is the same for equal answers, in any process."""
        return told(self.value) if self.error is None else f"raised {type(self.error).__name__}"

    @property
    def parts(self) -> tuple[object, ...] | None:
        """What came of an answer that can be iterated; None where it cannot."""
        value = self.value
        return cast("tuple[object, ...]", value) if isinstance(value, tuple) else None

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions among what was answered."""
        return tuple(one for one in self.parts or () if isinstance(one, Action))


def answered(question: Question, method: Any) -> Answer:
    """Call a method with what a question gives it, and take all that it answers.

    Args:
        question: what is asked.
        method: a plugin's hook.

    Returns:
        The answer, or the error; only a keyboard interrupt passes.
    """
    blank = Answer(question)
    try:
        return evolve(blank, value=_taken(method(**question.given)))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever it raises is its answer
        return evolve(blank, error=error)


_WHOLE: tuple[type, ...] = (str, bytes, Mapping, Action, Refused)
"""What can be iterated, some of it, and is no list of actions."""


def _taken(value: object) -> object:
    if value is None or isinstance(value, _WHOLE) or not hasattr(value, "__iter__"):
        return value
    return tuple(islice(cast("Iterable[object]", value), MOST + 1))


def told(value: object) -> str:
    """An answer as text: actions in their stored form, times as ISO has them, and of anything else what it is."""
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(told(one) for one in cast('Iterable[object]', value))}]"
    if isinstance(value, Action):
        try:
            return to_json(value)
        except RetentionError:
            return f"a {type(value).__name__} without a stored form"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Refused):
        return f"refused: {value.code}: {value.sentence}"
    return repr(value) if isinstance(value, (str, int)) or value is None else f"a {type(value).__name__}"
