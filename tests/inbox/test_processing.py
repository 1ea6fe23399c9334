"""`engine.process_inbox`: what waits is read and handled, each event once, and what cannot be is kept and told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from retention_sdk import BadValue, Engine
from retention_sdk.errors import CredentialsRefused, InvalidSignature, Refused, TryLater, UnreadableWebhook
from retention_sdk.store.inbox import claim
from retention_sdk.store.webhooks import Status
from retention_sdk.times import from_micros, to_micros
from tests.audit import audit
from tests.build import after, rows
from tests.inbox.shop import QuickShop, Shop, opened, order, points, sent


def test_many_together(database_url: str) -> None:
    """All events of several webhooks are handled, and each says what it held."""
    with opened(database_url, Shop()) as engine:
        ids = [engine.receive("shop", sent(order(f"o-{number}", f"c-{number % 3}"))).id for number in range(9)]
        assert engine.process_inbox(most=6).counts == {"done": 6}
        assert engine.process_inbox(most=6).counts == {"done": 3}
        assert engine.process_inbox().webhooks == 0
        assert [points(engine, f"c-{number}") for number in range(3)] == [30, 30, 30]
        assert engine.webhook(ids[0]).told == [{"event": "o-0", "source": "shop", "kind": "purchase"}]
        assert audit(engine) == []


def test_the_oldest_first(database_url: str) -> None:
    """What waits longest is taken first."""
    shop = QuickShop()
    with opened(database_url, shop) as engine:
        for number in (2, 0, 1):
            engine.receive("shop", sent(order(f"o-{number}")), at=after(number))
        engine.process_inbox(most=2, now=after(9))
        assert [request.at for request in shop.seen] == [after(0), after(1)]


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (UnreadableWebhook("no order in it"), "unreadable", "no order in it"),
        (BadValue("an order without a total"), "unreadable", "an order without a total"),
        (CredentialsRefused("the key is not known"), "failed", "CredentialsRefused: the key is not known"),
        (Refused("no such order"), "failed", "Refused: no such order"),
        (KeyError("total"), "failed", "KeyError: 'total' at "),
        (SystemExit(3), "failed", "SystemExit: 3 at "),
        (InvalidSignature("of an old secret"), "failed", "and is not now: of an old secret"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_wrong(database_url: str, error: BaseException, status: str, told: str) -> None:
    """Each way to be wrong is kept with its reason, harms no other, and is handled after the fix."""
    shop = QuickShop(raises=[None, error])
    with opened(database_url, shop) as engine:
        for number in range(3):
            engine.receive("shop", sent(order(f"o-{number}")), at=after(number))
        assert engine.process_inbox(now=after(9)).counts == {"done": 2, status: 1}
        (stuck,) = engine.webhooks()
        assert stuck.status.word == status
        assert told in engine.webhook(stuck.id).error
        assert points(engine) == 20
        assert engine.process_inbox(now=after(99)).webhooks == 0
        assert engine.retry_webhooks(at=after(99)) == 1
        assert engine.process_inbox(now=after(99)).counts == {"done": 1}
        assert points(engine) == 30
        assert engine.webhook(stuck.id).error == ""


def test_what_no_adapter_answers(database_url: str) -> None:
    """An adapter that answers what is no event has failed, and says what it answered."""

    class Odd(QuickShop):
        def receive(self, _: Any) -> Any:
            """Answer a text."""
            return ["an order"]

    with opened(database_url, Odd()) as engine:
        id = engine.receive("shop", sent(order("o-1"))).id
        assert engine.process_inbox().counts == {"failed": 1}
        assert engine.webhook(id).error == "its adapter answered a str, which is no event"


def test_what_the_engine_does_not_take(database_url: str) -> None:
    """A conflict, or another currency, is kept with its reason; the webhook's other events count."""
    both = {"orders": [{"id": "o-1", "customer": "c", "total": "99.00"}, {"id": "o-2", "customer": "c", "total": "7"}]}
    foreign = {"orders": [{"id": "o-3", "customer": "c", "total": "5", "currency": "USD"}]}
    with opened(database_url, Shop()) as engine:
        engine.receive("shop", sent(order("o-1")))
        engine.process_inbox()
        refused = [engine.receive("shop", sent(body)).id for body in (both, foreign)]
        engine.receive("shop", sent(order("o-4")))
        assert engine.process_inbox().counts == {"refused": 2, "done": 1}
        assert "event 'o-1' from 'shop' was handled with another body" in engine.webhook(refused[0]).error
        assert "is in USD" in engine.webhook(refused[1]).error
        assert points(engine) == 27


