"""What a platform sent."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from attrs import field, frozen
from attrs.converters import optional

from retention_sdk.times import utc


def _lower(headers: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({name.lower(): value for name, value in headers.items()})


@frozen
class WebhookRequest:
    """A webhook as it came in.

    Args:
        headers: by name; names are kept in lower case.
        body: the raw bytes: what is signed.
        query: what stood behind the question mark of its address; a key that stood twice has its last value.
        at: when it came in, where it was kept since: what is signed with a time is held against this one. None is now.
    """

    headers: Mapping[str, str] = field(converter=_lower, hash=False, repr=False)
    body: bytes = field(repr=False)
    query: Mapping[str, str] = field(factory=dict[str, str], hash=False, repr=False)
    at: datetime | None = field(default=None, converter=optional(utc))

    def header(self, name: str) -> str:
        """A header by its name, however it is cased; empty where there is none."""
        return self.headers.get(name.lower(), "")


@runtime_checkable
class Verifies(Protocol):
    """An adapter that can say quickly whether a webhook is signed as it should be.

    One without it is asked to `receive` a webhook when it comes in, and again when it is processed. So one whose
    `receive` may ask its platform for more has this too: a webhook is answered as soon as it is verified.
    """

    def verify(self, request: WebhookRequest) -> bool:
        """Verify a webhook on its raw bytes, without asking anybody.

        Args:
            request: as it came in.

        Returns:
            Whether there is anything to read in it; False for a greeting, which is answered and not kept.

        Raises:
            InvalidSignature: it is not signed as it should be.
        """
        ...


@runtime_checkable
class Shows(Protocol):
    """An adapter whose address people open too, such as by a link in a letter."""

    def show(self, query: Mapping[str, str], *, done: bool) -> str:
        """A page for a person.

        Args:
            query: what stood behind the question mark of the address.
            done: whether they have sent the page's form; to open an address does nothing.

        Returns:
            The page, in HTML without scripts.
        """
        ...
