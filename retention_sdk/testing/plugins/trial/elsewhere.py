"""The same questions in another process: other hashes of texts, another time zone, another folder.

One such process serves all plugins that are tried here, since a Python of its own takes a while to begin. It is told
a plugin and its questions on its standard input, and answers with the texts of the answers.
"""

import atexit
import importlib
import importlib.util
import inspect
import os
import pickle
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import gettempdir
from typing import IO, Any, cast

from attrs import frozen

from retention_sdk.settings import Document, Problems, structure
from retention_sdk.testing.plugins.trial.asking import Question
from retention_sdk.testing.plugins.trial.pickling import frozen_bytes

_PROGRAM = "from retention_sdk.testing.plugins.trial.elsewhere import serve; serve()"
_ZONE = "Pacific/Chatham"


@frozen
class Errand:
    """What the other process is to do.

    Args:
        path: where modules are looked for.
        module: the plugin's module.
        file: the module's file.
        name: the class in it.
        rest: its settings and the questions, to be unpickled once the module is there.
    """

    path: tuple[str, ...]
    module: str
    file: str
    name: str
    rest: bytes


def elsewhere(cls: type, settings: Mapping[str, Any], questions: Sequence[Question]) -> list[str] | str:
    """What a plugin answers in another process.

    Args:
        cls: its class.
        settings: its table.
        questions: what it is asked.

    Returns:
        The texts of the answers; or why it cannot be asked there.
    """
    if "<" in cls.__qualname__ or cls.__module__ == "__main__":
        return "its class is no module's"
    try:
        rest = frozen_bytes((dict(settings), [(one.hook, dict(one.given)) for one in questions]))
        errand = Errand(tuple(sys.path), cls.__module__, inspect.getfile(cls), cls.__qualname__, rest)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        return f"what it is asked cannot be told: {error}"
    process = _process()
    try:
        _send(cast("IO[bytes]", process.stdin), errand)
        return cast("list[str] | str", _receive(cast("IO[bytes]", process.stdout)))
    except (EOFError, OSError):
        _process.cache_clear()
        return "the other process came to an end"


@cache
def _process() -> Popen[bytes]:
    """The other process; it ends when nobody can tell it anything any more."""
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed, "TZ": _ZONE}
    program = [sys.executable, "-c", _PROGRAM]
    process = Popen(program, stdin=PIPE, stdout=PIPE, env=environment, cwd=gettempdir())  # noqa: S603 - our own program
    atexit.register(_end, process)
    return process


def _end(process: Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()


def serve() -> None:
    """Does errands until there are no more; run in the other process."""
    inbox, outbox = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a plugin prints is no answer
    while True:
        try:
            errand = _receive(inbox)
        except EOFError:
            return
        try:
            answer: object = _done(cast("Errand", errand))
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            answer = f"{type(error).__name__}: {error}"
        _send(outbox, answer)


def _done(errand: Errand) -> list[str]:
    sys.path[:] = errand.path
    cls: Any = _module(errand)
    for name in errand.name.split("."):
        cls = getattr(cls, name)
    settings, questions = pickle.loads(errand.rest)  # noqa: S301 - from the process that began this one
    plugin = structure(cls, settings, (), Problems(Document({}, Path.cwd())))
    return [Question(hook, given).put(plugin).text for hook, given in questions]


def _module(errand: Errand) -> object:
    try:
        return importlib.import_module(errand.module)
    except ImportError:
        spec = importlib.util.spec_from_file_location(errand.module, errand.file)
        if spec is None or spec.loader is None:
            raise
        module = importlib.util.module_from_spec(spec)
        sys.modules[errand.module] = module
        spec.loader.exec_module(module)
        return module


def _send(out: IO[bytes], value: object) -> None:
    told = pickle.dumps(value)
    out.write(len(told).to_bytes(8, "big") + told)
    out.flush()


def _receive(inbox: IO[bytes]) -> object:
    size = inbox.read(8)
    if len(size) < 8:
        raise EOFError
    return pickle.loads(inbox.read(int.from_bytes(size, "big")))  # noqa: S301 - from our own process
