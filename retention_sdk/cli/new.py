"""`retention new`: a package of one's own."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from retention_sdk.cli.options import FINE
from retention_sdk.cli.terminal import say
from retention_sdk.scaffold import named, write

new = App(name="new", help="Write a package of your own: a strategy, a guard or an adapter.", sort_key=3)

Name = Annotated[str, Parameter(help="what it is called, such as happy-hour")]
Folder = Annotated[Path, Parameter(help="where its folder is made", negative="")]
Author = Annotated[str | None, Parameter(help="who writes it", negative="")]

HERE = Path()


@new.command
def plugin(name: Name, /, *, folder: Folder = HERE, author: Author = None) -> int:
    """Write a strategy: `./retention-NAME/`, with its tests, which pass, and all that publishing it takes."""
    return _written("plugin", name, folder, author)


@new.command
def guard(name: Name, /, *, folder: Folder = HERE, author: Author = None) -> int:
    """Write a guard, which refuses what strategies propose: `./retention-NAME/`, as for a strategy."""
    return _written("guard", name, folder, author)


@new.command
def adapter(name: Name, /, *, folder: Folder = HERE, author: Author = None) -> int:
    """Write an adapter, which connects a platform: `./retention-NAME/`, as for a strategy."""
    return _written("adapter", name, folder, author)


def _written(kind: str, name: str, folder: Path, author: str | None) -> int:
    names = named(name)
    target = write(kind, names, folder, author)
    place = target if target.is_absolute() else f"./{target}"
    say(f"Wrote {place}: read its README.md.", f"Next: pip install {place}", f"Then: retention enable {names.plugin}")
    return FINE
