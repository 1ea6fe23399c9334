"""A plugin put on trial by its name, with whatever its distribution and the store's file say of it."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from retention_sdk.errors import PluginError
from retention_sdk.testing.plugins.sample import Sample
from retention_sdk.testing.plugins.trial import Broken, Trial, sample_of
from retention_sdk.testing.plugins.trial.stories import usual_story


def tried(
    name: str, settings: Mapping[str, Any] | None = None, strategy: type | None = None, *, thorough: bool = False
) -> Trial:
    """A plugin on trial.

    Args:
        name: its name, as its entry point has it.
        settings: its table, where it offers no sample.
        strategy: its class, where it is not to be found by an entry point.
        thorough: whether to draw much more than is usual.

    Returns:
        The trial; with a usual story where the plugin offers no sample.
    """
    try:
        sample, problem = sample_of(name), ""
    except PluginError as error:
        sample, problem = None, str(error)
    trial = Trial(name, sample or Sample(settings or {}), strategy, thorough)
    if sample is None:
        trial.no_sample = problem or "the plugin offers no sample"
        with suppress(Broken, PluginError):  # the first law says why it has no hooks
            trial.sample = Sample(settings or {}, usual_story(trial.hooks))
    return trial
