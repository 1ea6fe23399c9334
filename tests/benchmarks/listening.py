"""A service of its own process: `python -m tests.benchmarks.listening FD [URL]`; without a URL it keeps nothing."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Generator


async def bare(scope: Any, receive: Any, send: Any) -> None:
    """Read a webhook and answer it: what any service costs that runs on the same server."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body", False):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"{}"})


@contextmanager
def listens(url: str = "") -> Generator[int]:
    """Run a service while a row lasts.

    Yields:
        Its port.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        command = [sys.executable, "-m", "tests.benchmarks.listening", str(listening.fileno()), *([url] if url else [])]
        with subprocess.Popen(command, cwd=ROOT, pass_fds=[listening.fileno()]) as run:
            try:
                yield listening.getsockname()[1]
            finally:
                run.kill()


def main(number: int, url: str) -> None:
    """Serve at an open socket until killed."""
    import uvicorn

    from retention_sdk.web import app
    from tests.benchmarks.webhooks import keeping

    application: Any = app(keeping(url)) if url else bare
    config = uvicorn.Config(application, ws="none", lifespan="off", log_config=None, access_log=False)
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=number)])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
