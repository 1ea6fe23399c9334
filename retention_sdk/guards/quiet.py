"""The hours in which nobody wants to be written to."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_sdk.actions import Action, RequestSurvey
from retention_sdk.guards.contact import advertises
from retention_sdk.guards.tally import Reason, Tally
from retention_sdk.language import said
from retention_sdk.settings import QuietHours

NO_TIME = timedelta(0)


@frozen
class Quiet:
    """When nothing is sent.

    Args:
        hours: by the customer's clock.
        zone: the store's, for those whose own is not known.
        transactional: the purposes of what is sent at any hour.
    """

    hours: QuietHours
    zone: ZoneInfo
    transactional: Collection[str]

    def not_before(self, action: Action, tally: Tally) -> datetime | None:
        """When the quiet hours end that a message falls into; None where it falls into none."""
        if not advertises(action, self.transactional):
            return None
        delay = action.delay if isinstance(action, RequestSurvey) else None
        at = tally.event.occurred_at + (delay or NO_TIME)
        name = tally.customer.profile.timezone
        zone = self.zone if name is None else ZoneInfo(name)
        local = at.astimezone(zone)
        if local.time() not in self.hours:
            return None
        day = local.date() if local.time() < self.hours.end else local.date() + timedelta(days=1)
        return _at_latest(datetime.combine(day, self.hours.end), zone)

    def guard(self, action: Action, tally: Tally) -> Reason | None:
        """Refuse a message that falls into the quiet hours."""
        until = self.not_before(action, tally)
        if until is None:
            return None
        begin, end = _clock(self.hours.begin), _clock(self.hours.end)
        return "quiet_hours", said(
            "It is between {begin} to {end} where the customer is, when nothing is sent.", begin=begin, end=end
        )


def _at_latest(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a local time; of one that is there twice or not at all, where clocks change, the later one."""
    return max(local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"
