"""Where something stands in a plugin's code, as file and line."""

import inspect
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from traceback import walk_tb
from types import FrameType
from typing import Any

OURS = "retention_sdk"
EXCUSED = frozenset({"encodings", "gettext", "importlib", "linecache", "logging", "zoneinfo"})
"""Parts of Python that may open files and look at the clock for whoever uses them: a time zone, a log."""


def package_of(name: str) -> str:
    """The package at the top of a module's name."""
    return name.partition(".")[0]


def shown(file: str, line: int) -> str:
    """A place as a person reads it; a file below the working folder without what leads to it."""
    path = Path(file)
    with suppress(ValueError):
        path = path.relative_to(Path.cwd())
    return f"{path}:{line}"


def of_code(function: Callable[..., Any]) -> str:
    """Where a function is written."""
    code = inspect.unwrap(function).__code__
    return shown(code.co_filename, code.co_firstlineno)


def of_class(cls: type) -> str:
    """Where a class is written; its module where that is not known."""
    try:
        return shown(inspect.getfile(cls), inspect.getsourcelines(cls)[1])
    except (OSError, TypeError):
        return cls.__module__


def of_error(error: BaseException) -> str:
    """Where an error was raised: the last place outside of Python's own code and ours; "" where there is none."""
    place = ""
    for frame, line in walk_tb(error.__traceback__):
        if _is_theirs(_module(frame)):
            place = shown(frame.f_code.co_filename, line)
    return place


def of_caller(frame: FrameType | None) -> str:
    """Who is to answer for a call: the nearest frame outside of Python's own code.

    Args:
        frame: the frame that calls.

    Returns:
        Its place; "" where the call is ours, or of a part of Python that is excused.
    """
    while frame is not None:
        module = _module(frame)
        if package_of(module) in EXCUSED or package_of(module) == OURS:
            return ""
        if _is_theirs(module):
            return shown(frame.f_code.co_filename, frame.f_lineno)
        frame = frame.f_back
    return ""


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _is_theirs(module: str) -> bool:
    package = package_of(module)
    return package not in sys.stdlib_module_names and package != OURS
