"""The settings: what a merchant writes is read, kept, or refused in words that help."""

import random
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from retention_sdk.errors import PluginError
from retention_sdk.settings import schema as schema_of
from retention_sdk.settings.annotations import kind_of
from retention_sdk.settings.secret import HIDDEN
from retention_sdk.testing.judging.law import Law, Rung
from retention_sdk.testing.plugins.trial import Broken, Trial
from retention_sdk.testing.plugins.trial.asking import Question
from retention_sdk.testing.plugins.trial.counting import counted
from retention_sdk.testing.plugins.trial.edges import WRONG, edges
from retention_sdk.testing.plugins.trial.places import of_error

COMBINED, THOROUGHLY = 30, 1_000
"""How many tables are drawn in which several settings are at an edge."""

Table = Mapping[str, Any]


def _holds(trial: Trial) -> str:
    forms = _forms(trial)
    _kept(trial)
    _refused(trial, forms)
    questions = [one for one in trial.questions if one.put(trial.plugin).error is None]
    works = refused = 0
    for drawn in _drawn(forms, THOROUGHLY if trial.thorough else COMBINED):
        if _works(trial, drawn, forms, questions):
            works += 1
        else:
            refused += 1
    return (
        f"{counted(len(forms), 'setting')}; of {works + refused} tables at the edges of their schema {works} work "
        f"and {refused} are refused by name"
    )


def _forms(trial: Trial) -> dict[str, Table]:
    """The schema of each setting."""
    try:
        found = schema_of(trial.cls)["properties"]
    except PluginError as error:
        raise Broken(f"{trial.place}: {error}", "give the setting one of these types.") from error
    return {name: form for name, form in found.items() if name not in ("use", "enabled")}


def _kept(trial: Trial) -> None:
    """See that the settings are the same when they are written and read again."""
    kind = kind_of(trial.cls)
    written = kind.write(trial.plugin)
    secrets = {name: trial.sample.settings[name] for name, value in written.items() if value == HIDDEN}
    again = trial.made(written | secrets)
    if again.plugin is None or kind.write(again.plugin) != written:
        told = again.wrong[0] if again.wrong else again.error or "they differ"
        raise Broken(
            f"{trial.place}: its settings are not the same when they are written and read again: {told}",
            "let no setting depend on another, nor be changed when the plugin is made.",
        )


def _refused(trial: Trial, forms: Mapping[str, Table]) -> None:
    """See that an unknown key, a wrong type and a value beyond its bounds are refused, and the setting is named."""
    wrong: list[tuple[str, object]] = [("no_such_setting", 1), *((name, WRONG) for name in forms)]
    for name, form in forms.items():
        wrong += [(name, bound - 1) for bound in (form.get("minimum"),) if bound is not None]
        wrong += [(name, bound + 1) for bound in (form.get("maximum"),) if bound is not None]
    for name, value in wrong:
        made = trial.made({**trial.sample.settings, name: value})
        if made.plugin is not None:
            raise Broken(f"{trial.place}: {name} = {value!r} is taken", "leave the reading of settings to @strategy.")
        _see_named(trial, {name: value}, made.wrong, [name])


def _see_named(trial: Trial, drawn: Table, wrong: tuple[str, ...], names: Collection[str]) -> None:
    for sentence in wrong:
        if not any(name in sentence for name in names):
            raise Broken(
                f"{trial.place}: {_shown(drawn)} is refused, and the setting is not named: {sentence}",
                'begin the sentence of BadValue with the setting: raise BadValue(f"rate is {rate}; write ...").',
            )


def _drawn(forms: Mapping[str, Table], combined: int) -> Iterator[Table]:
    """Each setting at each edge, then several of them."""
    at = {name: [*edges(form)] for name, form in forms.items()}
    for name, values in at.items():
        yield from ({name: value} for value in values)
    chance = random.Random(0)  # noqa: S311 - the same tables each time
    names = [name for name, values in at.items() if values]
    for _ in range(combined if len(names) > 1 else 0):
        chosen = chance.sample(names, min(len(names), chance.randint(2, 4)))
        yield {name: chance.choice(at[name]) for name in chosen}


def _works(trial: Trial, drawn: Table, forms: Collection[str], questions: list[Question]) -> bool:
    """Whether some settings are taken; then no hook may raise with them."""
    made = trial.made({**trial.sample.settings, **drawn})
    if made.error is not None:
        raise Broken(
            f"{of_error(made.error) or trial.place}: with {_shown(drawn)} it cannot be made: "
            f"{type(made.error).__name__}: {made.error}",
            "refuse it: bound the setting (ge, le, choices), or raise BadValue that begins with its name.",
        )
    if made.plugin is None:
        _see_named(trial, drawn, made.wrong, forms)
        return False
    for question in questions:
        error = question.put(made.plugin).error
        if error is not None:
            raise Broken(
                f"{of_error(error) or trial.place}: {_shown(drawn)} is taken, and then {question.about} raises "
                f"{type(error).__name__}: {error}",
                "refuse it where the settings are made: bound the setting (ge, le, choices), or raise BadValue.",
            )
    return True


def _shown(drawn: Table) -> str:
    return ", ".join(f"{name} = {value!r}" for name, value in drawn.items())


SETTINGS = Law(
    "settings",
    Rung.BRONZE,
    "Its settings come back as they were written; what cannot be is refused by name, and all else works.",
    _holds,
    needs=("loads",),
)
