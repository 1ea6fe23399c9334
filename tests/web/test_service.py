"""The ASGI application over real HTTP: what is answered when."""

from __future__ import annotations

import logging
import socket
from contextlib import suppress
from time import sleep
from typing import TYPE_CHECKING

import httpx
import pytest
from sqlalchemy import create_engine

from retention_sdk import Engine
from retention_sdk.store import upgrading
from retention_sdk.store.webhooks import Status
from retention_sdk.web import Service, app, create_app
from tests.build import config, rows
from tests.inbox.shop import QuickShop, Shop, opened, order, points, sent
from tests.web.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from retention_sdk.platforms import WebhookRequest

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/none"
"""A database that is not there."""

SMALL = {"body_limit": 2048}


def post(client: httpx.Client, request: WebhookRequest, path: str = "/webhooks/shop") -> httpx.Response:
    """Send a webhook."""
    return client.post(path, content=request.body, headers=dict(request.headers))


def test_kept_and_answered(database_url: str) -> None:
    """A webhook is in the database when it is answered; so is one of another query, or with a slash at the end."""
    with opened(database_url, Shop()) as engine, served(app(engine)) as client:
        answer = post(client, sent(order("o-1")))
        assert (answer.status_code, answer.json()) == (200, {"status": "kept"})
        assert answer.headers["cache-control"] == "no-store"
        assert post(client, sent(order("o-1"))).json() == {"status": "known"}
        assert post(client, sent(order("o-1")), "/webhooks/shop?of=coffee&of=tea").json() == {"status": "kept"}
        # a redirect would be followed by no platform
        assert post(client, sent(order("o-2")), "/webhooks/shop/").json() == {"status": "kept"}
        assert len(rows(engine, "inbox")) == 3
        assert engine.process_inbox().counts == {"done": 3}
        assert points(engine) == 20


def test_what_is_not_taken(database_url: str) -> None:
    """Each no has its status and a sentence, with nothing in it that the caller has not said."""
    with opened(database_url, Shop(), service=SMALL) as engine, served(app(engine)) as client:
        bad = post(client, sent(order("o-1"), secret="wrong"))  # noqa: S106 - made up
        assert (bad.status_code, bad.json()) == (401, {"error": "it is not signed as it should be"})
        assert [row.status for row in rows(engine, "inbox")] == [Status.UNSIGNED]
        assert post(client, sent(order("o-1")), "/webhooks/shpo").status_code == 404
        assert post(client, sent(order("o-1")), "/webhooks/").status_code == 404
        assert client.get("/").status_code == 404
        wrong = client.get("/webhooks/shop")
        assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")
        assert client.post("/healthz").status_code == 405
        large = post(client, sent(b" " * 4096))
        assert (large.status_code, large.json()) == (413, {"error": "the body is larger than what is taken here"})
        unread = post(client, sent(b"{"))
        assert (unread.status_code, unread.json()) == (200, {"status": "kept"})
        assert len(rows(engine, "inbox")) == 2


def test_chunks(sqlite_url: str) -> None:
    """A body in chunks, which does not say how long it is, is read to the limit and no further."""
    request = sent(order("o-1"))
    read = []

    def endless() -> Iterator[bytes]:
        for number in range(10_000):
            read.append(number)
            yield b" " * 1024

    with opened(sqlite_url, Shop(), service=SMALL) as engine, served(app(engine)) as client:
        halves = iter([request.body[:9], request.body[9:]])
        answer = client.post("/webhooks/shop", content=halves, headers=dict(request.headers))
        assert answer.json() == {"status": "kept"}
        assert client.post("/webhooks/shop", content=iter([b" " * 1500] * 3)).status_code == 413
        with suppress(httpx.TransportError):  # the connection may be cut before the answer is heard
            assert client.post("/webhooks/shop", content=endless()).status_code == 413
        assert len(read) < 10_000


def test_hung_up(sqlite_url: str) -> None:
    """Who hangs up in the middle of a body is not answered, and nothing is kept; others are answered."""
    with opened(sqlite_url, Shop()) as engine, served(app(engine)) as client:
        host, port = client.base_url.host, client.base_url.port or 0
        for _ in range(3):
            with socket.create_connection((host, port)) as line:
                line.sendall(b"POST /webhooks/shop HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n{")
        assert post(client, sent(order("o-1"))).json() == {"status": "kept"}
        assert len(rows(engine, "inbox")) == 1


