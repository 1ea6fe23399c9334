# /// script
# requires-python = ">=3.11"
# dependencies = ["retention-sdk[email]", "taskiq", "taskiq-redis"]
# ///
"""Retention's work on Taskiq: a task says that there is work, and the engine claims the work itself.

    taskiq worker taskiq_app:broker
    taskiq scheduler taskiq_app:scheduler

As with Celery, a task carries nothing; see `celery_app.py` for why. The engine is made of threads, not of coroutines:
tasks are plain functions, which Taskiq runs in threads of its own.
"""

from __future__ import annotations

import os
from functools import cache

from taskiq import TaskiqScheduler
from taskiq.schedule_sources import LabelScheduleSource
from taskiq_redis import ListQueueBroker

from retention_sdk import Engine

broker = ListQueueBroker(os.environ.get("BROKER_URL", "redis://localhost:6379/0"))
scheduler = TaskiqScheduler(broker, [LabelScheduleSource(broker)])


@cache
def engine() -> Engine:
    """The engine of this process."""
    return Engine.from_config(os.environ.get("RETENTION_CONFIG", "retention.toml"))


@broker.task("retention.deliver", schedule=[{"cron": "* * * * *"}])
def deliver() -> None:
    """Carry out what waits. Send it after `engine.handle` too, and nobody waits for the next minute."""
    engine().deliver_pending()


@broker.task("retention.tick", schedule=[{"cron": "* * * * *"}])
def tick() -> None:
    """Let time pass: birthdays, lapses, follow-ups, the clocks of cases."""
    engine().tick()
