"""The pages, as HTML: what they show is what the shop's database and the engine's wallet say."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from shop.selling import PRODUCTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from shop.database import Database

LETTERS = {
    "welcome": ("Welcome!", "You are a member now. Every euro is a point, and every third espresso fills a card."),
    "apology": (
        "We are sorry.",
        "Something went wrong, and that should not have happened. Here is what we did about it.",
    ),
    "cancel_receipt": ("As you wish.", "Your subscription has ended. Thank you for the time you were with us."),
}
REASONS = {
    "price": "It is too expensive",
    "not_using": "I do not use it",
    "temporary": "Only for a while",
    "other": "Other",
}
SEVERITIES = {"low": "A small thing", "medium": "It was annoying", "high": "It spoilt it", "severe": "It did harm"}


def price(cents: int) -> str:
    """Cents as customers read them."""
    return f"€{cents // 100}.{cents % 100:02}"


def layout(title: str, body: str, who: sqlite3.Row | None, word: str = "") -> str:
    """A page around what is on it."""
    links = '<a href="/">Shop</a><a href="/account">Account</a><a href="/help">Help</a><a href="/desk">Desk</a>'
    name = f'<span class="who">{escape(who["name"])}</span>' if who else ""
    told = f'<p class="word" role="status">{escape(word)}</p>' if word else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} · Hill &amp; Bean</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/style.css"></head><body>'
        f'<header><a class="brand" href="/">Hill &amp; Bean</a><nav>{links}</nav>{name}</header>'
        f"<main><h1>{escape(title)}</h1>{told}{body}</main>"
        "<footer>A small shop that keeps its customers. Nothing here is for sale.</footer></body></html>"
    )


def form(action: str, inside: str, button: str, style: str = "") -> str:
    """A form that posts."""
    return f'<form method="post" action="{action}">{inside}<button class="{style}">{escape(button)}</button></form>'


def hidden(name: str, value: str) -> str:
    """A field that is sent along."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def choices(name: str, label: str, options: Mapping[str, str]) -> str:
    """One of a few."""
    inside = "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in options.items())
    return f'<label>{label}<select name="{name}">{inside}</select></label>'


def door() -> str:
    """Who are you?"""
    inside = (
        '<label>Name<input name="name" required></label><label>E-mail<input name="email" type="email" required></label>'
    )
    return f'<section class="card narrow">{form("/join", inside, "Come in", "main")}</section>'


def counter(database: Database, customer: str) -> str:
    """What is for sale."""
    cards = "".join(
        f'<article class="card"><div class="picture {sku}"></div><h2>{escape(name)}</h2><p>{escape(text)}</p>'
        f'<div class="row"><strong>{price(cents)}</strong>'
        f'<input type="number" name="{sku}" value="0" min="0" max="20" aria-label="How many: {escape(name)}">'
        "</div></article>"
        for sku, (name, text, cents) in PRODUCTS.items()
    )
    mine = database.rows("SELECT code FROM coupons WHERE customer = ? AND state = 'open'", customer)
    codes = "".join(f'<option value="{row["code"]}">' for row in mine)
    coupon = '<label>Coupon<input name="coupon" list="mine" placeholder="a code"></label>'
    coupon += f'<datalist id="mine">{codes}</datalist>'
    return form("/buy", f'<div class="grid">{cards}</div><div class="till">{coupon}</div>', "Pay", "main")


def account(database: Database, who: sqlite3.Row, wallets: Mapping[str, Any]) -> str:
    """Points, coupons, orders, subscription, letters."""
    have = {"points": 0, "stamps": 0} | {unit: wallet.available for unit, wallet in wallets.items()}
    tiles = "".join(f'<div class="tile"><b data-unit="{unit}">{count}</b>{unit}</div>' for unit, count in have.items())
    parts = [_coupons(database, who["id"]), _orders(database, who["id"]), _subscription(database, who["id"])]
    return f'<div class="tiles">{tiles}</div><div class="columns">{"".join(parts)}{_letters(database, who["id"])}</div>'


def _card(title: str, inside: str, empty: str) -> str:
    return f'<section class="card"><h2>{title}</h2>{inside or f"<p>{empty}</p>"}</section>'


def benefit(text: str) -> str:
    """What a coupon is good for."""
    data = json.loads(text)
    match data["kind"]:
        case "free_item":
            return f"{data['quantity']} × {PRODUCTS.get(data['sku'], (data['sku'],))[0]} for nothing"
        case "percent_off":
            return f"{data['percent']} % off"
        case "amount_off":
            return f"€{data['amount']['amount']} off"
        case _:
            return "free shipping"


