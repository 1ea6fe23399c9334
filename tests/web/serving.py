"""A real server around an application, in a thread of this process."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from time import sleep
from typing import TYPE_CHECKING, Any

import httpx
import uvicorn

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def served(application: Any) -> Generator[httpx.Client]:
    """Serve an ASGI application on a port of its own.

    Yields:
        A client that speaks to it.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(application, ws="none", log_config=None, access_log=False, lifespan="auto")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                sleep(0.005)
            port = listening.getsockname()[1]
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=20) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()
