"""Contests: somebody takes part, the winners are drawn, and each of them is told."""

from typing import ClassVar

from attrs import field, frozen

from retention_sdk.checks import any_text, each_named, named, texts, whole
from retention_sdk.events.base import Event


@frozen(kw_only=True)
class ContestEntry(Event):
    """A customer takes part in a contest without buying anything.

    Args:
        contest: the contest's name.
        via: how they came in: "form", "post", "phone", ...
        region: where they live, such as "CZ" or "US-NY", where they said so.
    """

    kind: ClassVar[str] = "contest_entry"

    contest: str = field(validator=named)
    via: str = field(default="form", validator=named)
    region: str = field(default="", validator=any_text)


@frozen(kw_only=True)
class ContestDrawn(Event):
    """The winners of a contest were drawn. It is an event of the store itself, `STORE`, and happens once.

    Whoever has the seed and the entries finds the same winners: see `docs/strategies/contest.md`.

    Args:
        contest: the contest's name.
        seed: the seed, which nobody but the store knew before.
        commitment: the seed's SHA-256, which was published before.
        rules: the fingerprint of the rules.
        entries: all entries, sorted.
        winners: the customers who won, the first before the rest.
    """

    kind: ClassVar[str] = "contest_drawn"
    of_store: ClassVar[bool] = True

    contest: str = field(validator=named)
    seed: str = field(validator=named)
    commitment: str = field(validator=named)
    rules: str = field(default="", validator=any_text)
    entries: tuple[str, ...] = field(default=(), converter=texts, validator=each_named)
    winners: tuple[str, ...] = field(default=(), converter=texts, validator=each_named)


@frozen(kw_only=True)
class ContestWon(Event):
    """A customer was drawn as a winner of a contest.

    Args:
        contest: the contest's name.
        place: 1 is the first who was drawn.
        entry: their entry.
        entries: how many took part.
    """

    kind: ClassVar[str] = "contest_won"

    contest: str = field(validator=named)
    place: int = field(validator=whole(1))
    entry: str = field(validator=named)
    entries: int = field(validator=whole(1))
