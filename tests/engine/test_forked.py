"""An engine that was made before a fork: the child's every call is refused with what to do, and harms nobody."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.audit import audit
from tests.build import opened

PROGRAM = """
import os, sys
from retention_sdk import RetentionError
from tests.build import opened, order

engine = opened(sys.argv[1], plugins={"points": {}})
engine.handle(order("before", total=1))
if not (child := os.fork()):
    calls = [
        lambda: engine.handle(order("in the child", total=1)),
        lambda: engine.customer("c"),
        engine.webhooks,
        engine.tick,
        engine.deliver_pending,
        lambda: engine.outbox,
    ]
    for call in calls:
        try:
            call()
        except RetentionError as error:
            assert "make one in each process" in str(error), error
        else:
            os._exit(3)
    engine.close()  # the parent's connections are let alone
    with opened(sys.argv[1], plugins={"points": {}}) as own:
        own.handle(order("of the child's own", total=1))
    sys.exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
engine.handle(order("after", total=1))
print(engine.customer("c").wallet("points").available)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_the_child_of_a_fork(database_url: str) -> None:
    """A forked child is refused, its parent goes on, and an engine of the child's own is as good as any."""
    command = [sys.executable, "-c", PROGRAM, database_url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, ["0", "3"]), done.stderr
    with opened(database_url, plugins={"points": {}}) as engine:
        assert engine.customer("c").history.orders == 3
        assert audit(engine) == []
