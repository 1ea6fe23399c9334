"""What happened, told to the engine: written down together with it, sent right after, and again until it is taken."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from shop.database import now
from shop.webhooks import sign

if TYPE_CHECKING:
    import sqlite3

    from shop.database import Database


def euros(cents: int) -> dict[str, str]:
    """Money, as the schema has it."""
    sign_, whole, rest = "-" if cents < 0 else "", *divmod(abs(cents), 100)
    return {"amount": f"{sign_}{whole}.{rest:02}", "currency": "EUR"}


def cents(money: dict[str, str]) -> int:
    """Cents of money in euros, as the schema has it."""
    return int(money["amount"].replace(".", ""))


def happened(change: sqlite3.Connection, kind: str, id: str, customer: str, **fields: Any) -> None:
    """Write down that something happened, in the transaction in which it did."""
    at = now()
    event = {"kind": kind, "id": id, "customer": customer, "occurred_at": at, **fields}
    change.execute("INSERT INTO events (id, body, happened_at) VALUES (?, ?, ?)", (id, json.dumps(event), at))


class Sender:
    """Sends what was written down.

    Args:
        database: the shop's.
        url: where the engine takes events.
        secret: what they are signed with.
    """

    def __init__(self, database: Database, url: str, secret: str) -> None:
        self._database, self._url, self._secret = database, url, secret

    def send(self) -> bool:
        """Send what is not sent yet, the oldest first, a hundred at a time.

        Returns:
            Whether all of it was taken. What was not is sent another time: the engine knows events by their ids.
        """
        while waiting := self._database.rows("SELECT * FROM events WHERE NOT sent ORDER BY place LIMIT 100"):
            body = f"[{','.join(row['body'] for row in waiting)}]".encode()
            headers = {"Content-Type": "application/json", **sign(self._secret, f"events-{waiting[0]['place']}", body)}
            request = urllib.request.Request(self._url, body, headers)  # noqa: S310 - our own setting
            try:
                with urllib.request.urlopen(request, timeout=10):  # noqa: S310
                    pass
            except (urllib.error.URLError, TimeoutError):
                return False
            with self._database.change() as change:
                change.execute("UPDATE events SET sent = 1 WHERE place <= ?", (waiting[-1]["place"],))
        return True


def history(database: Database, since: str | None, cursor: str | None) -> dict[str, Any]:
    """A page of all that happened, for a first import and for what was missed."""
    query = "SELECT * FROM events WHERE happened_at >= ? AND place > ? ORDER BY place LIMIT 100"
    found = database.rows(query, (since or "").removesuffix("Z"), int(cursor or 0))
    following = str(found[-1]["place"]) if len(found) == 100 else None
    return {"events": [json.loads(row["body"]) for row in found], "next": following}
