"""What anybody can compute again: the commitment of a seed, the order that it puts entries in, and what is wrong."""

import hmac
from collections.abc import Iterator, Sequence
from hashlib import sha256


def commitment_of(seed: str) -> str:
    """What is published of a seed before anybody takes part: its SHA-256, in hex."""
    return sha256(seed.encode()).hexdigest()


def ranked(seed: str, entries: Sequence[str]) -> list[str]:
    """The order in which a seed draws entries: by HMAC-SHA256 of seed and entry, the lowest first.

    Args:
        seed: the seed.
        entries: each once, in whatever order.

    Returns:
        The entries; the first are the winners.
    """
    key = seed.encode()
    return sorted(entries, key=lambda entry: (hmac.new(key, entry.encode(), sha256).hexdigest(), entry))


def flaws(seed: str, commitment: str, entries: Sequence[str], winners: Sequence[str]) -> Iterator[str]:
    """What is wrong with a draw that was published.

    Args:
        seed: the seed, as it was revealed.
        commitment: what was published of it before.
        entries: all entries.
        winners: the entries that won, the first before the rest.

    Yields:
        A sentence for each flaw; none where the draw is as it should be.
    """
    if commitment_of(seed) != commitment:
        yield "The seed is not the one that was committed to."
    if len(set(entries)) != len(entries):
        yield "An entry is there twice."
    if ranked(seed, entries)[: len(winners)] != list(winners):
        yield "The seed draws other winners."
