"""Bodies that are nearly right: JSON with something else in one place."""

import json
from collections.abc import Iterator, Sequence
from typing import Final, cast

from hypothesis import strategies as st

Place = Sequence[str | int]

OTHERWISE: Final[tuple[object, ...]] = (
    *(None, True, -1, 0, 1.5, 2**63, 10**400, float("nan"), "", "x", "-1", "9" * 30, "\ud800", "\0"),
    *("2026-13-45T25:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59Z", [], {}, [None], {"id": None}),
)
"""What may stand in a body in the place of what should."""


def bodies(right: bytes) -> st.SearchStrategy[bytes]:
    """A right body of JSON with one place of it otherwise; bytes, where it is no JSON.

    Args:
        right: as the platform sends it.
    """
    try:
        told: object = json.loads(right)
    except ValueError:
        return st.binary(max_size=60)

    def changed(place: Place, value: object) -> bytes:
        """The body with another value at a place."""
        return json.dumps(_with(told, place, value)).encode()

    return st.builds(changed, st.sampled_from([*_places(told, ())]), st.sampled_from(OTHERWISE))


def _places(told: object, at: Place) -> Iterator[Place]:
    """Where something stands in JSON."""
    yield at
    for key, value in _items(told):
        yield from _places(value, (*at, key))


def _items(told: object) -> Sequence[tuple[str | int, object]]:
    if isinstance(told, dict):
        return list(cast("dict[str | int, object]", told).items())
    return list(enumerate(cast("list[object]", told))) if isinstance(told, list) else []


def _with(told: object, at: Place, value: object) -> object:
    """JSON with another value in a place."""
    if not at:
        return value
    items = [(key, _with(one, at[1:], value) if key == at[0] else one) for key, one in _items(told)]
    return dict(items) if isinstance(told, dict) else [one for _, one in items]
