"""`retention ledger check`: every wallet, recomputed."""

from cyclopts import App

from retention_sdk.cli.options import DEFAULT, FINE, FOUND, Config, Json, opened_store
from retention_sdk.cli.terminal import print_json, say
from retention_sdk.store.ledger_check import check_ledger

ledger = App(name="ledger", help="Look after the ledger.", sort_key=9)


@ledger.command
def check(*, config: Config = DEFAULT, json: Json = False) -> int:
    """Recompute every wallet from its movements, and name each that differs.

    Lots are held against what was taken out of them, and events against their customers. The exit code is 1 where
    something differs.
    """
    with opened_store(config) as (settings, store):
        found = check_ledger(store, settings.key)
    if json:
        print_json([{"code": one.code, "customer": one.customer, "sentence": one.sentence} for one in found])
    elif found:
        say(*(f"[{one.code}] {one.sentence}." for one in found), f"{len(found)} differences.")
    else:
        say("The ledger is clean: every wallet is the sum of its movements and of its lots.")
    return FOUND if found else FINE
