"""Where expiring tokens are kept: all processes of a store share them, since each renewal makes the last one void."""

import fcntl
import json
import os
import threading
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

from attrs import field, frozen

from retention_sdk import Secret


@frozen
class Tokens:
    """A shop's tokens.

    Args:
        access: what calls are made with, for an hour.
        expires: when it does not work any more.
        refresh: what a new pair is asked for with, once, for 90 days.
    """

    access: Secret
    expires: datetime
    refresh: Secret


class TokenStore(Protocol):
    """Keeps the tokens of shops."""

    def read(self, shop: str) -> Tokens | None:
        """A shop's tokens; None where it has none yet."""
        ...

    def write(self, shop: str, tokens: Tokens) -> None:
        """Keep a shop's tokens in place of the former ones; once this returns they are not lost any more."""
        ...

    def alone(self, shop: str) -> AbstractContextManager[None]:
        """While it is held, no other thread or process renews the shop's tokens."""
        ...


@frozen
class FileStore:
    """Keeps tokens in a file that its owner alone can read. A lock beside it holds between processes of one machine.

    Args:
        path: the file; it is made where it is missing.
    """

    path: Path = field(converter=Path)
    _threads: threading.Lock = field(factory=threading.Lock, init=False, repr=False, eq=False)

    def read(self, shop: str) -> Tokens | None:
        """A shop's tokens."""
        found = self._all().get(shop)
        if found is None:
            return None
        return Tokens(Secret(found["access"]), datetime.fromisoformat(found["expires"]), Secret(found["refresh"]))

    def write(self, shop: str, tokens: Tokens) -> None:
        """Keep a shop's tokens; the file is whole at any time."""
        told = {
            "access": tokens.access.reveal(),
            "expires": tokens.expires.isoformat(),
            "refresh": tokens.refresh.reveal(),
        }
        # a temporary file is its owner's alone
        with NamedTemporaryFile("w", dir=self.path.parent, delete=False, encoding="utf-8") as file:
            json.dump({**self._all(), shop: told}, file)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(self.path)

    @contextmanager
    def alone(self, shop: str) -> Generator[None]:  # noqa: ARG002 - one file is one lock
        """One at a time, in this process and in all."""
        with self._threads, self.path.with_name(f"{self.path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _all(self) -> Mapping[str, Mapping[str, str]]:
        try:
            found: Mapping[str, Mapping[str, str]] = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return found
