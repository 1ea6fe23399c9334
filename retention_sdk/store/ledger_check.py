"""The ledger held against itself: each wallet, lot and turn that is not what the movements say."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen
from sqlalchemy import (
    Column,
    ColumnElement,
    Executable,
    Subquery,
    Table,
    case,
    distinct,
    func,
    literal,
    or_,
    select,
    text,
    union_all,
)

from retention_sdk.ledger.journal import AVAILABLE, HELD, ISSUED, PENDING
from retention_sdk.store.base import Store
from retention_sdk.store.schema import customers, events, lots, movements, wallets

_FETCHED = 1_000


@frozen
class Difference:
    """Two tables that should agree, and do not.

    Args:
        code: "wallet", "lot", "movement" or "turn".
        customer: whose it is.
        sentence: what differs, for a person.
    """

    code: str
    customer: str
    sentence: str


def check_ledger(store: Store, key: str) -> list[Difference]:
    """Recompute each wallet and lot of a store, and see that movements and events belong to their customer's turns.

    The database does it, one pass a question; only what differs leaves it.

    Args:
        store: the database.
        key: the store's key.

    Returns:
        What differs; nothing where all is well.
    """
    questions = ((_wallets, _of_wallet), (_lots, _of_lot), (_causes, _of_movement), (_turns, _of_turn))
    found: list[Difference] = []
    with store.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            # tables that nobody has analysed yet look small, and a nested loop over large ones never ends
            connection.execute(text("SET LOCAL enable_nestloop = off"))
        reader = connection.execution_options(yield_per=_FETCHED)
        for question, differences in questions:
            for row in reader.execute(question(key)):
                found.extend(differences(row))
    return found


def _sums(key: str, by: tuple[str, ...], parts: dict[Table, dict[str, Any]]) -> Subquery:
    """Tables summed up side by side, by common columns; the sum that a table does not give gets nothing from it."""
    names = [name for given in parts.values() for name in given if name not in by]
    rows = union_all(
        *(
            select(
                *((given[name] if name in given else table.c[name]).label(name) for name in by),
                *(given.get(name, literal(0)).label(name) for name in names),
            ).where(table.c.store == key)
            for table, given in parts.items()
        )
    ).subquery()
    keys = [rows.c[name] for name in by]
    return select(*keys, *(func.sum(rows.c[name]).label(name) for name in names)).group_by(*keys).subquery()


def _where(condition: ColumnElement[bool], amount: Column[int]) -> ColumnElement[int]:
    return case((condition, amount), else_=0)


def _balance(account: str) -> ColumnElement[int]:
    into, out_of = movements.c.target == account, movements.c.source == account
    return _where(into, movements.c.amount) - _where(out_of, movements.c.amount)


def _wallets(key: str) -> Executable:
    """Wallets beside their movements, and beside what is left of their lots."""
    stored = wallets.c
    sums = _sums(
        key,
        ("customer", "unit"),
        {
            wallets: {
                "rows": literal(1),
                "available": stored.available,
                "pending": stored.pending,
                "lifetime": stored.lifetime,
            },
            movements: {
                "moved_available": _balance(AVAILABLE),
                "moved_pending": _balance(PENDING) + _balance(HELD),
                "moved_lifetime": -_balance(ISSUED),
            },
            lots: {
                "left_available": _where(~lots.c.pending, lots.c.remaining),
                "left_pending": _where(lots.c.pending, lots.c.remaining),
            },
        },
    )
    c = sums.c
    wrong = or_(
        c.rows == 0,
        c.available != c.moved_available,
        c.pending != c.moved_pending,
        c.lifetime != c.moved_lifetime,
        c.available != c.left_available,
        c.pending != c.left_pending,
    )
    return select(sums).where(wrong).order_by(c.customer, c.unit)


def _of_wallet(row: Any) -> Iterator[Difference]:
    wallet = f"{row.customer}'s wallet of {row.unit}"
    if not row.rows:
        yield Difference("wallet", row.customer, f"{wallet} is missing, and there are movements or lots of it")
        return
    for name in ("available", "pending", "lifetime"):
        stored, moved = getattr(row, name), getattr(row, f"moved_{name}")
        if stored != moved:
            yield Difference("wallet", row.customer, f"{wallet} has {stored} {name}, and its movements say {moved}")
    for name in ("available", "pending"):
        stored, left = getattr(row, name), getattr(row, f"left_{name}")
        if stored != left:
            yield Difference("wallet", row.customer, f"{wallet} has {stored} {name}, and its lots hold {left}")


def _lots(key: str) -> Executable:
    """Lots beside the movements within them."""
    sums = _sums(
        key,
        ("customer", "lot"),
        {
            lots: {"lot": lots.c.key, "rows": literal(1), "amount": lots.c.amount, "remaining": lots.c.remaining},
            movements: {
                "issued": -_balance(ISSUED),
                "left": _balance(AVAILABLE) + _balance(PENDING) + _balance(HELD),
            },
        },
    )
    c = sums.c
    wrong = or_(c.rows == 0, c.amount != c.issued, c.remaining != c.left)
    return select(sums).where(wrong).order_by(c.customer, c.lot)


def _of_lot(row: Any) -> Iterator[Difference]:
    lot = f"{row.customer}'s lot {row.lot}"
    if not row.rows:
        yield Difference("lot", row.customer, f"{lot} is missing, and its movements put {row.issued} into it")
        return
    if row.amount != row.issued:
        yield Difference("lot", row.customer, f"{lot} is of {row.amount}, and its movements say {row.issued}")
    if row.remaining != row.left:
        yield Difference("lot", row.customer, f"{lot} has {row.remaining} left, and its movements say {row.left}")


def _causes(key: str) -> Executable:
    """Movements that were decided for an event that is not there."""
    m = movements.c
    of_cause = (events.c.store == m.store) & (events.c.customer == m.customer) & (events.c.turn == m.cause)
    return (
        select(m.customer, m.turn, m.place, m.amount, m.unit, m.cause)
        .select_from(movements.outerjoin(events, of_cause))
        .where(m.store == key, events.c.id.is_(None))
        .order_by(m.customer, m.turn, m.place)
    )


def _of_movement(row: Any) -> Iterator[Difference]:
    movement = f"{row.customer}'s movement {row.turn}.{row.place} of {row.amount} {row.unit}"
    yield Difference("movement", row.customer, f"{movement} is for the event of turn {row.cause}, which is missing")


def _turns(key: str) -> Executable:
    """Customers whose events have turns that are ahead of them, or one that two events share."""
    e, c = events.c, customers.c
    newest, known = func.max(e.turn).label("newest"), func.coalesce(func.max(c.turn), 0).label("known")
    many, turns = func.count().label("many"), func.count(distinct(e.turn)).label("turns")
    return (
        select(e.customer, newest, known, many, turns)
        .select_from(events.outerjoin(customers, (c.store == e.store) & (c.customer == e.customer)))
        .where(e.store == key)
        .group_by(e.customer)
        .having(or_(newest > known, many > turns))
        .order_by(e.customer)
    )


def _of_turn(row: Any) -> Iterator[Difference]:
    if row.newest > row.known:
        sentence = f"{row.customer} is at turn {row.known}, and has an event of turn {row.newest}"
        yield Difference("turn", row.customer, sentence)
    if row.many > row.turns:
        yield Difference("turn", row.customer, f"{row.customer} has {row.many} events in {row.turns} turns")
