"""`retention ledger`: every wallet recomputed, and the corrections that wait."""

from cyclopts import App

from retention_sdk.cli.options import DEFAULT, FINE, FOUND, Config, Json, opened_store
from retention_sdk.cli.summary import counted
from retention_sdk.cli.terminal import print_json, say
from retention_sdk.store.ledger_check import check_ledger
from retention_sdk.store.waiting import Waiting, waiting

ledger = App(name="ledger", help="Look after the ledger.", sort_key=9)


@ledger.command
def check(*, config: Config = DEFAULT, json: Json = False) -> int:
    """Recompute every wallet from its movements, and name each that differs.

    Lots are held against what was taken out of them, and events against their customers. The exit code is 1 where
    something differs.
    """
    with opened_store(config) as (settings, store):
        found, unmatched = check_ledger(store, settings.key), waiting(store, settings.key)
    if json:
        print_json([{"code": one.code, "customer": one.customer, "sentence": one.sentence} for one in found])
    elif found:
        say(*(f"[{one.code}] {one.sentence}." for one in found), f"{len(found)} differences.")
    else:
        say("The ledger is clean: every wallet is the sum of its movements and of its lots.")
    if unmatched and not json:
        orders = counted(len(unmatched), "order")
        say(f"Corrections wait for {orders} that their customers have not: `retention ledger waiting`.")
    return FOUND if found else FINE


@ledger.command(name="waiting")
def waits(*, config: Config = DEFAULT, json: Json = False) -> int:
    """List the orders that were refunded or otherwise corrected, and that are not known of that customer.

    Such a correction takes nothing back until its order comes. Where another customer has an order of that id, they
    are named: the correction may be theirs. The exit code is 1 where something waits.
    """
    with opened_store(config) as (settings, store):
        found = waiting(store, settings.key)
    if json:
        print_json([{"customer": one.customer, "order": one.order, "others": one.others} for one in found])
    elif found:
        say(*map(_sentence, found))
    else:
        say("Nothing waits: every correction is of an order that is known.")
    return FOUND if found else FINE


def _sentence(one: Waiting) -> str:
    whose = f"; {', '.join(one.others)} has one of this id" if one.others else ""
    return f"A correction of {one.customer} waits for order {one.order}{whose}."
