"""Birthdays: each year's begins where the customer is, or the store where nobody knows."""

from datetime import datetime
from zoneinfo import ZoneInfo

from retention_sdk.profile import Profile
from retention_sdk.times import midnight


def next_birthday(profile: Profile, zone: ZoneInfo, had: int | None, after: datetime) -> tuple[datetime, int] | None:
    """The next birthday of somebody.

    Args:
        profile: who they are.
        zone: the store's, where theirs is not known.
        had: the year of the latest that was kept.
        after: the birthday begins after this.

    Returns:
        When it begins, and its year; None where the day is not known. 29 February is kept on the 28th in a year that
        has none.
    """
    day = profile.birthday
    if day is None:
        return None
    zone = zone if profile.timezone is None else ZoneInfo(profile.timezone)
    year = max(after.astimezone(zone).year, (had or 0) + 1, (day.year or 0) + 1)
    while (at := midnight(day.on(year), zone)) <= after:
        year += 1
    return at, year
