"""`retention ledger`: every wallet recomputed, and the corrections that wait."""

from attrs import asdict
from cyclopts import App

from retention_sdk.cli.options import DEFAULT, FINE, FOUND, Config, Json, opened_store
from retention_sdk.cli.summary import counted
from retention_sdk.cli.terminal import print_json, say
from retention_sdk.store.ledger_check import check_ledger
from retention_sdk.store.unmatched import unmatched
from retention_sdk.store.waiting import Waiting, waiting

ledger = App(name="ledger", help="Look after the ledger.", sort_key=9)


@ledger.command
def check(*, config: Config = DEFAULT, json: Json = False) -> int:
    """Recompute every wallet from its movements, and name each that differs.

    Lots are held against what was taken out of them, and events against their customers. The exit code is 1 where
    something differs.
    """
    with opened_store(config) as (settings, store):
        found, waits_for = check_ledger(store, settings.key), waiting(store, settings.key)
    if json:
        print_json([{"code": one.code, "customer": one.customer, "sentence": one.sentence} for one in found])
    elif found:
        say(*(f"[{one.code}] {one.sentence}." for one in found), f"{len(found)} differences.")
    else:
        say("The ledger is clean: every wallet is the sum of its movements and of its lots.")
    if waits_for and not json:
        orders = counted(len(waits_for), "order")
        say(f"Corrections wait for {orders} not known of their customer: see `retention ledger waiting`.")
    return FOUND if found else FINE


@ledger.command(name="waiting")
def waits(*, config: Config = DEFAULT, json: Json = False) -> int:
    """List the orders that were refunded or otherwise corrected, and that are not known of that customer.

    Such a correction takes nothing back until its order comes. Where another customer has an order of that id, they
    are named: the correction may be theirs.
    """
    with opened_store(config) as (settings, store):
        found = waiting(store, settings.key)
    if json:
        print_json([{"customer": one.customer, "order": one.order, "others": one.others} for one in found])
    elif found:
        say(*map(_sentence, found))
    else:
        say("Nothing waits: every correction is of an order that is known.")
    return FINE


@ledger.command(name="unmatched")
def not_found(*, config: Config = DEFAULT, json: Json = False) -> int:
    """List the refunds of items or amounts that none of their customer's orders has.

    Nothing was taken back for those. An order that comes later, and is older than the refund, takes it up.
    """
    with opened_store(config) as (settings, store):
        found = list(unmatched(store, settings.key))
    if json:
        print_json([asdict(one) for one in found])
    elif found:
        say(*(f"Refund {one.refund} of {one.customer}: {one.sentence}" for one in found))
    else:
        say("Every refund was found among its customer's orders.")
    return FINE


def _sentence(one: Waiting) -> str:
    whose = f"; {', '.join(one.others)} has one of this id" if one.others else ""
    return f"A correction of {one.customer} waits for order {one.order}{whose}."