def test_later(database_url: str) -> None:
    """What the platform has to be asked for another time waits, as long as it says or longer each time."""
    busy = TryLater("the shop is busy")
    shop = QuickShop(raises=[TryLater("busy", timedelta(minutes=5)), busy, busy, None])
    with opened(database_url, shop) as engine:
        id = engine.receive("shop", sent(order("o-1")), at=after(0)).id
        waits, now = [], after(0)
        for _ in range(3):
            assert engine.process_inbox(now=now).counts == {"waiting": 1}
            assert engine.process_inbox(now=now).webhooks == 0
            waits.append(from_micros(engine.webhook(id).next_at) - now)
            now = from_micros(engine.webhook(id).next_at)
        assert waits == [timedelta(minutes=5), timedelta(seconds=20), timedelta(seconds=40)]
        assert engine.webhook(id).error == "the shop is busy"
        assert engine.process_inbox(now=now).counts == {"done": 1}
        assert points(engine) == 10


def test_killed_while_it_worked(database_url: str) -> None:
    """What a worker had taken is somebody else's when its lease ends; should it come back, its word does not count."""
    with opened(database_url, QuickShop()) as engine:
        id = engine.receive("shop", sent(order("o-1")), at=after(0)).id
        key, until = engine.config.store.key, to_micros(after(0, minutes=2))
        assert len(claim(engine.store, key, ["shop"], to_micros(after(0)), until, 10)) == 1
        assert engine.process_inbox(now=after(0, minutes=1)).webhooks == 0
        assert engine.process_inbox(now=after(0, minutes=3)).counts == {"done": 1}
        assert engine.webhook(id).attempts == 2


def test_somebody_was_faster(database_url: str) -> None:
    """Of two workers who have the same webhook, the events count once, and the later one's word is not written."""
    slow = QuickShop()
    with opened(database_url, slow) as first, opened(database_url, QuickShop()) as second:
        id = first.receive("shop", sent(order("o-1")), at=after(0)).id

        class Overtaken(QuickShop):
            def receive(self, _: Any) -> Any:
                """Be overtaken, then answer that it is too early."""
                assert second.process_inbox(now=after(1)).counts == {"done": 1}
                raise TryLater("busy")

        with opened(database_url, Overtaken()) as engine:
            engine.process_inbox(now=after(0))
        assert first.webhook(id).status is Status.DONE
        assert points(first) == 10


def test_given_back(database_url: str) -> None:
    """A worker that has no time for all that it took gives the rest back at once, as if it had not been tried."""
    with opened(database_url, Shop()) as engine:
        for number in range(4):
            engine.receive("shop", sent(order(f"o-{number}")))
        assert engine.process_inbox(lease=timedelta(0)).counts == {"done": 1}
        assert sorted(row.attempts for row in rows(engine, "inbox")) == [0, 0, 0, 1]
        assert engine.process_inbox().counts == {"done": 3}


def died(engine: Engine, times: int) -> None:
    """Let a worker claim all that waits and be killed, some times."""
    for number in range(times):
        now = to_micros(after(number))
        assert claim(engine.store, engine.config.store.key, ["shop"], now, now, 10)


def test_nobody_lived_to_tell(database_url: str) -> None:
    """A webhook that ends whoever reads it is not read for ever."""
    with opened(database_url, Shop()) as engine:
        id = engine.receive("shop", sent(order("o-1")), at=after(0)).id
        died(engine, 25)
        assert engine.process_inbox(now=after(99)).counts == {"failed": 1}
        assert "25 times whoever processed it came to its end" in engine.webhook(id).error


