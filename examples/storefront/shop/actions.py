"""What the engine asks for, carried out once for its key."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from shop.database import now
from shop.events import cents
from shop.selling import Sorry, pay_back

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from shop.database import Database

Answer = tuple[int, dict[str, Any]]
"""An HTTP status, and a receipt or a reason."""

Request = dict[str, Any]


def carry_out(database: Database, request: Request) -> Answer:
    """Do what is asked, unless it was done before: then the answer is the one of then.

    Args:
        database: the shop's.
        request: what was posted, and verified.

    Returns:
        200 with the receipt, or 422 with why it never will be done.
    """
    key, action = request["key"], request["action"]
    do = DEEDS.get(action["kind"])
    if do is None:
        return 422, {"reason": f"this shop does no {action['kind']}"}
    try:
        with database.change() as change:
            known = change.execute("SELECT answer FROM done WHERE key = ?", (key,)).fetchone()
            if known:
                return 200, json.loads(known[0])
            receipt = do(change, request, action)
            values = (key, action["kind"], json.dumps(receipt), now())
            change.execute("INSERT INTO done VALUES (?, ?, ?, ?)", values)
            return 200, receipt
    except Sorry as sorry:
        return 422, {"reason": str(sorry)}


def _issue_coupon(change: sqlite3.Connection, request: Request, action: Request) -> Request:
    code = f"thanks-{token_hex(4)}"
    begins = datetime.fromisoformat(request["occurred_at"]) if request["occurred_at"] else datetime.now(UTC)
    ends = (begins + _span(action["valid_for"])).isoformat() if action["valid_for"] else "9999-12-31"
    values = (code, request["key"], request["customer"]["id"], json.dumps(action["benefit"]), ends, action["reason"])
    change.execute("INSERT INTO coupons VALUES (?, ?, ?, ?, ?, ?, 'open')", values)
    return {"reference": code, "code": code}


def _span(text: str) -> timedelta:
    """A span of days, as the engine writes it."""
    days = re.fullmatch("P([0-9]+)D", text)
    if not days:
        raise Sorry(f"this shop counts in days, and {text} is none")
    return timedelta(days=int(days[1]))


def _void_coupon(change: sqlite3.Connection, _: Request, action: Request) -> Request:
    void = "UPDATE coupons SET state = 'void' WHERE key = ? AND state = 'open'"
    if change.execute(void, (action["key"],)).rowcount:
        return {}
    return {"notes": ["it was used already, and stays used"]}


def _refund_money(change: sqlite3.Connection, request: Request, action: Request) -> Request:
    return {"reference": pay_back(change, request["customer"]["id"], action["order"], cents(action["amount"]))}


def _send_message(change: sqlite3.Connection, request: Request, action: Request) -> Request:
    values = (request["key"], request["customer"]["id"], action["template"], now())
    change.execute("INSERT INTO letters VALUES (?, ?, ?, ?)", values)
    return {}


def _create_task(change: sqlite3.Connection, request: Request, action: Request) -> Request:
    values = (request["key"], action["title"], action["role"], action["script"], request["customer"]["id"])
    change.execute("INSERT INTO tasks (key, title, role, script, customer) VALUES (?, ?, ?, ?, ?)", values)
    return {}


def _close_task(change: sqlite3.Connection, _: Request, action: Request) -> Request:
    change.execute("UPDATE tasks SET closed = 1 WHERE key = ?", (action["key"],))
    return {}


def _tag(change: sqlite3.Connection, request: Request, action: Request) -> Request:
    """Put a tag on, or take it off."""
    (known,) = change.execute("SELECT tags FROM people WHERE id = ?", (request["customer"]["id"],)).fetchone()
    tags = {*known.split()} - {action["tag"]} | ({action["tag"]} if action["kind"] == "tag" else set())
    change.execute("UPDATE people SET tags = ? WHERE id = ?", (" ".join(sorted(tags)), request["customer"]["id"]))
    return {}


def _offer(change: sqlite3.Connection, request: Request, action: Request) -> Request:
    query = "SELECT id FROM requests WHERE customer = ? AND NOT ended ORDER BY rowid DESC"
    found = change.execute(query, (request["customer"]["id"],)).fetchone()
    if found:
        change.execute(
            "INSERT INTO offers (key, request, title) VALUES (?, ?, ?)", (request["key"], found[0], action["title"])
        )
    return {}


def _discount(change: sqlite3.Connection, _: Request, action: Request) -> Request:
    values = (action["percent"], action["cycles"], action["subscription"])
    change.execute("UPDATE subscriptions SET percent = ?, cycles = ? WHERE id = ?", values)
    return {"reference": action["subscription"]}


def _end_discount(change: sqlite3.Connection, _: Request, action: Request) -> Request:
    change.execute("UPDATE subscriptions SET percent = 0, cycles = 0 WHERE id = ?", (action["subscription"],))
    return {"reference": action["subscription"]}


def _cancel(change: sqlite3.Connection, _: Request, action: Request) -> Request:
    change.execute("UPDATE subscriptions SET ended = 1 WHERE id = ?", (action["subscription"],))
    change.execute("UPDATE requests SET ended = 1 WHERE subscription = ?", (action["subscription"],))
    return {"reference": action["subscription"]}


DEEDS: dict[str, Callable[[sqlite3.Connection, Request, Request], Request]] = {
    "cancel_subscription": _cancel,
    "close_task": _close_task,
    "create_task": _create_task,
    "discount_subscription": _discount,
    "end_discount": _end_discount,
    "issue_coupon": _issue_coupon,
    "offer": _offer,
    "refund_money": _refund_money,
    "send_message": _send_message,
    "tag": _tag,
    "untag": _tag,
    "void_coupon": _void_coupon,
}
"""What this shop does; `actions` in its retention.toml says the same."""
