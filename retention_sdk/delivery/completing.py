"""What becomes of the outbox when it is known what came of claims: all of it in one transaction."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, text

from retention_sdk.delivery.attempting import Barred
from retention_sdk.delivery.claim import Claim
from retention_sdk.delivery.outcome import Again, Carried, Never, Outcome, Returned
from retention_sdk.delivery.performed import next_round
from retention_sdk.delivery.receipts import to_text
from retention_sdk.delivery.saves import tell_sessions
from retention_sdk.store import Store
from retention_sdk.store.outbox import (
    DONE,
    GAVE_OUT,
    GIVEN_BACK,
    GIVEN_UP,
    KEPT,
    PERFORMED,
    RECALLED,
    REFUSED,
    REVERSED,
    TRYING,
    WAITING,
    WITHDRAWN,
    moved,
)
from retention_sdk.store.schema import customers, outbox, pauses
from retention_sdk.times import to_micros

_log = logging.getLogger("retention_sdk.delivery")

GAVE_OUT_CODE = "no_answer"
LATER_CODE = "try_later"

_DROPPED: Mapping[int, int] = {WAITING: GIVEN_UP, TRYING: GIVEN_UP, RECALLED: WITHDRAWN}

# whoever has claimed it since keeps their claim
_FREED = "leased_until = CASE WHEN leased_until = :leased THEN NULL ELSE leased_until END"
_SETTLED = f"tries = 0, first_at = NULL, next_at = :now, {_FREED}"


_WHICH = "WHERE store = :store AND key = :key AND round = :round"
_MINE = f"{_WHICH} AND leased_until = :leased"

_REST = (
    "INSERT INTO pauses (store, adapter, reason, since, until) VALUES (:store, :adapter, :reason, :now, :until) "
    "ON CONFLICT (store, adapter) DO UPDATE SET reason = excluded.reason, until = excluded.until"
)

_Rows = list[tuple[Claim, dict[str, Any]]]


def complete(store: Store, key: str, outcomes: Sequence[Outcome], now: int, rest: int) -> None:
    """Write down what came of claims. Twice changes nothing.

    What was claimed may have been taken back, or given again, since: then what was carried out is to be undone, what
    was undone is to be carried out in its next round, and what never came through needs no undoing.

    Args:
        store: the database.
        key: the store's key.
        outcomes: what came of them.
        now: in microseconds.
        rest: how long an adapter rests that is not let in, in microseconds.
    """
    with store.cold_write() as connection:
        _hold(connection, key, [one.claim for one in outcomes])
        for statement, rows in _statements(outcomes, now):
            connection.execute(text(statement), [*_keyed(key, rows)])
        undone = [one.claim for one in outcomes if isinstance(one, Carried) and one.claim.undoes]
        _undone(connection, key, undone, now)
        tell_sessions(connection, key, {one.claim.key for one in outcomes if _is_over(one)}, now)
        _rest(connection, key, outcomes, now, now + rest)


def _is_over(one: Outcome) -> bool:
    """Whether it was carried out, or nobody tries it any more."""
    return not one.claim.undoes and (isinstance(one, Carried | Never) or (isinstance(one, Again) and one.at is None))


def _keyed(store: str, rows: _Rows) -> Iterator[dict[str, Any]]:
    for claim, values in rows:
        yield {"store": store, "key": claim.key, "round": claim.round, "leased": claim.leased_until, **values}


def _hold(connection: Connection, store: str, claims: Sequence[Claim]) -> None:
    """See that nobody decides these customers' past again meanwhile."""
    whose = {claim.customer for claim in claims}
    held = select(customers.c.customer).where(customers.c.store == store, customers.c.customer.in_(whose))
    connection.execute(held.order_by(customers.c.customer).with_for_update()).all()
    keys = {claim.key for claim in claims}
    elsewhere = select(outbox.c.customer).where(
        outbox.c.store == store, outbox.c.key.in_(keys), outbox.c.customer.not_in(whose)
    )
    theirs = connection.execute(elsewhere.distinct()).scalars().all()
    if theirs:
        others = select(customers.c.customer).where(customers.c.store == store, customers.c.customer.in_(theirs))
        connection.execute(others.order_by(customers.c.customer).with_for_update()).all()


