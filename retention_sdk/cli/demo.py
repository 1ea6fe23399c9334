"""`retention demo`: a year of a small shop, and what the strategies made of it."""

from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from retention_sdk.cli.figures import data, figures
from retention_sdk.cli.figures_told import tell
from retention_sdk.cli.options import DEFAULT, FINE, FOUND, Json
from retention_sdk.cli.section import in_toml, section
from retention_sdk.cli.terminal import print_json, say
from retention_sdk.demo import year
from retention_sdk.engine import Engine
from retention_sdk.errors import BadConfig
from retention_sdk.registry import installed
from retention_sdk.settings import did_you_mean, load
from retention_sdk.store import open_store

_DATABASE = 'database = "sqlite:///retention.db"'


def demo(  # noqa: PLR0913 - each is an option
    *,
    orders: Annotated[int, Parameter(validator=Number(gte=1))] = 3_000,
    seed: int = 7,
    folder: Annotated[Path | None, Parameter(negative="")] = None,
    database: Annotated[str | None, Parameter(negative="")] = None,
    beside: Annotated[Sequence[str], Parameter(name="--with", negative="", consume_multiple=False)] = (),
    json: Json = False,
) -> int:
    """Run a year of a small coffee shop through every strategy, and show who got what, what it cost and why.

    The same orders and seed give the same figures, whenever and wherever it runs.

    Args:
        orders: how many orders the year has.
        seed: another seed, another year.
        folder: keep the shop there, to look at it with the other commands; else it is thrown away.
        database: another database than a SQLite file in the folder, as postgresql://USER:PASSWORD@HOST/NAME.
        beside: a strategy or guard that is installed, to run beside the demo's own with its defaults; may be repeated.
        json: print JSON.
    """
    with _kept(folder) as place:
        config = _configured(place, database, "-".join(("demo", f"{seed}", f"{orders}", *beside)), beside)
        begun = perf_counter()
        with Engine.from_config(config) as engine:
            seen = figures(engine, engine.handle_many(year(orders, seed)), beside)
        seconds = perf_counter() - begun
    if json:
        print_json({**data(seen), "seconds": round(seconds, 3)})
    else:
        tell(seen)
        kept = f"retention customer {seen.best[0].id} --config {config}" if folder else "retention demo --folder demo"
        say("", f"Look further: {kept}", f"It took {seconds:.1f} s.")
    return FOUND if seen.differences or seen.summary.failures else FINE


@contextmanager
def _kept(folder: Path | None) -> Generator[Path]:
    """The folder of the shop; one that is thrown away where none is given."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with TemporaryDirectory(prefix="retention-demo-") as temporary:
        yield Path(temporary)


def _configured(place: Path, database: str | None, key: str, beside: Sequence[str]) -> Path:
    """The demo's file, written into a folder; each year is a store of its own."""
    text = files("retention_sdk.demo").joinpath("demo.toml").read_text(encoding="utf-8")
    for name in beside:
        text = f"{text}\n{_section(name, text)}\n"
    ours = f"database = {in_toml(database)}" if database else _DATABASE
    text = text.replace(_DATABASE, f"{ours}\nkey = {in_toml(key)}")
    config = place / DEFAULT
    if config.exists() and config.read_text(encoding="utf-8") != text:
        raise BadConfig([f"{config} is there already, and is another shop's; name another folder"])
    config.write_text(text, encoding="utf-8")
    settings = load(config).store
    with closing(open_store(settings.database, settings.key)) as store:
        store.upgrade()
    return config


def _section(name: str, text: str) -> str:
    """The section of a strategy with its defaults.

    Raises:
        BadConfig: there is none of that name, or the demo has it already.
    """
    found = installed()
    if name not in found:
        raise BadConfig([f"no plugin {name!r} is installed{did_you_mean(name, found)}"])
    if f"[plugins.{name}]" in text:
        raise BadConfig([f"the demo has {name} already"])
    return section(("plugins", name), found[name].load(), "EUR")
