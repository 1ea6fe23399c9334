"""examples/fastapi_app.py, django_app.py and flask_app.py: each is started, and driven over real HTTP."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from hashlib import sha256
from hmac import new
from importlib.util import find_spec
from time import monotonic, sleep
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

SECRET = b"a secret that the tills know too"
RECEIPT = {
    "number": "r-1",
    "customer": "anna",
    "paid_at": "2026-03-01T09:30:00+01:00",
    "lines": [{"sku": "beans-250", "quantity": 2, "total": "19.98"}],
}
WEBHOOKS = {"fastapi": "/retention/webhooks", "django": "/webhooks", "flask": "/webhooks"}


@contextmanager
def started(program: Path, folder: Path) -> Generator[httpx.Client]:
    """Start an example on a port of its own.

    Yields:
        A client that speaks to it.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, str(program), str(port)]
    with (
        (folder / "log").open("w+", encoding="utf-8") as log,
        subprocess.Popen(command, cwd=folder, env=environment, stderr=log, stdout=log) as run,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=20) as client,
    ):
        try:
            wait(lambda: run.poll() is not None or listens(port))
            assert run.poll() is None, (folder / "log").read_text(encoding="utf-8")
            yield client
        finally:
            run.terminate()


def listens(port: int) -> bool:
    """Whether somebody listens at a port."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def wait(until: Callable[[], bool]) -> None:
    """Wait for something, a minute at most."""
    end = monotonic() + 60
    while not until():
        assert monotonic() < end
        sleep(0.02)


@pytest.mark.parametrize("framework", WEBHOOKS)
def test_mounted(framework: str, examples: Path, tmp_path: Path) -> None:
    """A till's receipt is answered and counts once; what is not signed, too large or elsewhere is not taken."""
    if not find_spec(framework):
        pytest.skip(f"{framework} is not installed")
    body, path = json.dumps(RECEIPT).encode(), f"{WEBHOOKS[framework]}/tills"
    good = {"content-type": "application/json", "x-till-signature": new(SECRET, body, sha256).hexdigest()}
    with started(examples / f"{framework}_app.py", tmp_path) as client:
        assert client.get("/customers/anna").json() == {}
        for status in ("kept", "known"):
            answer = client.post(path, content=body, headers=good)
            assert (answer.status_code, answer.json()) == (200, {"status": status})
        assert client.post(path, content=body, headers={"x-till-signature": "x"}).status_code == 401
        assert client.post(f"{WEBHOOKS[framework]}/till", content=body, headers=good).status_code == 404
        assert client.get(path).status_code == 405
        assert client.post(path, content=b" " * 6_000_000, headers=good).status_code in (413, 400)  # Django's own
        wait(lambda: client.get("/customers/anna").json() != {})
        assert client.get("/customers/anna").json() == {"points": 19, "stamps": 2}