def _statements(outcomes: Iterable[Outcome], now: int) -> Iterator[tuple[str, _Rows]]:
    """What is set, and of which rows with which values."""
    found: dict[str, _Rows] = {}
    for one in outcomes:
        if isinstance(one, Carried) and one.claim.undoes:
            continue
        statement, values = _change(one, now)
        found.setdefault(statement, []).append((one.claim, values))
    for statement, rows in found.items():
        yield f"UPDATE outbox SET {statement}", rows


def _change(one: Outcome, now: int) -> tuple[str, dict[str, Any]]:
    match one:
        case Carried(claim, receipt):
            said = {"receipt": to_text(receipt), "now": now}
            return f"status = {moved(PERFORMED)}, receipt = :receipt, code = '', error = '', {_SETTLED} {_WHICH}", said
        case Never(claim, code, error, dropped):
            states = KEPT if claim.undoes else _DROPPED if dropped else REFUSED
            return (
                f"status = {moved(states)}, code = :code, error = :error, next_at = :now, {_FREED} {_WHICH}",
                {"code": code, "error": error, "now": now},
            )
        case Again(claim, None, error):
            said = {"error": error, "code": GAVE_OUT_CODE, "now": now}
            return f"status = {moved(GAVE_OUT)}, code = :code, error = :error, next_at = :now, {_FREED} {_MINE}", said
        case Again(claim, at, error):
            # what was taken back meanwhile is undone at once
            then = f"CASE WHEN status = {RECALLED} THEN :now ELSE :at END"
            said = {"error": error, "code": LATER_CODE, "now": now, "at": to_micros(at) if at else now}
            return f"code = :code, error = :error, next_at = {then}, {_FREED} {_MINE}", said
        case Returned(claim, at):
            first = None if claim.first_at is None else to_micros(claim.first_at)
            said = {"at": now if at is None else to_micros(at), "tries": claim.tries, "first": first}
            states = GIVEN_BACK[claim.was]
            return f"status = {moved(states)}, tries = :tries, first_at = :first, next_at = :at, {_FREED} {_MINE}", said
        case _:
            raise AssertionError(one)


def _undone(connection: Connection, store: str, claims: Sequence[Claim], now: int) -> None:
    """What was undone, and was given again meanwhile, has its next round."""
    if not claims:
        return
    keys = {claim.key for claim in claims}
    given = select(outbox.c.key, outbox.c.round).where(
        outbox.c.store == store, outbox.c.key.in_(keys), outbox.c.status == DONE
    )
    again = {(row.key, row.round) for row in connection.execute(given)} & {(one.key, one.round) for one in claims}
    for key, number in sorted(again):
        which = (outbox.c.store == store) & (outbox.c.key == key) & (outbox.c.round == number)
        connection.execute(next_round(which))
    statement = f"UPDATE outbox SET status = {moved(REVERSED)}, code = '', error = '', {_SETTLED} {_WHICH}"
    connection.execute(text(statement), [*_keyed(store, [(claim, {"now": now}) for claim in claims])])


def _rest(connection: Connection, store: str, outcomes: Iterable[Outcome], now: int, until: int) -> None:
    """An adapter that is not let in rests; one that carried something out does not rest any more."""
    barred = {one.claim.adapter: one.reason for one in outcomes if isinstance(one, Barred)}
    well = {one.claim.adapter for one in outcomes if isinstance(one, Carried) and one.claim.adapter} - barred.keys()
    known = select(pauses.c.adapter).where(pauses.c.store == store, pauses.c.adapter.in_([*barred, *well]))
    rested = set(connection.execute(known).scalars()) if barred or well else set[str]()
    for adapter, reason in barred.items():
        values = {"store": store, "adapter": adapter, "reason": reason, "now": now, "until": until}
        connection.execute(text(_REST), values)
        if adapter not in rested:
            _log.warning("adapter %s is not let in, so all that it carries out waits: %s", adapter, reason)
    for adapter in sorted(well & rested):
        connection.execute(delete(pauses).where(pauses.c.store == store, pauses.c.adapter == adapter))
        _log.warning("adapter %s is let in again", adapter)
