# /// script
# requires-python = ">=3.11"
# dependencies = ["retention-sdk[storefront]"]
# ///
"""The shop, the engine's service that it talks to, and a worker, in one program.

    python examples/storefront/run.py

The shop and the engine speak over HTTP alone, signed both ways; they could be on two hosts.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import tomllib
from base64 import b64encode
from contextlib import ExitStack, contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

sys.path.insert(0, str(Path(__file__).parent))

from shop.database import Database
from shop.events import Sender
from shop.web import Shop

from retention_sdk import Engine
from retention_sdk.web import respond

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

CONFIG = Path(__file__).with_name("retention.toml")


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *_: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing."""


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each request."""

    daemon_threads = True


@contextmanager
def serving(port: int, application: Callable[..., Any] | None = None) -> Iterator[Server]:
    """A server on this machine; its application can be set later."""
    with make_server("127.0.0.1", port, application, Server, Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def service(engine: Engine, environ: Mapping[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Where the shop posts what happened: `retention serve` as a WSGI application, in a few lines."""
    headers = {key[5:].replace("_", "-"): value for key, value in environ.items() if key.startswith("HTTP_")}
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    adapter = environ["PATH_INFO"].removeprefix("/webhooks/")
    answer = respond(engine, adapter, environ["REQUEST_METHOD"], headers, body)
    start(f"{answer.status} {HTTPStatus(answer.status).phrase}", [*answer.headers.items()])
    return [answer.body]


class Town:
    """The shop and the engine, running.

    Args:
        url: the shop's address.
        engine: the engine.
    """

    def __init__(self, url: str, engine: Engine) -> None:
        self.url, self.engine = url, engine

    def work(self) -> int:
        """What a worker does: what came in is decided, what was decided is carried out, until nothing waits.

        Returns:
            How much it was.
        """
        done = 0
        while more := self.engine.process_inbox().webhooks + self.engine.deliver_pending().tried:
            done += more
        return done


@contextmanager
def town(folder: Path, port: int = 0) -> Iterator[Town]:
    """Start all of it.

    Args:
        folder: where the two databases are.
        port: the shop's, or 0 for any.

    Yields:
        The shop and the engine.
    """
    secret = "whsec_" + b64encode(os.urandom(32)).decode()
    with ExitStack() as stack:
        server = stack.enter_context(serving(port))
        url = f"http://127.0.0.1:{server.server_port}"
        addresses = {"SHOP_ACTIONS_URL": f"{url}/retention/actions", "SHOP_HISTORY_URL": f"{url}/retention/history"}
        os.environ |= {**addresses, "SHOP_SECRET": secret}
        engine = stack.enter_context(opened(folder))
        events = stack.enter_context(serving(0, partial(service, engine)))
        database = Database(folder / "shop.db")
        sender = Sender(database, f"http://127.0.0.1:{events.server_port}/webhooks/shop", secret)
        server.set_app(Shop(database, sender, secret, lambda customer: engine.customer(customer).wallets))
        yield Town(url, engine)


def opened(folder: Path) -> Engine:
    """The engine of the shop's file, with its database in a folder."""
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    config["store"]["database"] = f"sqlite:///{folder / 'retention.db'}"
    return Engine.from_config(config)


def main() -> None:
    """Run until Ctrl-C."""
    parser = argparse.ArgumentParser(description="A small shop with the engine behind it.")
    parser.add_argument("--port", type=int, default=8000, help="the shop's port")
    with tempfile.TemporaryDirectory() as folder, town(Path(folder), parser.parse_args().port) as running:
        print(f"Open {running.url}", flush=True)  # noqa: T201 - it is what a person reads
        stop = threading.Event()
        try:
            while not stop.wait(0.5):
                running.work()
                running.engine.tick()
        except KeyboardInterrupt:
            print("Closed.")  # noqa: T201


if __name__ == "__main__":
    main()
