"""A platform that outlives its callers: what it was asked for is in a file of its own, and so is what it made."""

from __future__ import annotations

import random
import sqlite3
from time import sleep
from typing import TYPE_CHECKING, Any

from attrs import define, field

from retention_sdk import Action, actions
from retention_sdk.platforms import FIRST, Receipt, Refused, Repeat, TryLater

if TYPE_CHECKING:
    from collections.abc import Mapping

    from retention_sdk.platforms import Attempt

CAPABILITIES: Mapping[str, Repeat] = {
    **dict.fromkeys(actions.KINDS, Repeat.KEYED),
    "issue_coupon": Repeat.NATURAL,
    "tag": Repeat.SET,
    "refund_money": Repeat.UNSAFE,
    "send_message": Repeat.UNSAFE,
}
"""A kind of each class of repeats."""

TABLES = "CREATE TABLE IF NOT EXISTS made (place INTEGER PRIMARY KEY, key TEXT, kind TEXT, whom TEXT, at TEXT)"


@define
class LedgerShop:
    """Carries out what it is asked for; of what is unsafe, as often as it is asked blindly.

    Args:
        path: of its file.
        seed: of its vices; None has none.
        name: the adapter's.
    """

    path: str
    seed: int | None = None
    name: str = "shop"
    channel: str | None = None
    dice: random.Random = field(factory=random.Random)

    @property
    def capabilities(self) -> Mapping[str, Repeat]:
        """Everything."""
        return CAPABILITIES

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Carries out, with vices: busy before it, an answer lost after it, or slow."""
        vice = self.dice.random() if self.seed is not None else 1.0
        if vice < 0.1:
            raise TryLater("busy")
        if vice < 0.12 and action.kind == "tag" and attempt.first_at is None:
            raise Refused("this tag is not allowed")
        with sqlite3.connect(self.path, timeout=60, isolation_level=None) as db:
            db.execute("BEGIN IMMEDIATE")
            if not self._has(db, action.kind, key, attempt):
                whom = attempt.whom.id if attempt.whom else ""
                values = (key, action.kind, whom, attempt.at.isoformat() if attempt.at else "")
                db.execute("INSERT INTO made (key, kind, whom, at) VALUES (?, ?, ?, ?)", values)
            db.execute("COMMIT")
        db.close()
        if vice < 0.25:
            raise TryLater("the answer is lost")
        sleep(0.002)
        return Receipt(reference=key)

    def _has(self, db: sqlite3.Connection, kind: str, key: str, attempt: Attempt) -> bool:
        # what is unsafe is looked for only where it may be there: whoever tries it blindly twice has it twice
        if CAPABILITIES[kind] is Repeat.UNSAFE and attempt.first_at is None:
            return False
        return db.execute("SELECT 1 FROM made WHERE key = ?", (key,)).fetchone() is not None

    def made(self) -> list[tuple[str, str, str, str]]:
        """(key, kind, whom, at) of all that it made, in order."""
        with sqlite3.connect(self.path) as db:
            rows = db.execute("SELECT key, kind, whom, at FROM made ORDER BY place").fetchall()
        db.close()
        return rows

    def begin(self) -> LedgerShop:
        """Makes its file."""
        with sqlite3.connect(self.path) as db:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=OFF")
            db.execute(TABLES)
        db.close()
        return self

    def receive(self, request: Any) -> Any:  # noqa: ARG002 - it never hears of anything
        """Nothing comes in."""
        return ()

    def history(self, since: Any = None) -> Any:  # noqa: ARG002
        """Nothing happened."""
        return iter(())

    def setup(self) -> Any:
        """Nothing to do."""
        return ()

    def doctor(self) -> Any:
        """All is well."""
        return ()
