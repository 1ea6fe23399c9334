"""`retention erase`: forget a person."""

from typing import Annotated

from cyclopts import Parameter

from retention_sdk.cli.options import DEFAULT, FINE, FOUND, UNUSABLE, Config, Strategies, opened_engine
from retention_sdk.cli.terminal import complain, say


def erase(
    id: Annotated[str, Parameter(help="the customer's id in the store")],
    /,
    *,
    yes: Annotated[bool, Parameter(name="--yes", help="really do it", negative="", show_default=False)] = False,
    config: Config = DEFAULT,
    strategies: Strategies = None,
) -> int:
    """Forget a customer for good; the sums of the ledger stay, as nobody's.

    The exit code is 1 where nothing is known of them.
    """
    if not yes:
        complain(["this cannot be undone; `retention export` shows what there is, and --yes does it"])
        return UNUSABLE
    with opened_engine(config, strategies) as engine:
        done = engine.erase(id)
    if not done.events:
        complain([f"nothing is known of a customer {id!r}"])
        return FOUND
    say(f"Forgotten: {done.events} events, {done.withdrawn} actions that waited, {done.unscheduled} that were to come.")
    if done.given_up:
        say(f"{done.given_up} actions had been taken back after they were carried out; nobody undoes them any more.")
    for unit, units in sorted(done.forfeited.items()):
        say(f"{units:,} {unit} are forfeited.")
    return FINE
