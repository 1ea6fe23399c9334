"""What time does to customers: pure functions of what is known of them; `calls/ticking.py` carries it out."""

from retention_sdk.clock.occasions import Strategies
from retention_sdk.clock.ticked import Ticked
from retention_sdk.clock.timetable import Timetable
from retention_sdk.clock.untimely import untimely

__all__ = ["Strategies", "Ticked", "Timetable", "untimely"]
