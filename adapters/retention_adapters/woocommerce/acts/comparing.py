"""Holds what the shop stored against what was meant: it answers 201 whatever it has made of it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from retention_adapters.woocommerce.acts.doing import KEY
from retention_adapters.woocommerce.shop import Thing, amount_of, meta_of, number_of, things_of

TOLERANCE = 60
"""Seconds by which an end may differ: what was tried before may have begun a moment earlier."""


def differences(meant: Mapping[str, Any], stored: Thing) -> dict[str, str]:
    """What of a coupon is otherwise than it was meant.

    Args:
        meant: what was sent.
        stored: what the shop has.

    Returns:
        The names of the fields, each with what was meant and what there is; no address is in it.
    """
    found: dict[str, str] = {}
    if stored.get("status", "publish") != "publish":
        found["status"] = f"it is in the state {stored.get('status')}"
    for name, read in _FIELDS.items():
        wanted, there = read(meant.get(name, _UNSET.get(name))), read(stored.get(name))
        if wanted != there:
            found[name] = f"{name} was stored as {_shown(name, there)} in place of {_shown(name, wanted)}"
    if not _same_end(meant.get("date_expires"), stored.get("date_expires_gmt")):
        there = stored.get("date_expires_gmt") or "never"
        found["date_expires"] = f"date_expires was stored as {there} in place of {meant.get('date_expires') or 'never'}"
    if meta_of(stored, KEY) != meta_of(meant, KEY):
        found["meta_data"] = f"meta_data was stored without our {KEY}"
    found.update(_of_meta(meant, stored))
    return found


def _of_meta(meant: Mapping[str, Any], stored: Thing) -> dict[str, str]:
    lost = [key for one in things_of(meant, "meta_data") if meta_of(stored, key := str(one["key"])) is None]
    return {"meta_data": f"meta_data was stored without {', '.join(lost)}"} if lost else {}


def _code(value: object) -> str:
    return str(value).lower()


def _limit(value: object) -> int:
    return number_of(value)


def _emails(value: object) -> frozenset[str]:
    return frozenset(str(one).lower() for one in _list(value))


def _numbers(value: object) -> frozenset[int]:
    return frozenset(map(number_of, _list(value)))


def _list(value: object) -> Iterable[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


_FIELDS: Mapping[str, Callable[[object], object]] = {
    "code": _code,
    "discount_type": str,
    "amount": amount_of,
    "individual_use": bool,
    "usage_limit": _limit,
    "usage_limit_per_user": _limit,
    "limit_usage_to_x_items": _limit,
    "minimum_amount": amount_of,
    "free_shipping": bool,
    "email_restrictions": _emails,
    "product_ids": _numbers,
    "product_categories": _numbers,
}
_UNSET = {"minimum_amount": "0"}


def _same_end(meant: str | None, stored: object) -> bool:
    if meant is None or not isinstance(stored, str) or not stored:
        return meant is None and not stored
    try:
        end = datetime.fromisoformat(stored)
    except ValueError:
        return False
    apart = datetime.fromisoformat(meant) - (end if end.tzinfo else end.replace(tzinfo=UTC))
    return abs(apart.total_seconds()) <= TOLERANCE


def _shown(name: str, value: object) -> str:
    if name == "email_restrictions":
        return "the customer's address" if value else "nobody's address"
    if isinstance(value, frozenset):
        return ", ".join(map(str, sorted(cast("frozenset[int]", value)))) or "none"
    return "nothing" if value is None or value == "" else str(value)
