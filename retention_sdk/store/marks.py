"""Marks: keyed hashes by which somebody who was forgotten is recognised, and nobody is found."""

import hmac
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from attrs import field, frozen
from sqlalchemy import Connection, delete, insert, select

from retention_sdk.profile import plain_address
from retention_sdk.store.erasing import Person
from retention_sdk.store.schema import erased
from retention_sdk.wire import dumps, loads


@frozen
class Marks:
    """Makes the marks of a store.

    Args:
        secret: without it a mark says nothing, and cannot be guessed at.
        store: the store's key; the same person has other marks in another store.
    """

    secret: str = field(repr=False)
    store: str

    def of_id(self, id: str) -> str:
        """The mark of a customer's id."""
        return self._mark("id", id)

    def of_email(self, email: str) -> str:
        """The mark of an address."""
        return self._mark("email", plain_address(email))

    def remember(self, at: int, connection: Connection, person: Person) -> None:
        """Keep the marks of a person who is forgotten, with the strategies that had given them something.

        Args:
            at: when, in microseconds.
            connection: the transaction that forgets them.
            person: who it is.
        """
        marks = sorted({*map(self.of_id, person.ids), *map(self.of_email, person.emails)})
        mine = (erased.c.store == self.store) & erased.c.mark.in_(marks)
        before = connection.execute(select(erased.c.strategies).where(mine)).scalars().all()
        gave = dumps(sorted({*person.gave, *_names(before)}))
        connection.execute(delete(erased).where(mine))
        rows = [{"store": self.store, "mark": mark, "at": at, "strategies": gave} for mark in marks]
        connection.execute(insert(erased), rows)

    def _mark(self, kind: str, value: str) -> str:
        # lengths keep ("a", "bc") and ("ab", "c") apart
        text = f"{kind}:{len(self.store)}:{self.store}{value}"
        return hmac.new(self.secret.encode(), text.encode(), sha256).hexdigest()


def _names(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        names: Sequence[str] = loads(text)
        yield from names
