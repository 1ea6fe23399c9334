"""Spans of time as ISO 8601 writes them, in days and shorter: those are of one length wherever and whenever."""

import re
from datetime import timedelta

PATTERN = r"^P(?=.)([0-9]{1,7}W)?([0-9]{1,7}D)?(T(?=.)([0-9]{1,9}H)?([0-9]{1,9}M)?([0-9]{1,12}(\.[0-9]{1,6})?S)?)?$"
"""Whoever reads the schema, and we ourselves, go by it."""

_PARTS = re.compile(r"([0-9.]+)([WDHMS])")
_MICROS = {"W": 604_800_000_000, "D": 86_400_000_000, "H": 3_600_000_000, "S": 1_000_000}
_MINUTE = 60_000_000


def read_duration(text: str) -> timedelta:
    """The span of a text that `PATTERN` fits."""
    micros = 0
    for number, unit in _PARTS.findall(text):
        whole, _, fraction = number.partition(".")
        size = _MINUTE if unit == "M" else _MICROS[unit]
        micros += int(whole) * size + int(fraction.ljust(6, "0") if fraction else 0)
    return timedelta(microseconds=micros)


def write_duration(span: timedelta) -> str:
    """A span above zero, in days, hours, minutes and seconds."""
    hours, rest = divmod(span.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{span.microseconds:06}".rstrip("0") if span.microseconds else ""
    parts = [(hours, "H"), (minutes, "M")]
    clock = "".join(f"{count}{unit}" for count, unit in parts if count)
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    days = f"{span.days}D" if span.days else ""
    return f"P{days}{'T' if clock else ''}{clock}" if days or clock else "PT0S"
