"""Webhooks as an author shows them: a body as the platform sends it, and what it means."""

import json
from collections.abc import Mapping, Sequence

from attrs import field, frozen

from retention_sdk.events import Event
from retention_sdk.platforms import Notice


def _raw(body: object) -> bytes:
    if isinstance(body, bytes):
        return body
    return (body if isinstance(body, str) else json.dumps(body)).encode()


@frozen
class SampleWebhook:
    """A webhook that the platform sends, before it is signed.

    Args:
        body: as the platform writes it: bytes, text, or what JSON is made of.
        means: the classes of the events and notices that are in it, in order; empty where it means nothing to a store.
        headers: what the platform sends with it besides the signature, such as the topic.
    """

    body: bytes = field(converter=_raw)
    means: Sequence[type[Event] | type[Notice]] = ()
    headers: Mapping[str, str] = field(factory=dict[str, str])
