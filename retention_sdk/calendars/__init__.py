"""Calendars: when a store is open, and when a span of its open time is over. Pure, no clock."""

from retention_sdk.calendars.calendar import ALWAYS, Calendar, Opening
from retention_sdk.calendars.spans import Pause, due

__all__ = ["ALWAYS", "Calendar", "Opening", "Pause", "due"]
