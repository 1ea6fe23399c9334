"""`retention init`: a file to begin with."""

from pathlib import Path

from retention_sdk.cli.options import DEFAULT, FINE
from retention_sdk.cli.schema import mark, write_schema
from retention_sdk.cli.template import template
from retention_sdk.cli.terminal import say
from retention_sdk.errors import BadConfig
from retention_sdk.settings import load


def init(path: Path = DEFAULT, *, name: str = "My store", currency: str = "EUR", timezone: str = "UTC") -> int:
    """Write a commented retention.toml with every strategy that is installed, and the JSON Schema for editors.

    Points are enabled; whatever else the file offers stands behind a `#`. A file that is there is never overwritten.

    Args:
        path: the file to write.
        name: what customers call the store.
        currency: the store's currency, such as USD.
        timezone: the store's time zone, such as Europe/Prague.
    """
    text = first_file(path, name, currency, timezone)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise BadConfig([f"{path} is there already, and is left as it is; name another with --path"]) from None
    write_schema(path)
    say(f"Wrote {path}: read it, change it, then run `retention check`.")
    return FINE


def first_file(path: Path, name: str, currency: str, timezone: str) -> str:
    """The text of a first file.

    Args:
        path: where it will be.
        name: the store's name.
        currency: its currency.
        timezone: its time zone.

    Returns:
        TOML that is a configuration.

    Raises:
        BadConfig: there is no such currency or zone.
    """
    load({"store": {"name": name, "currency": currency, "timezone": timezone}})
    return f"{mark(path)}\n{template(name, currency, timezone)}"
