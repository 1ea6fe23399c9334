"""The inbox for people: what is in it, tried again, let go of, and cleared of what is done."""

import re
from collections.abc import Collection
from urllib.parse import unquote_plus

from attrs import frozen
from sqlalchemy import Connection, delete, func, select, update

from retention_sdk.store.base import Store
from retention_sdk.store.inbox import CAME_IN
from retention_sdk.store.schema import IS_WAITING, inbox
from retention_sdk.store.webhooks import STUCK, Status, Webhook
from retention_sdk.wire import loads

EMPTY = {**CAME_IN, "error": "", "told": "[]"}
"""What is left of a webhook that is to say nothing any more."""

PAGE, FEW = 500, 50
"""How many webhooks are deleted at once, and how many are read with their bodies."""

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def listed(store: Store, key: str, statuses: Collection[Status], most: int) -> list[Webhook]:
    """The newest webhooks of some statuses, without their bodies."""
    wanted = inbox.c.status.in_([status.value for status in statuses])
    columns = [column for column in inbox.columns if column.name != "body"]
    query = select(*columns).where(inbox.c.store == key, wanted).order_by(inbox.c.received_at.desc(), inbox.c.id)
    with store.engine.connect() as connection:
        rows = connection.execute(query.limit(most)).mappings().all()
    return [Webhook.of_row({str(name): value for name, value in row.items()} | {"body": b""}) for row in rows]


def counted(store: Store, key: str) -> dict[Status, int]:
    """How many webhooks there are of each status."""
    query = select(inbox.c.status, func.count()).where(inbox.c.store == key).group_by(inbox.c.status)
    with store.engine.connect() as connection:
        return {Status(status): count for status, count in connection.execute(query)}


@frozen
class Backlog:
    """What waits in the inbox.

    Args:
        waiting: how many webhooks.
        oldest: when the oldest of them came in, in microseconds; None where none waits.
    """

    waiting: int = 0
    oldest: int | None = None


def backlog(store: Store, key: str) -> Backlog:
    """What waits in the inbox."""
    query = select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.store == key, IS_WAITING)
    with store.engine.connect() as connection:
        return Backlog(*connection.execute(query).one())


def found(store: Store, key: str, id: str) -> Webhook | None:
    """A webhook by its id, or by enough of its beginning that no other has it; None where there is none or several."""
    query = select(inbox).where(inbox.c.store == key, inbox.c.id.startswith(id, autoescape=True)).limit(2)
    with store.engine.connect() as connection:
        rows = connection.execute(query).mappings().all()
    return Webhook.of_row({str(name): value for name, value in rows[0].items()}) if len(rows) == 1 else None


def retry(store: Store, key: str, now: int, ids: Collection[str] | None, statuses: Collection[Status] = STUCK) -> int:
    """Let webhooks wait again, as if they had just come in.

    Args:
        store: the database.
        key: the store's key.
        now: in microseconds.
        ids: which; None is all of the statuses.
        statuses: those that are tried again.

    Returns:
        How many.
    """
    wanted = (inbox.c.store == key) & inbox.c.status.in_([status.value for status in statuses])
    if ids is not None:
        wanted &= inbox.c.id.in_(ids)
    again = {"status": Status.WAITING.value, "attempts": 0, "next_at": now, "error": "", "told": "[]"}
    with store.cold_write() as connection:
        return connection.execute(update(inbox).where(wanted).values(again)).rowcount


def close(store: Store, key: str, id: str, status: Status) -> None:
    """End a webhook by a person's word: nothing is left of it but that it was there."""
    with store.cold_write() as connection:
        one = (inbox.c.store == key) & (inbox.c.id == id)
        connection.execute(update(inbox).where(one).values({**EMPTY, "status": status.value}))


def empty(store: Store, key: str) -> None:
    """Let go of all that platforms sent and nobody could handle; what was asked of a person stays."""
    over = inbox.c.status.notin_([Status.WAITING.value, Status.ASKED.value, Status.DONE.value])
    with store.cold_write() as connection:
        mine = inbox.c.store == key
        connection.execute(update(inbox).where(mine, over).values({**EMPTY, "status": Status.FORGOTTEN.value}))
        connection.execute(update(inbox).where(mine, inbox.c.status == Status.DONE.value).values(EMPTY))


def clear(store: Store, key: str, before: int) -> int:
    """Delete the webhooks that were done with before an instant, in microseconds; answers how many."""
    over = inbox.c.status.in_([Status.DONE.value, Status.FORGOTTEN.value])
    old = select(inbox.c.id).where(inbox.c.store == key, over, inbox.c.received_at < before).limit(PAGE)
    with store.engine.connect() as connection:
        if connection.execute(old.limit(1)).first() is None:
            return 0
    gone = 0
    while True:
        with store.cold_write() as connection:
            ids = connection.execute(old).scalars().all()
            gone += connection.execute(delete(inbox).where(inbox.c.store == key, inbox.c.id.in_(ids))).rowcount
        if len(ids) < PAGE:
            return gone


def forget_person(
    connection: Connection, key: str, ids: Collection[str], named: re.Pattern[str], surely: re.Pattern[str]
) -> None:
    """Empty the webhooks that tell of a person, but for those that wait to be handled.

    Args:
        connection: the transaction that forgets them.
        key: the store's key.
        ids: all ids of theirs.
        named: finds what may be theirs; what is done with and has it is emptied.
        surely: finds what is theirs alone; what nobody could handle yet is emptied only where it has that.
    """
    last = ""
    over = (Status.DONE.value, Status.FORGOTTEN.value)
    while True:
        page = select(inbox).where(inbox.c.store == key, inbox.c.id > last, inbox.c.status != Status.WAITING.value)
        rows = connection.execute(page.order_by(inbox.c.id).limit(FEW)).all()
        for row in rows:
            text = "\n".join((row.headers, row.query, _text(bytes(row.body)), row.error, row.told))
            asks = any(part.get("customer") in ids for part in loads(row.told))
            if asks or (named if row.status in over else surely).search(text):
                status = row.status if row.status in over else Status.FORGOTTEN.value
                one = (inbox.c.store == key) & (inbox.c.id == row.id)
                connection.execute(update(inbox).where(one).values({**EMPTY, "status": status}))
        if len(rows) < FEW:
            return
        last = rows[-1].id


def _text(body: bytes) -> str:
    """A body as it reads: JSON may write any letter as its number, and a form may too."""
    plain = body.decode(errors="replace")
    return unquote_plus(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), plain))
