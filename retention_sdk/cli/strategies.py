"""A store's own strategies, from its code: `--strategies module:NAME`."""

import sys
from importlib import import_module
from pathlib import Path

from attrs import frozen

from retention_sdk.assembly import OWN
from retention_sdk.errors import BadConfig
from retention_sdk.settings import did_you_mean
from retention_sdk.settings.document import as_table


@frozen
class Own:
    """A class of the store's code, where one that is installed could be.

    Args:
        cls: the class.
    """

    cls: type
    origin: str = OWN

    def load(self) -> type:
        """The class."""
        return self.cls


def own_strategies(place: str | None) -> dict[str, object]:
    """What a store's code hands to `Engine.from_config`.

    Args:
        place: "module:NAME" of a mapping of names to classes or instances. The current folder is looked into first.

    Returns:
        The mapping; an empty one where no place is given.

    Raises:
        BadConfig: there is no such mapping; the sentence says what was found instead.
    """
    if place is None:
        return {}
    module, _, name = place.partition(":")
    if not module or not name:
        raise _refused(place, "write module:NAME, such as shop.strategies:STRATEGIES")
    sys.path.insert(0, str(Path.cwd()))  # for good: a module may import others later
    try:
        holds = vars(import_module(module))
    except (Exception, SystemExit) as error:
        raise _refused(place, f"{module} cannot be imported: {type(error).__name__}: {error}") from error
    if name not in holds:
        mappings = [known for known in holds if as_table(holds[known]) is not None and not known.startswith("_")]
        raise _refused(place, f"{module} has no {name!r}{did_you_mean(name, mappings)}")
    strategies = as_table(holds[name])
    if strategies is None or not all(isinstance(key, str) for key in strategies):
        kind = type(holds[name]).__name__
        raise _refused(
            place, f'{name} is no mapping of names but a {kind}; write {name} = {{"my_strategy": MyStrategy}}'
        )
    return dict(strategies)


def _refused(place: str, why: str) -> BadConfig:
    return BadConfig([f"--strategies {place}: {why}"])
