"""Where a customer stands on a ladder, in values that a page or a message can show."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_plugins.parts.levels import Counts, Ladder

INSTANT = timedelta(microseconds=1)


@frozen
class Progress:
    """What a customer may know of where they stand.

    Args:
        names: what the levels are called, the lowest first.
        ladder: the levels.
        counts: what counts.
        currency: of the money that counts; None where points or orders do.
        of: what counts where it is no money: a unit, or "orders".
    """

    names: Sequence[str]
    ladder: Ladder
    counts: Counts
    currency: str | None
    of: str = ""

    def told(self, at: datetime, level: int, until: datetime | None, zone: ZoneInfo) -> dict[str, Any]:
        """It, as JSON values.

        Args:
            at: the time.
            level: the level that they are on.
            until: when it ends if nothing is added.
            zone: where they are.

        Returns:
            The tier, what counts, when the tier ends and what keeps it, the next tier and what is missing.
        """
        counted, takes = self.counts.counted(at), self.ladder.takes
        top = level == len(takes)
        return {
            "tier": self.names[level - 1] if level else None,
            "counted": self._shown(counted),
            "of": self.of or None,
            "until": until and until.astimezone(UTC).isoformat(),
            "last_day": until and (until - INSTANT).astimezone(zone).date().isoformat(),
            "keep": self._shown(takes[level - 1] - self.counts.counted(until)) if until else None,
            "next": None if top else self.names[level],
            "missing": None if top else self._shown(takes[level] - counted),
        }

    def _shown(self, amount: int) -> Any:
        return max(amount, 0) if self.currency is None else {"minor": max(amount, 0), "currency": self.currency}
