"""The scorecard of an adapter that is installed, by the contract test that its package offers."""

from retention_sdk.errors import PluginError
from retention_sdk.registry import ADAPTERS, installed
from retention_sdk.settings import did_you_mean
from retention_sdk.testing.adapters.contract import AdapterContract
from retention_sdk.testing.judging.scorecard import Card
from retention_sdk.testing.plugins.trial import SAMPLES


def adapter_card(name: str) -> Card:
    """Look at every law of adapters.

    Args:
        name: what a package offers the adapter under.

    Returns:
        The card.

    Raises:
        PluginError: there is no such adapter, or its package offers no contract test of it.
    """
    known = installed(ADAPTERS)
    if name not in known:
        raise PluginError(f"no adapter {name!r} is installed{did_you_mean(name, known)}")
    origin, sample = known[name].origin, installed(SAMPLES).get(name)
    contract: object = None if sample is None else sample.load()
    if not isinstance(contract, type) or not issubclass(contract, AdapterContract):
        raise PluginError(
            f"{origin} offers no contract test of its adapter {name!r}; name a class derived from AdapterContract "
            f'in pyproject.toml under [project.entry-points."{SAMPLES}"]'
        )
    return contract.scorecard(name, origin)
