"""Processes that are forked from one which has everything imported, and killed at any moment."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from datetime import timedelta
from time import sleep
from typing import TYPE_CHECKING

import uvicorn

from retention_sdk.web import app

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from retention_sdk import Engine

LEASE = timedelta(seconds=1)
"""How long what a killed worker had taken lies still."""


def serve(open_engine: Callable[[], Engine], listening: socket.socket) -> None:
    """Answer webhooks until killed."""
    with open_engine() as engine:
        config = uvicorn.Config(app(engine), ws="none", log_config=None, access_log=False)
        uvicorn.Server(config).run(sockets=[listening])


def work(open_engine: Callable[[], Engine]) -> None:
    """Process the inbox and deliver the outbox until killed."""
    with open_engine() as engine:
        while True:
            done = engine.process_inbox(most=50, lease=LEASE).webhooks
            if not done + engine.deliver_pending(100).tried:
                sleep(0.02)


class Life:
    """A process that runs something until it is killed, and again then.

    Args:
        run: what it runs.
    """

    def __init__(self, run: Callable[[], None]) -> None:
        self._run, self.kills = run, 0
        self._child = _forked(run)

    def kill(self) -> None:
        """End it, whatever it is doing."""
        os.kill(self._child, signal.SIGKILL)
        _, status = os.waitpid(self._child, 0)
        if not os.WIFSIGNALED(status):
            raise SystemExit("a process ended by itself")

    def again(self) -> None:
        """Kill it and begin anew."""
        self.kill()
        self.kills += 1
        self._child = _forked(self._run)


def _forked(run: Callable[[], None]) -> int:
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        run()
    except BaseException:  # noqa: BLE001, whatever it is, a child must not go on as its parent
        traceback.print_exc()
    os._exit(1)


def asked(run: Callable[[], bytes]) -> tuple[int, int]:
    """Fork a process that tells something at its end: its id, and the pipe that it tells it to."""
    ear, mouth = os.pipe()

    def told() -> None:
        os.close(ear)
        with os.fdopen(mouth, "wb") as end:
            end.write(run())
        os._exit(0)

    child = _forked(told)
    os.close(mouth)
    return child, ear
