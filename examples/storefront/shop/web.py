"""The shop's web application (WSGI): pages and forms for customers, and two addresses for the engine."""

from __future__ import annotations

import json
from http.cookies import SimpleCookie
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

from shop import leaving, pages
from shop.actions import carry_out
from shop.database import new_id
from shop.events import Sender, happened, history
from shop.selling import PRODUCTS, Sorry, buy, send_back
from shop.webhooks import verify

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping

    from shop.database import Database

Form = dict[str, str]
STYLE = Path(__file__).with_name("style.css")
LARGEST = 1_000_000
"""Bytes of a body."""


class Shop:
    """The application.

    Args:
        database: the shop's.
        sender: tells the engine what happened.
        secret: what the engine signs with.
        wallets: what the engine has for a customer, by unit.
    """

    def __init__(
        self, database: Database, sender: Sender, secret: str, wallets: Callable[[str], Mapping[str, Any]]
    ) -> None:
        self._database, self._sender, self._secret, self._wallets = database, sender, secret, wallets
        self._forms: dict[str, Callable[[sqlite3.Connection, str, Form], str]] = {
            "/buy": self._buy,
            "/send-back": self._send_back,
            "/complain": self._complain,
            "/subscribe": self._subscribe,
            "/cancel": self._cancel,
            "/take": self._take,
            "/decline": self._decline,
            "/leave": self._leave,
        }

    def __call__(self, environ: Mapping[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        body = environ["wsgi.input"].read(min(int(environ.get("CONTENT_LENGTH") or 0), LARGEST))
        path = environ["PATH_INFO"]
        if path.startswith("/retention/"):
            return _json(start, *self._engine(path, environ, body))
        who = self._who(environ)
        if environ["REQUEST_METHOD"] == "POST":
            return self._post(path, who, dict(parse_qsl(body.decode())), start)
        if path == "/style.css":
            start("200 OK", [("Content-Type", "text/css; charset=utf-8")])
            return [STYLE.read_bytes()]
        word = dict(parse_qsl(environ.get("QUERY_STRING", ""))).get("word", "")
        return _html(start, self._page(path, who, word))

    def _engine(self, path: str, environ: Mapping[str, Any], body: bytes) -> tuple[int, dict[str, Any]]:
        headers = {
            f"webhook-{name}": environ.get(f"HTTP_WEBHOOK_{name.upper()}", "")
            for name in ("id", "timestamp", "signature")
        }
        if not verify(self._secret, headers, body):
            return 401, {"reason": "this is not signed by our engine, or not just now"}
        request = json.loads(body)
        if path == "/retention/history":
            return 200, history(self._database, request["since"], request["cursor"])
        if "ping" in request:
            return 200, {}
        answer = carry_out(self._database, request)
        self._sender.send()
        return answer

    def _who(self, environ: Mapping[str, Any]) -> sqlite3.Row | None:
        cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get("session")
        return self._database.row("SELECT * FROM people WHERE session = ?", cookie.value) if cookie else None

    def _page(self, path: str, who: sqlite3.Row | None, word: str) -> str:
        if path == "/desk":
            return pages.layout("The desk", pages.desk(self._database), who, word)
        if who is None:
            return pages.layout("Who is there?", pages.door(), None, word)
        if path == "/account":
            return pages.layout("Your account", pages.account(self._database, who, self._wallets(who["id"])), who, word)
        if path == "/help":
            return pages.layout("What went wrong?", pages.complaint(self._database, who["id"]), who, word)
        return pages.layout("Good coffee, today", pages.counter(self._database, who["id"]), who, word)

    def _post(self, path: str, who: sqlite3.Row | None, form: Form, start: Callable[..., Any]) -> Iterable[bytes]:
        if path == "/join":
            return self._join(form, start)
        if who is None or path not in self._forms:
            return _to(start, "/")
        try:
            with self._database.change() as change:
                word = self._forms[path](change, who["id"], form)
        except Sorry as sorry:
            return _to(start, "/account", str(sorry))
        self._sender.send()
        return _to(start, "/account", word)

    def _join(self, form: Form, start: Callable[..., Any]) -> Iterable[bytes]:
        session, name, email = token_urlsafe(16), form.get("name", "").strip(), form.get("email", "").strip().lower()
        with self._database.change() as change:
            known = change.execute("SELECT id FROM people WHERE email = ?", (email,)).fetchone()
            if known:  # an example: a shop would ask for a password
                change.execute("UPDATE people SET session = ? WHERE email = ?", (session, email))
            elif email:
                id = new_id("c")
                change.execute("INSERT INTO people VALUES (?, ?, ?, ?, '')", (id, name, email, session))
                happened(
                    change, "sign_up", new_id("joined"), id, profile={"name": name, "email": email, "locale": "en"}
                )
        self._sender.send()
        return _to(start, "/", "", ("Set-Cookie", f"session={session}; HttpOnly; SameSite=Lax; Path=/"))

    def _buy(self, change: sqlite3.Connection, who: str, form: Form) -> str:
        basket = {sku: int(form[sku]) for sku in PRODUCTS if form.get(sku, "").isdecimal()}
        buy(change, who, basket, form.get("coupon", "").strip())
        return "Thank you! It is on its way."

    def _send_back(self, change: sqlite3.Connection, who: str, form: Form) -> str:
        send_back(change, who, form.get("order", ""))
        return "It is paid back."

    def _complain(self, change: sqlite3.Connection, who: str, form: Form) -> str:
        about = {"text": form.get("text", ""), "severity": form.get("severity", "medium")}
        happened(change, "complaint", new_id("matter"), who, **about, order=form.get("order") or None)
        return "Thank you for telling us. We see to it."

    def _subscribe(self, change: sqlite3.Connection, who: str, _: Form) -> str:
        leaving.subscribe(change, who)
        return "The first bag comes next week."

    def _cancel(self, change: sqlite3.Connection, who: str, form: Form) -> str:
        leaving.ask(change, who, form.get("subscription", ""), form.get("reason", "other"))
        return "We are sorry to hear that."

    def _take(self, change: sqlite3.Connection, who: str, form: Form) -> str:
        leaving.answer(change, who, form.get("offer", ""), taken=True)
        return "How nice that you stay."

    def _decline(self, change: sqlite3.Connection, who: str, form: Form) -> str:
        leaving.answer(change, who, form.get("offer", ""), taken=False)
        return "As you wish."

    def _leave(self, change: sqlite3.Connection, who: str, form: Form) -> str:
        leaving.leave(change, who, form.get("request", ""))
        return "Your subscription ends."


def _json(start: Callable[..., Any], status: int, data: dict[str, Any]) -> Iterable[bytes]:
    words = {200: "OK", 401: "Unauthorized", 422: "Unprocessable Content"}
    start(f"{status} {words[status]}", [("Content-Type", "application/json")])
    return [json.dumps(data).encode()]


def _html(start: Callable[..., Any], text: str) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")])
    return [text.encode()]


def _to(start: Callable[..., Any], path: str, word: str = "", *more: tuple[str, str]) -> Iterable[bytes]:
    start("303 See Other", [("Location", f"{path}?word={quote(word)}" if word else path), *more])
    return [b""]
