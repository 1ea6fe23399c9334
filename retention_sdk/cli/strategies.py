"""A store's own strategies and adapters, from its code: `--strategies module:NAME`, `--adapters module:NAME`."""

import inspect
import sys
from importlib import import_module
from pathlib import Path
from typing import cast

from attrs import frozen

from retention_sdk.assembly import OWN
from retention_sdk.errors import BadConfig
from retention_sdk.platforms import Adapter
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
    statement: None = None

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
    return _own("strategies", place, '{"my_strategy": MyStrategy}')


def own_classes(place: str | None) -> dict[str, Own]:
    """What of a store's code a section can be for."""
    return {name: Own(one) for name, one in own_strategies(place).items() if inspect.isclass(one)}


def own_adapters(place: str | None) -> dict[str, Adapter]:
    """What a store's code hands to `Engine.from_config` to carry actions out.

    Args:
        place: "module:NAME" of a mapping of names to adapters. The current folder is looked into first.

    Returns:
        The mapping; an empty one where no place is given.

    Raises:
        BadConfig: there is no such mapping; the sentence says what was found instead.
    """
    return cast(dict[str, Adapter], _own("adapters", place, '{"my_shop": MyShop()}'))


def _own(option: str, place: str | None, example: str) -> dict[str, object]:
    if place is None:
        return {}
    module, _, name = place.partition(":")
    if not module or not name:
        raise _refused(option, place, f"write module:NAME, such as shop.{option}:{option.upper()}")
    sys.path.insert(0, str(Path.cwd()))  # for good: a module may import others later
    try:
        holds = vars(import_module(module))
    except (Exception, SystemExit) as error:
        raise _refused(option, place, f"{module} cannot be imported: {type(error).__name__}: {error}") from error
    if name not in holds:
        mappings = [known for known in holds if as_table(holds[known]) is not None and not known.startswith("_")]
        raise _refused(option, place, f"{module} has no {name!r}{did_you_mean(name, mappings)}")
    found = as_table(holds[name])
    if found is None or not all(isinstance(key, str) for key in found):
        kind = type(holds[name]).__name__
        raise _refused(option, place, f"{name} is no mapping of names but a {kind}; write {name} = {example}")
    return dict(found)


def _refused(option: str, place: str, why: str) -> BadConfig:
    return BadConfig([f"--{option} {place}: {why}"])
