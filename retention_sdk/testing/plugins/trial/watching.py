"""What a plugin does while it is asked: whether it asks for the time, chance, a file, the network, the environment.

Python tells a profiler of each call: so the call is seen with its place, and nothing is left behind when it is over.
"""

import _socket
import gc
import os
import random
import sys
from collections.abc import Iterator
from datetime import date, datetime
from types import FrameType, TracebackType
from typing import Any, Self

from attrs import define, field, frozen

from retention_sdk.testing.plugins.trial.places import of_caller

CLOCK, CHANCE, FILE, NETWORK = "the time", "chance", "a file", "the network"
ENVIRONMENT, PROCESS = "the environment", "another process"

MENDS = {
    CLOCK: "take the time from event.occurred_at",
    CHANCE: "make what must look random of the event's id, or leave it to a Draw",
    FILE: "take what the file says from a setting",
    NETWORK: "answer an action, and let an adapter tell others of it",
    ENVIRONMENT: 'take it from a setting, which a merchant can write as { env = "NAME" }',
    PROCESS: "answer an action, and let an adapter do the work",
}
"""How each is mended."""


def _calls() -> Iterator[tuple[str, str, str]]:
    """The module, the function, and what it asks for."""
    clocks = ("time", "monotonic", "perf_counter", "process_time", "thread_time")
    for name in (*clocks, *(f"{one}_ns" for one in clocks), "localtime", "gmtime", "ctime", "clock_gettime"):
        yield "time", name, CLOCK
    yield from ((module, name, FILE) for module in ("io", "_io") for name in ("open", "open_code"))
    yield from ((module, "connect", FILE) for module in ("sqlite3", "_sqlite3"))
    for system in ("posix", "nt"):
        yield system, "urandom", CHANCE
        yield from ((system, name, FILE) for name in ("open", "stat", "lstat", "listdir", "scandir", "remove", "mkdir"))
        yield from ((system, name, ENVIRONMENT) for name in ("putenv", "unsetenv", "getcwd", "getpid"))
        yield from ((system, name, PROCESS) for name in ("fork", "system", "posix_spawn"))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyaddr", "gethostname", "create_connection"):
        yield "_socket", name, NETWORK
    yield "_posixsubprocess", "fork_exec", PROCESS
    yield "_winapi", "CreateProcess", PROCESS


CALLS = {(module, name): asks for module, name, asks in _calls()}
_ENVIRON = frozenset(function.__code__ for function in (type(os.environ).__getitem__, type(os.environ).__iter__))
_SHARED: object = getattr(random.random, "__self__", None)
"""The one source of chance that `random.random()` and its like share; one that is made of a seed is its maker's."""


@frozen
class Reached:
    """Something that a plugin asked for.

    Args:
        asks: what, such as "the time".
        call: the call, such as "datetime.now".
        place: its file and line.
    """

    asks: str
    call: str
    place: str


@define
class Watch:
    """Sees what is asked for, from entering it to leaving it.

    Attributes:
        found: what was asked for, in order.
    """

    found: list[Reached] = field(factory=list[Reached])
    _before: Any = None
    _collects: bool = False

    def __enter__(self) -> Self:
        self._before, self._collects = sys.getprofile(), gc.isenabled()
        gc.disable()  # who is told of each collection is none of the plugin's business
        if self._before is None or callable(self._before):  # another profiler could not be put back
            sys.setprofile(self._see)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._before is None or callable(self._before):
            sys.setprofile(self._before)
        if self._collects:
            gc.enable()

    def _see(self, frame: FrameType, event: str, argument: Any) -> None:
        if event == "c_call":
            asks, call = _asked_of(argument)
        elif event == "call" and frame.f_code in _ENVIRON:
            asks, call = ENVIRONMENT, "os.environ"
        else:
            return
        if asks and (place := of_caller(frame)):
            self.found.append(Reached(asks, call, place))


def _asked_of(function: Any) -> tuple[str, str]:
    """What a function of Python's asks for, and its name; "" for nothing."""
    name, owner = getattr(function, "__name__", ""), getattr(function, "__self__", None)
    if isinstance(owner, type):
        clock = issubclass(owner, date) and name in ("now", "today", "utcnow")
        return (CLOCK, f"{(datetime if issubclass(owner, datetime) else date).__name__}.{name}") if clock else ("", "")
    if owner is not None and owner is _SHARED:
        return CHANCE, f"random.{name}"
    if isinstance(owner, _socket.socket):
        return NETWORK, f"socket.{name}"
    module = getattr(function, "__module__", None) or ""
    return CALLS.get((module, name), ""), f"{module.lstrip('_')}.{name}"