def test_suspects_are_taken_alone(database_url: str) -> None:
    """Where workers died of one of several webhooks, each is taken alone: those that are well come to no harm."""
    with opened(database_url, Shop()) as engine:
        for number in range(3):
            engine.receive("shop", sent(order(f"o-{number}")), at=after(0))
        died(engine, 5)
        for _ in range(3):
            assert engine.process_inbox(now=after(99)).counts == {"done": 1}
        assert points(engine) == 30


def test_another_adapters(database_url: str) -> None:
    """Who does not have an adapter leaves its webhooks to those who have."""
    with opened(database_url, Shop()) as engine:
        engine.receive("shop", sent(order("o-1")))
    with opened(database_url, Shop(name="other")) as engine:
        assert engine.process_inbox().webhooks == 0
    with opened(database_url, Shop()) as engine:
        assert engine.process_inbox().counts == {"done": 1}


def test_one_spoils_no_transaction(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the handling of one breaks, the others are handled all the same; a database that is away is nobody's."""
    whole = Engine.results

    def breaks(engine: Engine, events: Any) -> Any:
        events = list(events)
        if any(event.id == "o-1" for event in events):
            raise breaking
        return whole(engine, events)

    monkeypatch.setattr(Engine, "results", breaks)
    with opened(database_url, Shop()) as engine:
        for number in range(3):
            engine.receive("shop", sent(order(f"o-{number}")), at=after(0))
        breaking: Exception = ZeroDivisionError("a mistake of ours")
        assert engine.process_inbox(now=after(0)).counts == {"done": 2, "failed": 1}
        engine.retry_webhooks(at=after(0))
        breaking = TimeoutError("away")
        with pytest.raises(TimeoutError):
            engine.process_inbox(now=after(0))
        monkeypatch.undo()
        assert engine.process_inbox(now=after(1)).counts == {"done": 1}
        assert points(engine) == 30


def test_what_a_person_asks(database_url: str) -> None:
    """Webhooks are found by the beginning of their id, tried again by it whatever became of them, and let go of."""
    with opened(database_url, QuickShop(raises=[UnreadableWebhook("?")])) as engine:
        id = engine.receive("shop", sent(order("o-1"))).id
        engine.process_inbox()
        assert engine.webhook(id[:6]).id == id
        with pytest.raises(BadValue, match="no webhook of the inbox is 'nonsense'"):
            engine.webhook("nonsense")
        with pytest.raises(BadValue, match=r"'unreadible' is no status.*'unreadable'"):
            engine.webhooks("unreadible")
        engine.forget_webhook(id)
        gone = engine.webhook(id)
        assert (gone.status, gone.body, gone.headers, gone.error) == (Status.FORGOTTEN, b"", {}, "")
        assert engine.retry_webhooks(id) == 0
        assert engine.receive("shop", sent(order("o-1"))).status == "known"
        other = engine.receive("shop", sent(order("o-2"))).id
        engine.process_inbox()
        assert engine.retry_webhooks(other) == 1
        assert engine.process_inbox().counts == {"done": 1}
        assert points(engine) == 10


def test_cleared_by_workers(database_url: str) -> None:
    """Whoever has nothing to do clears the inbox, by the hour."""
    with opened(database_url, Shop(), service={"keep_days": 3}) as engine:
        engine.receive("shop", sent(order("o-1")), at=after(0))
        engine.process_inbox(now=after(0))
        assert len(rows(engine, "inbox")) == 1
        engine.process_inbox(now=after(4))
        assert rows(engine, "inbox") == []
        engine.receive("shop", sent(order("o-2")), at=after(0))
        engine.process_inbox(now=after(0))
        engine.process_inbox(now=after(4))
        assert len(rows(engine, "inbox")) == 1


def test_cleared(database_url: str) -> None:
    """What is done is deleted after some days; what is not, never."""
    with opened(database_url, Shop(), service={"keep_days": 3}) as engine:
        for day in range(6):
            engine.receive("shop", sent(order(f"o-{day}")), at=after(day))
        engine.receive("shop", sent(b"{"), at=after(0))
        engine.process_inbox(now=after(6))
        assert engine.clear_inbox(after(6)) == 3
        assert engine.clear_inbox(after(6)) == 0
        assert engine.clear_inbox(after(600)) == 3
        assert [row.status for row in rows(engine, "inbox")] == [Status.UNREADABLE]