def _coupons(database: Database, customer: str) -> str:
    found = database.rows("SELECT * FROM coupons WHERE customer = ? ORDER BY rowid DESC", customer)
    inside = "".join(
        f'<li class="coupon {row["state"]}"><code>{row["code"]}</code> {escape(benefit(row["benefit"]))}'
        f"<small>{row['state']} · {escape(row['reason'])}</small></li>"
        for row in found
    )
    return _card("Coupons", f"<ul>{inside}</ul>" if inside else "", "None yet. Three espressos fill a card.")


def _orders(database: Database, customer: str) -> str:
    query = (
        "SELECT o.*, sum(l.total) AS total, group_concat(l.quantity || ' × ' || l.sku, ', ') AS what FROM orders o "
        "JOIN lines l ON l.order_id = o.id WHERE customer = ? GROUP BY o.id ORDER BY o.rowid DESC"
    )
    inside = "".join(f"<li>{_order(row)}</li>" for row in database.rows(query, customer))
    return _card("Orders", f"<ul>{inside}</ul>" if inside else "", "Nothing yet.")


def _order(row: sqlite3.Row) -> str:
    paid_back = f" · {price(row['refunded'])} paid back" if row["refunded"] else ""
    head = f"{escape(row['what'])} <strong>{price(row['total'])}</strong><small>{row['id']}{paid_back}</small>"
    if row["returned_at"]:
        return f"{head}<small>sent back</small>"
    return head + form("/send-back", hidden("order", row["id"]), "Send it back", "quiet")


def _subscription(database: Database, customer: str) -> str:
    row = database.row("SELECT * FROM subscriptions WHERE customer = ? ORDER BY rowid DESC", customer)
    if row is None:
        inside = form("/subscribe", "<p>A bag of whatever we like best, every month.</p>", "Subscribe")
    elif row["ended"]:
        inside = "<p>It has ended.</p>"
    else:
        now = row["price"] * (100 - row["percent"]) // 100
        less = f" instead of {price(row['price'])}, {row['cycles']} times" if row["percent"] else ""
        inside = f"<p>A bag a month for <strong>{price(now)}</strong>{less}.</p>{_way_out(database, row['id'])}"
    return _card("Subscription", inside, "")


def _way_out(database: Database, subscription: str) -> str:
    request = database.row("SELECT * FROM requests WHERE subscription = ? AND NOT ended", subscription)
    if request is None:
        return form(
            "/cancel", hidden("subscription", subscription) + choices("reason", "Why?", REASONS), "Cancel", "quiet"
        )
    offers = database.rows("SELECT * FROM offers WHERE request = ? AND NOT answered", request["id"])
    shown = "".join(
        f'<div class="offer"><p>How about <strong>{escape(row["title"])}</strong>?</p><div class="row">'
        f"{form('/take', hidden('offer', row['key']), 'Yes, please', 'main')}"
        f"{form('/decline', hidden('offer', row['key']), 'No, thank you', 'quiet')}</div></div>"
        for row in offers
    )
    return shown + form("/leave", hidden("request", request["id"]), "Cancel now", "quiet")


def _letters(database: Database, customer: str) -> str:
    found = database.rows("SELECT * FROM letters WHERE customer = ? ORDER BY rowid DESC", customer)
    told = [(LETTERS.get(row["template"], (row["template"], "")), row["written_at"][:10]) for row in found]
    inside = "".join(f"<li><b>{escape(head)}</b> {escape(text)}<small>{day}</small></li>" for (head, text), day in told)
    return _card("Letters", f"<ul>{inside}</ul>" if inside else "", "None yet.")


def complaint(database: Database, customer: str) -> str:
    """What went wrong?"""
    orders = {row["id"]: row["id"] for row in database.rows("SELECT id FROM orders WHERE customer = ?", customer)}
    inside = choices("order", "Which order?", {**orders, "": "none of them"}) + choices(
        "severity", "How bad is it?", SEVERITIES
    )
    inside += '<label>What happened?<textarea name="text" rows="4"></textarea></label>'
    return f'<section class="card narrow">{form("/complain", inside, "Tell us", "main")}</section>'


def desk(database: Database) -> str:
    """What people have to do, and what was carried out."""
    tasks = "".join(
        f'<li class="{"closed" if row["closed"] else ""}"><b>{escape(row["title"])}</b> {escape(row["script"])}'
        f"<small>{escape(row['role'])} · {escape(row['customer'])}</small></li>"
        for row in database.rows("SELECT * FROM tasks ORDER BY rowid DESC")
    )
    done = "".join(
        f"<li><b>{row['kind'].replace('_', ' ')}</b> <code>{row['key'][:12]}</code>"
        f"<small>{row['done_at'][:19].replace('T', ' ')}</small></li>"
        for row in database.rows("SELECT * FROM done ORDER BY rowid DESC LIMIT 30")
    )
    parts = _card("Tasks", f"<ul>{tasks}</ul>" if tasks else "", "Nothing to do.")
    return (
        f'<div class="columns">{parts}{_card("Carried out", f"<ul>{done}</ul>" if done else "", "Nothing yet.")}</div>'
    )
