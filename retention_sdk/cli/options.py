"""What the commands have in common: their options, exit codes, and the store that they open."""

from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from retention_sdk.cli.strategies import own_adapters, own_strategies
from retention_sdk.engine import Engine
from retention_sdk.errors import BadConfig
from retention_sdk.settings import StoreSettings, load
from retention_sdk.store import Store, open_store

FINE, FOUND, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
"""The exit codes; see the package's docstring."""

DEFAULT: Final = Path("retention.toml")

_CONFIG: Final = Parameter(name=["--config", "-c"], env_var="RETENTION_CONFIG", help="the store's file", negative="")

Config = Annotated[Path, _CONFIG]
ConfigIfAny = Annotated[Path | None, _CONFIG]
Strategies = Annotated[
    str | None,
    Parameter(
        name="--strategies",
        env_var="RETENTION_STRATEGIES",
        help="the store's own, as module:NAME of a mapping of names to classes or instances",
        negative="",
    ),
]
Adapters = Annotated[
    str | None,
    Parameter(
        name="--adapters",
        env_var="RETENTION_ADAPTERS",
        help="the store's own adapters, as module:NAME of a mapping of names to objects",
        negative="",
    ),
]
Json = Annotated[bool, Parameter(name="--json", help="print JSON", negative="", show_default=False)]


@contextmanager
def opened_store(config: Path) -> Generator[tuple[StoreSettings, Store]]:
    """The database of a store that has one already; strategies are not looked at."""
    settings = load(config).store
    _refuse_missing(settings)
    with closing(open_store(settings.database, settings.key)) as store:
        store.check_version()
        yield settings, store


@contextmanager
def opened_engine(config: Path, strategies: str | None, adapters: str | None = None) -> Generator[Engine]:
    """The engine of a store that has a database already."""
    _refuse_missing(load(config).store)
    with Engine.from_config(config, own_strategies(strategies), own_adapters(adapters)) as engine:
        yield engine


def _refuse_missing(settings: StoreSettings) -> None:
    """Refuse a SQLite file that is not there: opening it would make an empty one."""
    file = settings.database.removeprefix("sqlite:///")
    if file != settings.database and not Path(file).exists():
        raise BadConfig([f"{file} does not exist yet; the first event makes it, as `retention import` does"])
