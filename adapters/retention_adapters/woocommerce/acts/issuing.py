"""Makes a coupon once, and sees that it is what was meant."""

from collections.abc import Mapping
from datetime import timedelta

from retention_adapters.http import NotSent
from retention_adapters.woocommerce.acts.comparing import differences
from retention_adapters.woocommerce.acts.coupons import Body
from retention_adapters.woocommerce.acts.doing import KEY, Doing
from retention_adapters.woocommerce.shop import Shop, ShopSaid, Thing, meta_of, number_of
from retention_sdk.errors import Refused, TryLater
from retention_sdk.platforms import Receipt

EXISTS = "woocommerce_rest_coupon_code_already_exists"
SOON = timedelta(minutes=1)
"""How long a request may go on in the shop after we have stopped to wait for it."""


def issue(doing: Doing, body: Body, *notes: str) -> Receipt:
    """Make a coupon, unless an earlier try has made it.

    Args:
        doing: the act.
        body: what the coupon is to be.
        notes: what has to be told of it anyway.

    Returns:
        Its number and code, and what was put right.

    Raises:
        TryLater: nobody knows whether it was made; the next try looks first.
        Refused: it cannot be made as it was meant.
    """
    tried = doing.attempt.first_at is not None
    stored = by_code(doing.shop, body["code"]) if tried else None
    if stored is None:
        stored = _created(doing, body)
    return settled(doing, body, stored, *notes)


def by_code(shop: Shop, code: str) -> Thing | None:
    """A coupon by its code; where there are several, the shop shows one of them."""
    found = shop.page("coupons", {"code": code})
    return next((one for one in found if str(one.get("code", "")).lower() == code), None)


def _created(doing: Doing, body: Body) -> Thing:
    try:
        return doing.shop.create("coupons", body)
    except NotSent:
        raise
    except TryLater as error:
        stored = by_code(doing.shop, body["code"])
        if stored is None:
            raise TryLater(error.reason, error.after or SOON) from error
    except ShopSaid as error:
        if error.code != EXISTS:
            raise
        stored = by_code(doing.shop, body["code"])
        if stored is None:
            raise TryLater("the shop says that it has this coupon, and does not show it", SOON) from error
    return stored


def settled(doing: Doing, body: Body, stored: Thing, *notes: str) -> Receipt:
    """See that a coupon is ours and what was meant; put it right, or take it back.

    Args:
        doing: the act.
        body: what it is to be.
        stored: what the shop has.
        notes: what has to be told of it anyway.

    Returns:
        Its number and code, and what was put right.

    Raises:
        Refused: it is somebody else's, or it could not be put right and is deleted.
    """
    theirs = meta_of(stored, KEY)
    if theirs is not None and theirs != doing.key:
        raise Refused("the shop has a coupon of this code that was made for something else; set another code_secret")
    number = number_of(stored.get("id"))
    wrong = differences(body, stored)
    if wrong:
        notes += tuple(f"WooCommerce got it wrong, and it was put right: {words}" for words in wrong.values())
        left = _mended(doing.shop, body, number, wrong)
        if left:
            doing.shop.remove(f"coupons/{number}")
            told = "; ".join(left.values())
            raise Refused(f"the shop does not store the coupon as it was meant, and it was deleted: {told}")
    return Receipt(reference=str(number), code=body["code"], notes=notes, data={"id": number})


def _mended(shop: Shop, body: Body, number: int, wrong: dict[str, str]) -> dict[str, str]:
    fields = {name: body.get(name, CLEARED.get(name)) for name in wrong} | (
        {"status": "publish"} if "status" in wrong else {}
    )
    try:
        return differences(body, shop.change(f"coupons/{number}", fields))
    except ShopSaid as error:
        return {"error": error.reason}


CLEARED: Mapping[str, object] = {
    "date_expires": "",
    "email_restrictions": [],
    "limit_usage_to_x_items": 0,
    "minimum_amount": "0",
    "product_ids": [],
    "product_categories": [],
    "free_shipping": False,
}
"""What unsets a field that was not asked for."""
