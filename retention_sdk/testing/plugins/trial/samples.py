"""The samples that plugins offer."""

from retention_sdk.errors import PluginError
from retention_sdk.registry import installed
from retention_sdk.testing.plugins.sample import Sample

SAMPLES = "retention_sdk.samples"
"""The group of entry points by which plugins offer their samples."""


def sample_of(name: str) -> Sample | None:
    """The sample that a plugin's distribution offers.

    Args:
        name: the plugin's name.

    Returns:
        The sample; None where there is none.

    Raises:
        PluginError: it cannot be imported, or is no `Sample`.
    """
    found = installed(SAMPLES).get(name)
    if found is None:
        return None
    sample = found.load()
    if not isinstance(sample, Sample):
        raise PluginError(f"the sample {name!r} of {found.origin} is a {type(sample).__name__}; let it be a Sample")
    return sample
