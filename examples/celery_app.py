# /// script
# requires-python = ">=3.11"
# dependencies = ["celery[redis]", "retention-sdk[email]"]
# ///
"""Retention's work on Celery: a task says that there is work, and the engine claims the work itself.

    celery -A celery_app worker --beat

A task for each event, or for each mail, is ten to a hundred times slower, and a task that Celery runs twice would do
it twice. So a task carries nothing. Whichever worker gets it claims a batch of rows in the database and carries them
out; where there are none, it is over at once. Tasks may be lost, doubled or late: the next one finds what is left.
"""

from __future__ import annotations

import os
from functools import cache

from celery import Celery

from retention_sdk import Engine

app = Celery("retention", broker=os.environ.get("BROKER_URL", "redis://localhost:6379/0"))
app.conf.update(
    task_ignore_result=True,
    broker_connection_retry_on_startup=True,
    beat_schedule={
        "deliver": {"task": "retention.deliver", "schedule": 15.0, "options": {"expires": 15}},
        "tick": {"task": "retention.tick", "schedule": 60.0, "options": {"expires": 60}},
    },
)


@cache
def engine() -> Engine:
    """The engine of this process, made when its first task comes: no connection is there when Celery forks."""
    return Engine.from_config(os.environ.get("RETENTION_CONFIG", "retention.toml"))


@app.task(name="retention.deliver")
def deliver() -> None:
    """Carry out what waits. Send it after `engine.handle` too, and nobody waits for the next quarter of a minute."""
    engine().deliver_pending()


@app.task(name="retention.tick")
def tick() -> None:
    """Let time pass: birthdays, lapses, follow-ups, the clocks of cases."""
    engine().tick()
