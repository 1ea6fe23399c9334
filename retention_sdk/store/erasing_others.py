"""What others' rows tell of a person who is forgotten: whom somebody brought, or was brought by, is nobody by then."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, delete, or_, select, update

from retention_sdk.actions import Schedule
from retention_sdk.events import ContestDrawn, Referral, ReferralKept, Referred
from retention_sdk.profile import mark_of
from retention_sdk.store.schema import customers, events, schedule
from retention_sdk.wire import dumps, loads

NAMING = {Referral.kind: "friend", Referred.kind: "referrer", ReferralKept.kind: "other"}
"""The kinds of events that name somebody else, and where."""


def forget_names(connection: Connection, key: str, ids: Mapping[str, str]) -> int:
    """Let no fact of others, and nothing that was decided on one or remembered of it, name a person.

    Args:
        connection: the transaction that forgets them.
        key: the store's key.
        ids: the ids of the person, each with the name that is put in its place.

    Returns:
        How many events that named them were to happen to others, and do not.
    """
    named = (events.c.store == key) & events.c.kind.in_(NAMING) & events.c.customer.not_in(ids)
    told = select(events.c.customer).where(named, _tells(events.c.body, ids)).distinct()
    whose = list(connection.execute(told).scalars())
    columns = [events.c[name] for name in ("body", "view", "decision", "revised")]
    for row in connection.execute(
        select(events.c.source, events.c.id, *columns).where(events.c.store == key, events.c.customer.in_(whose))
    ).all():
        changed = dict(_changed(row, ids))
        if changed:
            one = (events.c.store == key) & (events.c.source == row.source) & (events.c.id == row.id)
            connection.execute(update(events).where(one).values(changed))
    for row in connection.execute(
        select(customers.c.customer, customers.c.standing).where(
            customers.c.store == key, customers.c.customer.in_(whose), _tells(customers.c.standing, ids, hashed=True)
        )
    ).all():
        one = (customers.c.store == key) & (customers.c.customer == row.customer)
        connection.execute(update(customers).where(one).values(standing=_forgets(row.standing, ids)))
    later = select(schedule.c.key, schedule.c.event).where(schedule.c.store == key, _tells(schedule.c.event, ids))
    gone = [row.key for row in connection.execute(later).all() if _names(loads(row.event), ids)]
    connection.execute(delete(schedule).where(schedule.c.store == key, schedule.c.key.in_(gone)))
    _winners(connection, key, ids)
    return len(gone)


def _winners(connection: Connection, key: str, ids: Mapping[str, str]) -> None:
    """Let draws tell nobody who of their winners a person was."""
    drawn = (events.c.store == key) & (events.c.kind == ContestDrawn.kind) & _tells(events.c.body, ids)
    columns = (events.c.source, events.c.id, events.c.body, events.c.decision)
    for row in connection.execute(select(*columns).where(drawn)).all():
        told, decision = loads(row.body), row.decision
        for id, name in ids.items():
            decision = decision.replace(f'"customer":{dumps(id)}', f'"customer":{dumps(name)}')
        body = dumps({**told, "winners": [ids.get(one, one) for one in told.get("winners", ())]})
        one = (events.c.store == key) & (events.c.source == row.source) & (events.c.id == row.id)
        connection.execute(update(events).where(one).values(body=body, decision=decision))


def _tells(column: ColumnElement[str], ids: Mapping[str, str], *, hashed: bool = False) -> ColumnElement[bool]:
    words = [*ids, *(map(mark_of, ids) if hashed else ())]
    return or_(*(column.contains(dumps(word), autoescape=True) for word in words))


def _changed(row: Row[Any], ids: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The columns of an event that name somebody, without that."""
    rules = {"body": _unnamed, "view": _forgets, "decision": _decided, "revised": _decided}
    for column, rule in rules.items():
        before = getattr(row, column)
        if before and (text := rule(before, ids)) != before:
            yield column, text


def _names(event: Mapping[str, Any], ids: Mapping[str, str]) -> bool:
    return event.get(NAMING.get(str(event.get("kind")), "")) in ids


def _unnamed(text: str, ids: Mapping[str, str]) -> str:
    """A fact without whom it names, and without what they are known by."""
    event = loads(text)
    if not _names(event, ids):
        return text
    field = NAMING[event["kind"]]
    known_by: dict[str, Any] = {"marks": []} if "marks" in event else {}
    return dumps({**event, field: ids[event[field]], **known_by})


def _forgets(text: str, ids: Mapping[str, str]) -> str:
    """A standing in which no strategy remembers an id."""
    standing = loads(text)
    if "memory" not in standing:
        return text
    words = {**ids, **{mark_of(id): mark_of(name) for id, name in ids.items()}}
    memory = _renamed(standing["memory"], words)
    return text if memory == standing["memory"] else dumps({**standing, "memory": memory})


def _decided(text: str, ids: Mapping[str, str]) -> str:
    """A decision in which nothing is scheduled for, or about, somebody."""
    decision = loads(text)
    lists = [name for name in ("granted", "reversals") if name in decision]
    found = {name: [_scheduled(one, ids) for one in decision[name]] for name in lists}
    return text if found.items() <= decision.items() else dumps({**decision, **found})


def _scheduled(one: list[Any], ids: Mapping[str, str]) -> list[Any]:
    plugin, key, action, *rest = one
    if action.get("kind") != Schedule.kind:
        return one
    fields = ("customer", *NAMING.values())
    event = {name: ids.get(value, value) if name in fields else value for name, value in action["event"].items()}
    return [plugin, key, {**action, "event": event}, *rest]


def _renamed(value: object, words: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return words.get(value, value)
    if isinstance(value, list):
        return [_renamed(item, words) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        return {words.get(name, name): _renamed(item, words) for name, item in table.items()}
    return value
