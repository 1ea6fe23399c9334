"""Numbers by which customers are found: nobody can guess one, and no table has to hold them.

A number is the beginning of the idempotency key that it was issued with, so that a look-up is a search in the index of
the outbox. It is encrypted with a salt that the store has drawn once: keys are made of what outsiders may know. A check
digit behind it catches what was mistyped.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, select, text

from retention_sdk.actions import IssueNumber
from retention_sdk.errors import BadValue
from retention_sdk.store.base import Store
from retention_sdk.store.outbox import BOOKED
from retention_sdk.store.personal import survivor
from retention_sdk.store.schema import customers, outbox, salts
from retention_sdk.times import from_micros
from retention_sdk.wire import loads

DIGITS = 18
"""How many a number has, the check digit among them."""

_HEX, _HALF = 14, 28
_ROUNDS = range(4)


@frozen
class Numbered:
    """Whom a number is of.

    Args:
        number: its digits.
        name: what it is of, such as "card".
        customer: whose it is.
        at: since when.
        valid: whether it counts: False where it was replaced, or what it was given for was taken back.
    """

    number: str
    name: str
    customer: str
    at: datetime
    valid: bool


def number_of(key: str, salt: str) -> str:
    """The number that was issued under an idempotency key."""
    left, right = divmod(int(key[:_HEX], 16), 1 << _HALF)
    for turn in _ROUNDS:
        left, right = right, left ^ _mixed(salt, turn, right)
    digits = f"{left << _HALF | right:0{DIGITS - 1}}"
    return digits + _check_digit(digits)


def key_of(number: str, salt: str) -> str:
    """The beginning of the idempotency key that a number was issued under."""
    left, right = divmod(int(number[:-1]), 1 << _HALF)
    for turn in reversed(_ROUNDS):
        left, right = right ^ _mixed(salt, turn, left), left
    return f"{left << _HALF | right:0{_HEX}x}"


def digits_of(number: str) -> str:
    """The digits of a number as it was typed or read.

    Raises:
        BadValue: it has too many or too few, or was mistyped; the message does not show it.
    """
    digits = "".join(number.split()).replace("-", "")
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdecimal()):
        raise BadValue(f"the number has to have {DIGITS} digits; read it again")
    if _check_digit(digits[:-1]) != digits[-1]:
        raise BadValue("the number's last digit does not fit the others, so one is mistyped; read it again")
    return digits


def find(store: Store, key: str, number: str) -> Numbered | None:
    """Whom a number is of.

    Args:
        store: the database.
        key: the store's key.
        number: its digits.

    Returns:
        Whose it is, and whether it counts; None where nobody has it, or whoever had it is forgotten.
    """
    begins = key_of(number, salt(store, key))
    with store.engine.connect() as connection:
        like = (outbox.c.key >= begins) & (outbox.c.key < begins + "g") & (outbox.c.kind == IssueNumber.kind)
        known = select(outbox.c.key, outbox.c.customer).where(outbox.c.store == key, like)
        rows = connection.execute(known.distinct()).all()
        if len(rows) != 1:
            return None  # of two that begin alike, which takes millions, neither counts
        row = rows[0]
        mine = _issued(connection, key, row.customer)
        found = next(one for one in mine if one.key == row.key)
        told = select(customers.c.latest).where(customers.c.store == key, customers.c.customer == row.customer)
        if not connection.execute(told).scalar():
            return None
    name = _name(found)
    counts = [one for one in mine if one.status == BOOKED and _name(one) == name]
    return Numbered(number, name, row.customer, from_micros(found.at), bool(counts) and counts[-1].key == found.key)


def current(store: Store, key: str, customer: str, name: str) -> str | None:
    """The number of a name that a customer has; None where they have none."""
    secret = salt(store, key)
    with store.engine.connect() as connection:
        mine = _issued(connection, key, survivor(connection, key, customer))
    counts = [one for one in mine if one.status == BOOKED and _name(one) == name]
    return number_of(counts[-1].key, secret) if counts else None


def salt(store: Store, key: str) -> str:
    """What makes a store's numbers unguessable."""
    with store.engine.connect() as connection:
        if found := connection.execute(_SALT, {"store": key}).scalar():
            return str(found)
    with store.cold_write() as connection:
        return salt_of(connection, key)


def salt_of(connection: Connection, key: str) -> str:
    """The same, in a writing transaction; it is drawn where there is none."""
    if found := connection.execute(_SALT, {"store": key}).scalar():
        return str(found)
    connection.execute(_DRAWN, {"store": key, "salt": token_hex(16)})
    return str(connection.execute(_SALT, {"store": key}).scalar_one())


_SALT = text(f"SELECT salt FROM {salts.name} WHERE store = :store")
_DRAWN = text(f"INSERT INTO {salts.name} (store, salt) VALUES (:store, :salt) ON CONFLICT DO NOTHING")


def _issued(connection: Connection, key: str, customer: str) -> Sequence[Row[Any]]:
    """All numbers that a customer was given, the latest last."""
    mine = (outbox.c.store == key) & (outbox.c.customer == customer) & (outbox.c.kind == IssueNumber.kind)
    columns = [outbox.c[name] for name in ("key", "body", "at", "status")]
    query = select(*columns).where(mine).order_by(outbox.c.at, outbox.c.turn, outbox.c.key)
    return connection.execute(query).all()


def _name(row: Row[Any]) -> str:
    return str(loads(row.body or "{}").get("name", ""))


def _mixed(salt: str, turn: int, half: int) -> int:
    digest = hmac.digest(salt.encode(), f"{turn}:{half}".encode(), sha256)
    return int.from_bytes(digest) % (1 << _HALF)


def _check_digit(digits: str) -> str:
    """Luhn's: one digit that is wrong, and nearly any two that are swapped, show."""
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-sum(number // 10 + number % 10 for number in doubled) % 10)
