"""The `[clock]` table: what time brings."""

from typing import Any

from attrs import Attribute, field, frozen

from retention_sdk.authoring import setting
from retention_sdk.checks import accepts
from retention_sdk.errors import BadValue


@accepts(minimum=1, maximum=36_525)
def _spans(_: object, __: "Attribute[Any]", value: tuple[int, ...]) -> None:
    if any(not 1 <= days <= 36_525 for days in value):
        raise BadValue(f"lapse_days is {list(value)}; write whole days from 1 to 36525, such as [60, 120]")


@frozen
class ClockSettings:
    """What time brings.

    Args:
        lapse_days: after how many days without an order a customer has lapsed; each once, until the next order.
        late_days: how many days late a birthday, a lapse or an occasion may be found; what is older is left.
    """

    lapse_days: tuple[int, ...] = field(default=(60, 120), validator=_spans)
    late_days: int = setting(default=3, ge=1, le=300)
