"""A customer as they are kept: their row."""

from retention_sdk.clock import Timetable
from retention_sdk.store import Row
from retention_sdk.store.rows import micros
from retention_sdk.times import from_micros
from retention_sdk.turns.desk import Desk
from retention_sdk.wire import dumps


def customer_row(desk: Desk, timetable: Timetable) -> Row:
    """The row of a customer, as in `Writes.customers`.

    Args:
        desk: the customer.
        timetable: says when the clock has to look at them.
    """
    # what is too late for the clock as of the latest fact is too late for ever
    since = from_micros(desk.latest[0]) - timetable.late
    wakes = timetable.wakes_at(desk.customer, desk.standing, desk.wallets, since)
    return (desk.customer, desk.turn, desk.text, dumps(desk.latest), micros(wakes), desk.before)
