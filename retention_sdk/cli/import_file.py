"""`retention import`: a file of orders, as events."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from retention_sdk.cli.importing import run
from retention_sdk.cli.options import DEFAULT, FINE, FOUND, INTERRUPTED, Config, Json, Strategies
from retention_sdk.cli.orders import Options, open_orders
from retention_sdk.cli.outcome import data, tell
from retention_sdk.cli.progress import progress
from retention_sdk.cli.strategies import own_strategies
from retention_sdk.cli.terminal import print_json
from retention_sdk.engine import Engine

_EVERYTHING = Options()


def import_file(
    file: Annotated[Path, Parameter(help="the file")],
    /,
    *,
    options: Annotated[Options, Parameter(name="*")] = _EVERYTHING,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    json: Json = False,
) -> int:
    """Import a file of orders: comma, semicolon, tab, pipe or white space between its fields, gz or not.

    Run it again at any time: orders that are known change nothing, so an import that was stopped goes on. The exit
    code is 1 where rows have problems; rows that are skipped for a stated reason are none.
    """
    with Engine.from_config(config, own_strategies(strategies)) as engine:
        orders = open_orders(file, options, engine.config.store)
        with progress(orders) as show:
            outcome = run(engine, orders.events, show)
    if json:
        print_json(data(orders, outcome))
    else:
        tell(orders, outcome)
    if outcome.interrupted:
        return INTERRUPTED
    return FOUND if orders.report.bad or outcome.refused or outcome.stopped or outcome.summary.failures else FINE
