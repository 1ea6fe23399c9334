"""`retention customer`: who somebody is, what they have, and why."""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from retention_sdk.cli.options import DEFAULT, FINE, FOUND, Config, Json, Strategies, opened_engine
from retention_sdk.cli.portrait import data, portrait, tell
from retention_sdk.cli.terminal import complain, print_json


def customer(
    id: Annotated[str, Parameter(help="the customer's id in the store")],
    /,
    *,
    last: Annotated[int, Parameter(validator=Number(gte=1), help="how many decisions and rewards are shown")] = 5,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    json: Json = False,
) -> int:
    """Show a customer: wallets, open lots with their expiry, rewards, and the last decisions, explained.

    Everything is as of now. The exit code is 1 where nothing is known of the customer.
    """
    with opened_engine(config, strategies) as engine:
        seen = portrait(engine, id, last)
    if seen is None:
        complain([f"nothing is known of a customer {id!r}"])
        return FOUND
    if json:
        print_json(data(seen))
    else:
        tell(seen)
    return FINE
