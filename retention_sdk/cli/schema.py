"""`retention schema`: what an editor needs to know to help with the store's file."""

import inspect
from pathlib import Path
from typing import Annotated

import orjson
from cyclopts import Parameter

from retention_sdk.cli.options import DEFAULT, FINE, ConfigIfAny, Strategies
from retention_sdk.cli.strategies import Own, own_strategies
from retention_sdk.cli.terminal import print_json, say
from retention_sdk.file_schema import Loaded, file_schema
from retention_sdk.registry import ADAPTERS, installed
from retention_sdk.settings import draft

MARK = "#:schema "
"""What an editor looks for in a file's first lines."""


def schema(
    *,
    config: ConfigIfAny = None,
    strategies: Strategies = None,
    write: Annotated[bool, Parameter(help="write it beside the store's file", negative="", show_default=False)] = False,
) -> int:
    """Print the JSON Schema of the store's file, with the settings of everything that is installed.

    An editor completes the file with it, says what each setting does, and marks what is misspelt. It needs no store's
    file. Run it with --write again when something was installed.
    """
    own = own_strategies(strategies)
    if not write:
        print_json(schema_of(config if config is not None or not DEFAULT.exists() else DEFAULT, own))
        return FINE
    path = config or DEFAULT
    file = write_schema(path, own)
    say(f"Wrote {file}.")
    if path.exists() and MARK not in path.read_text(encoding="utf-8-sig"):
        say(f"Let the first line of {path} be: {mark(path)}")
    return FINE


def schema_of(config: Path | None, own: dict[str, object] | None = None) -> dict[str, object]:
    """The JSON Schema of a store's file.

    Args:
        config: the file; None where there is none.
        own: the store's own strategies.

    Returns:
        The schema.

    Raises:
        BadConfig: the file is no TOML.
    """
    classes = {name: Own(one) for name, one in (own or {}).items() if inspect.isclass(one)}
    plugins: dict[str, Loaded] = {**installed(), **classes}
    reading = None if config is None else draft(config)
    return file_schema(plugins, {**installed(ADAPTERS)}, () if reading is None else reading.plugins + reading.adapters)


def schema_path(config: Path) -> Path:
    """Where the schema of a store's file is kept: `retention.schema.json` beside `retention.toml`."""
    return config.with_suffix(".schema.json")


def mark(config: Path) -> str:
    """The line of a store's file that tells an editor where its schema is."""
    return f"{MARK}./{schema_path(config).name}"


def write_schema(config: Path, own: dict[str, object] | None = None) -> Path:
    """Write the JSON Schema of a store's file beside it.

    Args:
        config: the store's file; it need not be there.
        own: the store's own strategies.

    Returns:
        The file that was written.

    Raises:
        BadConfig: the store's file is no TOML.
    """
    file = schema_path(config)
    text = orjson.dumps(schema_of(config if config.exists() else None, own), option=orjson.OPT_INDENT_2)
    file.write_bytes(text + b"\n")
    return file


def refresh_schema(config: Path) -> bool:
    """Write the JSON Schema of a store's file again, where one is beside it.

    Args:
        config: the store's file.

    Returns:
        Whether there is one.
    """
    there = schema_path(config).exists()
    if there:
        write_schema(config)
    return there
