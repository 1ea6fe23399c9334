"""The plugin is found and can be asked."""

from retention_sdk.errors import PluginError
from retention_sdk.registry import Enabled, Registry
from retention_sdk.settings.sections import refuse_unfit
from retention_sdk.testing.laws.base import Law, Rung
from retention_sdk.testing.trial import Broken, Trial
from retention_sdk.testing.trial.places import of_error


def _holds(trial: Trial) -> str:
    place = _imported(trial)
    made = trial.made(trial.sample.settings)
    if made.plugin is not None:
        _asked(trial, made.plugin)
    if not trial.hooks:
        raise Broken(f"{place}: {trial.cls.__name__} has no hook", "mark a method such as on_purchase with @hookimpl.")
    return f"{trial.cls.__module__}:{trial.cls.__qualname__} of {trial.origin}, asked in {', '.join(trial.hooks)}"


def _imported(trial: Trial) -> str:
    try:
        cls = trial.cls
    except PluginError as error:
        cause = error.__cause__
        place = of_error(cause) if cause is not None else ""
        raise Broken(
            f"{place}: {error}" if place else str(error),
            "mend what the import stumbles over; a plugin is imported in the store's own process, with nothing else.",
        ) from error
    if not isinstance(cls, type):
        raise Broken(
            f"{trial.origin} names {cls!r}, which is no class", "name the class of the plugin in its entry point."
        )
    try:
        refuse_unfit(cls)
    except PluginError as error:
        raise Broken(f"{trial.place}: {error}", "decorate the class with @strategy.") from error
    return trial.place


def _asked(trial: Trial, plugin: object) -> None:
    """See that its hooks are those that there are, and can be asked."""
    try:
        Registry((Enabled(trial.name, plugin, trial.origin, trial.name),))
    except PluginError as error:
        raise Broken(
            f"{trial.place}: {error}", "name each hook, and its arguments, as docs/reference/hooks.md has them."
        ) from error


LOADS = Law(
    "loads",
    Rung.BRONZE,
    "It is found by its entry point, can be imported, and has hooks that the engine knows.",
    _holds,
)
