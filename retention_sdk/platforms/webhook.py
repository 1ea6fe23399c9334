"""What a platform sent."""

from collections.abc import Mapping
from types import MappingProxyType

from attrs import field, frozen


def _lower(headers: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({name.lower(): value for name, value in headers.items()})


@frozen
class WebhookRequest:
    """A webhook as it came in.

    Args:
        headers: by name; names are kept in lower case.
        body: the raw bytes: what is signed.
        query: what stood behind the question mark of its address; a key that stood twice has its last value.
    """

    headers: Mapping[str, str] = field(converter=_lower, hash=False, repr=False)
    body: bytes = field(repr=False)
    query: Mapping[str, str] = field(factory=dict[str, str], hash=False, repr=False)

    def header(self, name: str) -> str:
        """A header by its name, however it is cased; empty where there is none."""
        return self.headers.get(name.lower(), "")
