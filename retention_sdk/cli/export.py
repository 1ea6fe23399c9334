"""`retention export`: all that is known of a person."""

from typing import Annotated

from cyclopts import Parameter

from retention_sdk.calls.exporting import exported
from retention_sdk.cli.options import DEFAULT, FINE, FOUND, Config, opened_store
from retention_sdk.cli.terminal import complain, print_json


def export(
    id: Annotated[str, Parameter(help="the customer's id in the store")],
    /,
    *,
    config: Config = DEFAULT,
) -> int:
    """Print all that is known of a customer, as JSON: for the person, who may ask for it.

    The exit code is 1 where nothing is known.
    """
    with opened_store(config) as (settings, store):
        found = exported(store, settings.key, id)
    if not found["events"]:
        complain([f"nothing is known of a customer {id!r}"])
        return FOUND
    print_json(found)
    return FINE
