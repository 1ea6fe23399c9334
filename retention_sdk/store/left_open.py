"""What a platform still has to undo for somebody who is forgotten: it stays due, and says nothing of them."""

from collections.abc import Callable

from attrs import evolve
from sqlalchemy import ColumnElement, Connection, select, update

from retention_sdk.actions import (
    Action,
    CreateTask,
    IssueCoupon,
    IssueGiftCard,
    IssueStoreCredit,
    NoInverse,
    RequestApproval,
)
from retention_sdk.store.outbox import LOOSE, STUCK, TO_UNDO, UNDONE
from retention_sdk.store.schema import outbox
from retention_sdk.wire import converter, dumps, loads

_VALUE = (IssueCoupon, IssueGiftCard, IssueStoreCredit)
_TASKS = (CreateTask, RequestApproval)


def nobodys(action: Action) -> Action | None:
    """An action that is undone as another is, and says nothing of whom that was for.

    Money that is out there is worth taking back, and a task has to be closed. What was done to a subscription is left:
    it may have ended since, and nobody knows any more.

    Args:
        action: what was carried out.

    Returns:
        The action; None where it cannot be undone without knowing whose it was.
    """
    if isinstance(action, _VALUE):
        return evolve(action, reason="")
    return CreateTask("Of a customer who is forgotten") if isinstance(action, _TASKS) else None


def leave_open(connection: Connection, mine: ColumnElement[bool], names: Callable[[str], object]) -> int:
    """Empty what the outbox has of a person, but for what undoes something by its key alone.

    Args:
        connection: the transaction that forgets them.
        mine: which rows are theirs.
        names: whether a text names them.

    Returns:
        How much was to be undone, and is not.
    """
    given_up = 0
    undoing = select(outbox.c.store, outbox.c.key, outbox.c.round, outbox.c.body, outbox.c.receipt).where(
        mine, outbox.c.status.in_((*TO_UNDO, STUCK, LOOSE))
    )
    kept = connection.execute(undoing).all()
    connection.execute(update(outbox).where(mine).values(body="", receipt="", error=""))
    for row in kept:
        granted = converter.structure(loads(row.body), Action)
        open_still = nobodys(granted)
        body = "" if open_still is None else dumps(converter.unstructure(open_still))
        one = (outbox.c.store == row.store) & (outbox.c.key == row.key) & (outbox.c.round == row.round)
        if body and not names(body):
            receipt = "" if names(row.receipt) else row.receipt
            connection.execute(update(outbox).where(one).values(body=body, receipt=receipt))
        else:
            given_up += granted.undo(row.key) not in (NoInverse.TOLD, NoInverse.BOOKED)
            connection.execute(update(outbox).where(one).values(status=UNDONE))
    return given_up