def test_health(database_url: str) -> None:
    """Alive is the process; ready is the database, its version, and what waits."""
    with opened(database_url, Shop()) as engine, served(app(engine)) as client:
        assert client.get("/healthz").json() == {"alive": True}
        assert client.head("/healthz").content == b""
        post(client, sent(order("o-1")))
        answer = client.get("/readyz")
        assert answer.status_code == 200
        assert answer.json().items() >= {"ready": True, "database": "well", "waiting": 1}.items()


def test_another_version(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service whose database was upgraded under it is not ready."""
    with opened(database_url, Shop()) as engine, served(app(engine)) as client:
        monkeypatch.setattr(upgrading, "HEAD", "0099")
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["ready"]) == (503, False)


def test_no_database(postgres_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """What could not be kept is answered so that the platform tries again; neither answer nor log says what it was."""
    with opened(postgres_url, QuickShop()) as engine, served(app(engine)) as client:
        there, engine.store.engine = engine.store.engine, create_engine(NOWHERE, connect_args={"connect_timeout": 2})
        answer = post(client, sent(order("o-1", "anna@example.com")))
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert client.get("/readyz").json() == {"ready": False, "database": "it does not answer"}
        assert client.get("/healthz").status_code == 200
        engine.store.engine.dispose()
        engine.store.engine = there
    assert "could not be kept" in caplog.text
    assert "anna" not in answer.text + caplog.text


def test_nothing_personal_in_an_error(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """Where a statement fails, the error that is logged does not tell its values."""
    with opened(database_url, QuickShop()) as engine, served(app(engine)) as client:
        with engine.store.cold_write() as connection:
            connection.exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere")
        assert post(client, sent(order("o-1", "anna@example.com"))).status_code == 503
        with engine.store.cold_write() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbox")
    assert "inbox" in caplog.text
    assert "anna" not in caplog.text


def test_worked_off_here(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """With `process` a thread of the service handles what comes in, at once; it ends with the service."""
    caplog.set_level(logging.WARNING, "retention_sdk.web")
    shop = QuickShop(raises=[KeyError("total")])
    service = create_app(config(database_url, plugins={"points": {}}), adapters={"shop": shop}, process=True)
    with served(service) as client:
        post(client, sent(order("o-0")))
        post(client, sent(order("o-1")))
        for _ in range(1000):
            if client.get("/readyz").json()["waiting"] == 0:
                break
            sleep(0.005)
    with opened(database_url, Shop()) as engine:
        assert points(engine) == 10
        assert [webhook.status for webhook in engine.webhooks()] == [Status.FAILED]
    assert "{'failed': 1} of the webhooks in the inbox" in caplog.text


def test_the_inbox_is_worked_off_whatever_happens(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is away for a while ends no worker."""
    tries = list[int]()
    whole = Engine.process_inbox

    def away(engine: Engine, most: int) -> object:
        tries.append(most)
        if len(tries) < 3:
            raise TimeoutError
        return whole(engine, most)

    monkeypatch.setattr(Engine, "process_inbox", away)
    monkeypatch.setattr("retention_sdk.web.working.PAUSE", 0.001)
    with opened(sqlite_url, Shop()) as engine, served(app(engine, process=True)) as client:
        post(client, sent(order("o-1")))
        while points(engine) < 10:
            sleep(0.002)
    assert len(tries) >= 3


def test_a_file_of_ones_own(sqlite_url: str, tmp_path: Path) -> None:
    """The factory takes a file as `Engine.from_config` does, and lets go of the engine at the end."""
    file = tmp_path / "retention.toml"
    file.write_text(f'[store]\nname = "Shop"\ncurrency = "EUR"\ndatabase = "{sqlite_url}"\n', encoding="utf-8")
    service = create_app(file, adapters={"shop": Shop()})
    assert isinstance(service, Service)
    with served(service) as client:
        assert client.get("/readyz").status_code == 200
    with pytest.raises(Exception, match="is closed"):
        service.engine.customer("c")
