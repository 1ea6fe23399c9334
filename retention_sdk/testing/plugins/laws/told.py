"""The plugin says what it is, what its settings do, and why it gives what it gives."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from retention_sdk.actions import Remember
from retention_sdk.contract import CURRENT
from retention_sdk.contract.statement import LINES
from retention_sdk.delivery.needs import proposed
from retention_sdk.settings import schema as schema_of
from retention_sdk.testing.judging.law import Law, Rung
from retention_sdk.testing.plugins.trial import Broken, Trial
from retention_sdk.testing.plugins.trial.counting import counted
from retention_sdk.testing.plugins.trial.places import of_code


def _holds(trial: Trial) -> str:
    if not (trial.cls.__doc__ or "").strip():
        raise Broken(f"{trial.place}: {trial.cls.__name__} has no docstring", "say in a line what it does for a store.")
    schema = schema_of(trial.cls)
    for name in _untold(schema):
        raise Broken(f"{trial.place}: nothing says what {name} does", 'say it in a line: setting(help="...").')
    _see_current(trial)
    reasons = _see_answers(trial)
    settings = len(schema["properties"]) - len(("use", "enabled"))
    return f"a docstring, {counted(settings, 'setting')} with help, {counted(reasons, 'action')} with a reason"


def _see_current(trial: Trial) -> None:
    """See that its distribution says that it was built for the contract of the hooks as it is now."""
    if trial.installed is None or trial.installed.statement.number == CURRENT:
        return
    raise Broken(
        f"{trial.origin} was built for contract {trial.installed.statement.number} of the hooks, and {CURRENT} is the "
        "one of now",
        f"do what its warnings say, and let its pyproject.toml say {LINES}.",
    )


def _untold(schema: Mapping[str, Any]) -> Iterator[str]:
    for name, form in cast("Mapping[str, Mapping[str, Any]]", schema["properties"]).items():
        if name not in ("use", "enabled") and not form.get("description", "").strip():
            yield name


def _see_answers(trial: Trial) -> int:
    """See that what it answers is of the kinds that it names, each with a reason; how many there were."""
    proposes, count = proposed(trial.plugin), 0
    if proposes is None and any(hook.startswith("on_") for hook in trial.hooks):
        raise Broken(
            f"{trial.place}: {trial.cls.__name__} does not say what it may answer",
            "name the kinds: proposes: ClassVar[tuple[type[Action], ...]] = (Credit, Remember).",
        )
    for answer in (*trial.answers, *trial.odd_answers):
        where = of_code(getattr(trial.cls, answer.question.hook))
        for action in answer.actions:
            name = type(action).__name__
            if proposes is not None and not isinstance(action, proposes):
                raise Broken(f"{where} answers a {name}, and proposes does not name it", f"name {name} in proposes.")
            if not action.reason.strip() and not isinstance(action, Remember):
                raise Broken(
                    f"{where} answers a {name} without a reason",
                    f'say why, in words that a customer may read: {name}(..., reason="...").',
                )
            count += 1
    return count


TOLD = Law(
    "told",
    Rung.GOLD,
    "It says what it is, what each setting does, what it may answer, and why it gives what it gives.",
    _holds,
    needs=("loads", "silent", "serialisable"),
)
