"""`retention enable` and `retention disable`: a section of the store's file, put in or switched."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from attrs import frozen
from cyclopts import Parameter

from retention_sdk.cli.check import looked_over, tell_adapter, tell_strategy
from retention_sdk.cli.enabling import SWITCH, Where, put_in, section_of, switched
from retention_sdk.cli.init import first_file
from retention_sdk.cli.options import DEFAULT, FINE, Adapters, Config, Strategies
from retention_sdk.cli.overview import overview
from retention_sdk.cli.schema import refresh_schema, write_schema
from retention_sdk.cli.strategies import Own, own_adapters, own_classes, own_strategies
from retention_sdk.cli.terminal import say
from retention_sdk.errors import BadConfig
from retention_sdk.registry import ADAPTERS, Installed, installed
from retention_sdk.settings import Problems, did_you_mean, read
from retention_sdk.settings.document import as_table

Found = Installed | Own

Name = Annotated[str, Parameter(help="the strategy, guard or adapter")]


@frozen
class First:
    """What stands in a first file.

    Args:
        name: what customers call the store.
        currency: the store's currency, such as USD.
        timezone: the store's time zone, such as Europe/Prague.
    """

    name: Annotated[str, Parameter(help="of a new file: what customers call the store")] = "My store"
    currency: Annotated[str, Parameter(help="of a new file: the store's currency")] = "EUR"
    timezone: Annotated[str, Parameter(help="of a new file: the store's time zone")] = "UTC"


_FIRST = First()


def enable(
    name: Name,
    /,
    *settings: Annotated[str, Parameter(help="settings, each as key=value")],
    config: Config = DEFAULT,
    new: Annotated[First, Parameter(name="*")] = _FIRST,
    strategies: Strategies = None,
    adapters: Adapters = None,
) -> int:
    """Put a strategy, a guard or an adapter into the store's file, and say what it will do there.

    Whatever else is in the file stays as it is; where there is none, it is written as `retention init` does.
    The exit code is that of `retention check`.
    """
    is_new = not config.exists()
    text = first_file(config, new.name, new.currency, new.timezone) if is_new else _text(config)
    data = tomllib.loads(text)
    plugins: dict[str, Found] = {**installed(), **own_classes(strategies)}
    found: dict[str, Mapping[str, Found]] = {"plugins": plugins, "adapters": installed(ADAPTERS)}
    where = _where(name, [_listed(data), found])
    said, known = section_of(data, where), found[where.group]
    if where.name in _listed(data)[where.group] and (said or not settings or where.name not in known):
        if settings:
            raise BadConfig([f"{where} is in {config} already; change its settings there"])
        put = switched(text, where, on=True) if said.get(SWITCH) is False else text
    else:
        money = new.currency if is_new else Problems(read(config)).currency or new.currency
        put = put_in(text, where, known[where.name].load(), settings, money)
    if put != text or is_new:
        _write(config, put)
    if is_new:
        write_schema(config)
    else:
        refresh_schema(config)
    say(f"{where} is in {config}{' already' if put == text else ''}.")
    assembly = looked_over(config, own_strategies(strategies), own_adapters(adapters))
    if where.group == "plugins":
        tell_strategy(overview(assembly), where.name)
    else:
        tell_adapter(assembly, where.name)
    return FINE


def disable(name: Name, /, *, config: Config = DEFAULT) -> int:
    """Keep a strategy, a guard or an adapter in the store's file, and do not use it.

    What it has given stays given. `retention enable` is the way back.
    """
    text = _text(config)
    data = tomllib.loads(text)
    where = _where(name, [_listed(data)])
    if section_of(data, where).get(SWITCH) is False:
        say(f"{where} is not enabled.")
        return FINE
    _write(config, switched(text, where, on=False))
    say(f"{where} stays in {config}, and is not used.")
    return FINE


Known = Mapping[str, Mapping[str, object]]
"""What there is, by group and name."""


def _listed(data: Mapping[str, object]) -> Known:
    return {group: as_table(data.get(group)) or {} for group in ("plugins", "adapters")}


def _where(name: str, places: list[Known]) -> Where:
    """The section that is meant: one of the file, or else one for what is installed."""
    for known in places:
        for form in (name, name.replace("-", "_")):
            groups = [group for group, names in known.items() if form in names]
            if len(groups) > 1:
                raise BadConfig([f"there is a plugin and an adapter {form!r}; write the section that you mean by hand"])
            if groups:
                return Where(groups[0], form)
    names = {one for known in places for group in known.values() for one in group}
    raise BadConfig([f"nothing is called {name!r}{did_you_mean(name, sorted(names))}"])


def _text(config: Path) -> str:
    """The text of a file that is TOML, its lines ended by line feeds."""
    read(config)
    return config.read_text(encoding="utf-8-sig")


def _write(config: Path, text: str) -> None:
    """Write a file, its lines ended as they were."""
    windows = config.exists() and b"\r\n" in config.read_bytes()
    config.write_text(text, encoding="utf-8", newline="\r\n" if windows else "\n")
