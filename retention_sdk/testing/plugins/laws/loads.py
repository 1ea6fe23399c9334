"""The plugin is found and can be asked."""

from retention_sdk.contract import CURRENT, Statement
from retention_sdk.contract.statement import LINES
from retention_sdk.errors import PluginError
from retention_sdk.registry import Enabled, Registry
from retention_sdk.settings.sections import refuse_unfit
from retention_sdk.testing.judging.law import Law, Rung
from retention_sdk.testing.plugins.trial import Broken, Trial
from retention_sdk.testing.plugins.trial.places import of_error


def _holds(trial: Trial) -> str:
    place = _imported(trial)
    made = trial.made(trial.sample.settings)
    if made.plugin is not None:
        _asked(trial, made.plugin)
    if not trial.hooks:
        raise Broken(f"{place}: {trial.cls.__name__} has no hook", "mark a method such as on_purchase with @hookimpl.")
    found = f"{trial.cls.__module__}:{trial.cls.__qualname__} of {trial.origin}"
    built = "" if trial.installed is None else f", built for contract {trial.installed.statement.number}"
    return f"{found}{built}, asked in {', '.join(trial.hooks)}"


def _imported(trial: Trial) -> str:
    try:
        cls = trial.cls
    except PluginError as error:
        if trial.installed is not None and _is_newer(trial.installed.statement):
            mend = f"build it for the contract that this SDK has, and let its pyproject.toml say {LINES}."
            raise Broken(str(error), mend) from error
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


def _is_newer(statement: Statement) -> bool:
    """Whether its distribution was built for a contract that is not known here, or cannot say for which."""
    try:
        return statement.number > CURRENT
    except PluginError:
        return True


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
