"""What a platform asks for that is no event: to tell, to forget, or that the store has gone."""

from __future__ import annotations

from typing import Any

import pytest

from retention_sdk import BadValue, Profile, SignUp
from retention_sdk.store.webhooks import Status
from tests.audit import audit
from tests.build import START, rows
from tests.inbox.shop import QuickShop, Shop, opened, order, points, sent


def notice(kind: str, **more: str) -> dict[str, Any]:
    """A webhook of a notice."""
    return {"notices": [{"kind": kind, **more}]}


def test_forget_somebody(database_url: str) -> None:
    """They are forgotten at once, with what the platform sent of them; the webhook that says so names them no more."""
    with opened(database_url, Shop()) as engine:
        engine.receive("shop", sent(order("o-1", "anna@example.com")))
        engine.receive("shop", sent(order("o-2", "ben")))
        engine.process_inbox()
        id = engine.receive("shop", sent(notice("forget", customer="anna@example.com"))).id
        assert engine.process_inbox().counts == {"done": 1}
        assert points(engine, "anna@example.com") == 0
        assert points(engine, "ben") == 10
        assert b"anna" not in b"".join(bytes(row.body) for row in rows(engine, "inbox"))
        assert "anna" not in repr(rows(engine, "inbox"))
        assert b"ben" in b"".join(bytes(row.body) for row in rows(engine, "inbox"))
        assert engine.webhook(id).status is Status.DONE
        assert audit(engine) == []


def test_tell_somebody(database_url: str) -> None:
    """A person is asked to hand the export over, and says when it is done."""
    with opened(database_url, Shop()) as engine:
        id = engine.receive("shop", sent(notice("tell", customer="anna"))).id
        assert engine.process_inbox().counts == {"asked": 1}
        asked = engine.webhook(id)
        assert asked.told == [{"notice": "tell_customer", "customer": "anna"}]
        assert "anna" not in asked.error
        assert [webhook.id for webhook in engine.webhooks()] == [id]
        assert engine.confirm_webhook(id) == {}
        assert (engine.webhook(id).status, engine.webhook(id).body) == (Status.DONE, b"")
        with pytest.raises(BadValue, match="asks for nothing: it is done"):
            engine.confirm_webhook(id)


def test_forget_everybody(database_url: str) -> None:
    """A person is asked first; then nobody is known any more, and nothing that was sent says who they were."""
    with opened(database_url, Shop()) as engine:
        for number in range(3):
            engine.receive("shop", sent(order(f"o-{number}", f"c-{number}")))
        engine.receive("shop", sent(b'{"email": "anna@example.com"'))
        id = engine.receive("shop", sent(notice("forget store"))).id
        assert engine.process_inbox().counts == {"done": 3, "unreadable": 1, "asked": 1}
        assert points(engine, "c-0") == 10
        assert engine.confirm_webhook(id) == {"customers": 3}
        assert [points(engine, f"c-{number}") for number in range(3)] == [0, 0, 0]
        assert {bytes(row.body) for row in rows(engine, "inbox")} == {b""}
        assert engine.erase_everyone() == 0
        assert audit(engine) == []


def test_forget_everybody_at_once(database_url: str) -> None:
    """Where the file says so, nobody is asked."""
    with opened(database_url, Shop(), service={"forget_store": "erase"}) as engine:
        engine.receive("shop", sent(order("o-1")))
        engine.process_inbox()
        engine.receive("shop", sent(notice("forget store")))
        assert engine.process_inbox().counts == {"done": 1}
        assert points(engine) == 0


def test_the_store_has_gone(database_url: str) -> None:
    """Somebody is told."""
    with opened(database_url, Shop()) as engine:
        id = engine.receive("shop", sent(notice("store left"))).id
        assert engine.process_inbox().counts == {"asked": 1}
        assert "has taken our access away" in engine.webhook(id).error
        assert engine.confirm_webhook(id) == {}


def test_facts_come_before_notices(database_url: str) -> None:
    """Of a webhook with both, the facts are handled first: who is forgotten is forgotten with them."""
    with opened(database_url, Shop()) as engine:
        engine.receive("shop", sent(order("o-1", "anna") | notice("forget", customer="anna")))
        assert engine.process_inbox().counts == {"done": 1}
        assert points(engine, "anna") == 0


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (b'{"email": "\\u00c5sa@example.com"', False),
        (b'{"who": {"email": "\\u00e5sa@example.com"}}', False),
        (b"email=%C3%A5sa%40example.com&id=7", False),
        (b'{"quantity": 4711', True),
        (b'{"name": "Asa"', True),
    ],
)
def test_what_nobody_could_read(database_url: str, body: bytes, left: bool) -> None:
    """What could not be handled is emptied where it surely is theirs, however letters are written.

    A number may be anything's, and a name somebody else's: what says no more than that is kept.
    """
    who = Profile(email="åsa@example.com", name="Asa")
    with opened(database_url, QuickShop()) as engine:
        engine.handle(SignUp(id="s-1", customer="4711", occurred_at=START, profile=who))
        id = engine.receive("shop", sent(body)).id
        waiting = engine.receive("shop", sent(order("o-1", "4711"))).id
        engine.adapters["shop"].raises.append(KeyError())  # type: ignore[attr-defined]
        engine.process_inbox(most=1)
        assert engine.webhook(id).status in (Status.FAILED, Status.UNREADABLE)
        engine.erase("4711")
        assert bool(engine.webhook(id).body) == left
        assert engine.webhook(waiting).body
        assert engine.webhook(id).status is not Status.FORGOTTEN or not left
