"""`retention why`: what an order gave and why, and what a return would take back."""

from typing import Annotated

from cyclopts import Parameter

from retention_sdk.cli.options import DEFAULT, FINE, FOUND, Config, Json, Strategies, opened_engine
from retention_sdk.cli.terminal import complain, paragraph, print_json, say
from retention_sdk.errors import BadValue
from retention_sdk.why import Why
from retention_sdk.wire import converter


def why(  # noqa: PLR0913 - each is an option of the command
    customer: Annotated[str, Parameter(help="the customer's id in the store")],
    order: Annotated[str, Parameter(help="the order's id")],
    /,
    *,
    source: Annotated[
        str | None, Parameter(help="where the order is from, where two sources have one of the id")
    ] = None,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    json: Json = False,
) -> int:
    """Show what an order gave and why, what is left of it, and what a return of each item would take back.

    Everything is as of now, and nothing is written. The exit code is 1 where the customer has no such order.
    """
    with opened_engine(config, strategies) as engine:
        try:
            found = engine.why(customer, order, source=source)
        except BadValue as error:
            complain([str(error)])
            return FOUND
    if json:
        print_json({"explained": found.explain(), **converter.unstructure(found)})
    else:
        _tell(found)
    return FINE


def _tell(found: Why) -> None:
    for line in found.explain().splitlines():
        if line.startswith("- "):
            paragraph(line)
        else:
            say(line)
