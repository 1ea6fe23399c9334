"""examples/celery_app.py and examples/taskiq_app.py, on a real broker."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.adapters.email.server import Mailbox, served
from tests.examples.jobs import broker, running, shop, sign_up, until

if TYPE_CHECKING:
    from pathlib import Path

CUSTOMERS = 5


def test_celery(examples: Path, tmp_path: Path) -> None:
    """A task that carries nothing, sent three times, has each customer welcomed once."""
    mailbox = Mailbox()
    with served(mailbox) as port, broker(tmp_path) as socket:
        config = shop(tmp_path, port)
        environment = {"BROKER_URL": f"redis+socket://{socket}", "RETENTION_CONFIG": str(config)}
        sign_up(config, CUSTOMERS)
        for _ in range(3):
            send(examples, "import celery_app; celery_app.deliver.delay(); celery_app.tick.delay()", environment)
        worker = ("-A", "celery_app", "worker", "--concurrency", "2")
        with running("celery", *worker, folder=examples, environment=environment):
            until(lambda: len(mailbox.to) >= CUSTOMERS)
    assert sorted(mailbox.to) == [f"c-{number}@customer.example" for number in range(CUSTOMERS)]


def test_taskiq(examples: Path, tmp_path: Path) -> None:
    """The same on Taskiq, with two workers."""
    mailbox = Mailbox()
    send_both = "await t.broker.startup(); await t.deliver.kiq(); await t.tick.kiq(); await t.broker.shutdown()"
    code = f"import asyncio, taskiq_app as t\nasync def send(): {send_both}\nasyncio.run(send())"
    with served(mailbox) as port, broker(tmp_path) as socket:
        config = shop(tmp_path, port)
        environment = {"BROKER_URL": f"unix://{socket}", "RETENTION_CONFIG": str(config)}
        sign_up(config, CUSTOMERS)
        for _ in range(3):
            send(examples, code, environment)
        with running(
            "taskiq", "worker", "--workers", "2", "taskiq_app:broker", folder=examples, environment=environment
        ):
            until(lambda: len(mailbox.to) >= CUSTOMERS)
    assert sorted(mailbox.to) == [f"c-{number}@customer.example" for number in range(CUSTOMERS)]


def send(examples: Path, code: str, environment: dict[str, str]) -> None:
    """What a back end does to say that there is work."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=examples,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
