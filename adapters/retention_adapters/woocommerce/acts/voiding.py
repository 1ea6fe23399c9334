"""Takes coupons back."""

from retention_adapters.woocommerce.acts.doing import Doing
from retention_adapters.woocommerce.acts.issuing import by_code
from retention_adapters.woocommerce.shop import Thing, number_of
from retention_sdk.errors import TryLater
from retention_sdk.platforms import Receipt

TWINS = 6
"""As many coupons of one code a shop has been seen to make at once."""


def void(doing: Doing, key: str) -> Receipt:
    """Delete the coupon that was made with a key, and each twin of it; one that is gone is gone.

    Args:
        doing: the act.
        key: the idempotency key of the coupon.

    Returns:
        What was deleted, and whether it had been used.

    Raises:
        TryLater: there is no end of twins.
    """
    undoes = doing.attempt.undoes
    code = (undoes.code if undoes else None) or doing.code(key)
    notes: list[str] = []
    deleted = 0
    number = number_of(undoes.reference) if undoes else 0
    if number and (known := doing.shop.found(f"coupons/{number}")) and str(known.get("code", "")).lower() == code:
        deleted = _removed(doing, known, notes)
    for _ in range(TWINS):
        twin = by_code(doing.shop, code)
        if twin is None:
            break
        deleted = _removed(doing, twin, notes)
    else:
        raise TryLater("the shop still shows the coupon after it was deleted")
    if not deleted:
        notes.append("there was no such coupon any more")
    return Receipt(reference=str(deleted or ""), code=code, notes=tuple(notes))


def _removed(doing: Doing, coupon: Thing, notes: list[str]) -> int:
    number, used = number_of(coupon.get("id")), number_of(coupon.get("usage_count"))
    if used:
        times = "once" if used == 1 else f"{used} times"
        notes.append(f"the coupon had been used {times} before it was taken back")
    doing.shop.remove(f"coupons/{number}")
    return number
