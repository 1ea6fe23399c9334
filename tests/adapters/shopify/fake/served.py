"""The fake as a real server on this machine, for tests that speak HTTP."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from tests.adapters.shopify.fake.shop import Lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.adapters.shopify.fake.shop import FakeShopify


@contextmanager
def served(fake: FakeShopify) -> Iterator[str]:
    """Serve a fake while the block runs.

    Yields:
        Its address, such as "http://127.0.0.1:40321".
    """
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            try:
                with lock:
                    status, body = fake.handle(self.path, self.headers, content)
            except Lost:
                self.close_connection = True
                return
            sent = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: Any) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
