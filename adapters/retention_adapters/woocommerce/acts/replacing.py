"""Sends items again: an order that costs nothing."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

from retention_adapters.http import NotSent
from retention_adapters.woocommerce.acts.doing import KEY, Doing
from retention_adapters.woocommerce.acts.refunding import order_of
from retention_adapters.woocommerce.events.orders import REPLACES
from retention_adapters.woocommerce.shop import Thing, amount_of, meta_of, number_of, text_of, things_of
from retention_sdk.actions import SendReplacement
from retention_sdk.errors import AdapterError, Refused, TryLater
from retention_sdk.platforms import Receipt

BEFORE = timedelta(hours=1)
"""How far the shop's clock may be behind ours where an earlier try is looked for."""

SOON = timedelta(minutes=1)
NOTHING = "0"


def replace(doing: Doing, action: SendReplacement) -> Receipt:
    """Make an order of the same items at no price, unless an earlier try has.

    Args:
        doing: the act.
        action: of which order, and which item.

    Returns:
        The new order's number.

    Raises:
        TryLater: nobody knows whether it was made; the next try looks first.
        Refused: there is no such order or item.
    """
    order = order_of(doing, action.order)
    made = _ours(doing, order) if doing.attempt.first_at is not None else None
    if made is not None:
        return _receipt(made)
    body = _body(doing, action, order)
    try:
        made = doing.shop.create("orders", body)
    except NotSent:
        raise
    except TryLater as error:
        made = _ours(doing, order)
        if made is None:
            raise TryLater(error.reason, error.after or SOON) from error
    _verify(doing, body, made)
    return _receipt(made, *_noted(doing, order, made))


def _body(doing: Doing, action: SendReplacement, order: Thing) -> dict[str, Any]:
    return {
        "status": "processing",
        "customer_id": number_of(order.get("customer_id")),
        "billing": _address(order, "billing"),
        "shipping": _address(order, "shipping"),
        "currency": text_of(order, "currency"),
        "line_items": [_line(one, quantity) for one, quantity in _wanted(action, order)],
        "shipping_lines": [
            {"method_id": one.get("method_id"), "method_title": one.get("method_title"), "total": NOTHING}
            for one in things_of(order, "shipping_lines")
        ],
        "meta_data": [{"key": KEY, "value": doing.key}, {"key": REPLACES, "value": str(order["id"])}],
    }


def _address(order: Thing, name: str) -> Mapping[str, Any]:
    found = order.get(name)
    known = cast(Thing, found if isinstance(found, dict) else {})
    # an empty e-mail address is one that WooCommerce refuses
    return {key: value for key, value in known.items() if value}


def _wanted(action: SendReplacement, order: Thing) -> Sequence[tuple[Thing, int]]:
    lines = [one for one in things_of(order, "line_items") if number_of(one.get("quantity")) > 0]
    if action.sku is None:
        found = [(one, number_of(one["quantity"])) for one in lines]
    else:
        found = [(one, action.quantity) for one in lines if one.get("sku") == action.sku][:1]
    if not found:
        raise Refused(f"order {action.order} has no item {action.sku or ''}".rstrip())
    if gone := [one for one, _ in found if not number_of(one.get("product_id"))]:
        raise Refused(f"{text_of(gone[0], 'name') or 'an item'} of order {action.order} is no longer in the shop")
    return found


def _line(line: Thing, quantity: int) -> dict[str, Any]:
    ids = {name: number_of(line.get(name)) for name in ("product_id", "variation_id") if number_of(line.get(name))}
    return ids | {"quantity": quantity, "subtotal": NOTHING, "total": NOTHING}


def _ours(doing: Doing, order: Thing) -> Thing | None:
    """An order that has our key, among those made since the first try."""
    since = (doing.attempt.first_at or doing.now()) - BEFORE
    asked: dict[str, str | int] = {
        "after": f"{since:%Y-%m-%dT%H:%M:%S}",
        "dates_are_gmt": "true",
        "customer": number_of(order.get("customer_id")),
        "orderby": "date",
        "order": "asc",
    }
    return next((one for one in doing.shop.pages("orders", asked) if meta_of(one, KEY) == doing.key), None)


def _verify(doing: Doing, body: Mapping[str, Any], made: Thing) -> None:
    """WooCommerce makes an order of an item that it does not have, and says that all is well."""
    asked = sorted(one["product_id"] for one in body["line_items"])
    there = sorted(number_of(one.get("product_id")) for one in things_of(made, "line_items"))
    total = amount_of(made.get("total"))
    if asked == there and total == 0:
        return
    doing.shop.remove(f"orders/{number_of(made.get('id'))}")
    what = "other items than were asked for" if asked != there else f"a price of {total}"
    raise Refused(f"the shop made an order with {what}; it was deleted")


def _noted(doing: Doing, order: Thing, made: Thing) -> tuple[str, ...]:
    """Tell whoever looks at the old order. The new one is made, whatever becomes of the note."""
    note = {"note": f"Sent again with order {made.get('number') or made.get('id')}."}
    try:
        doing.shop.create(f"orders/{order['id']}/notes", note)
    except AdapterError as error:
        return (f"the old order has no note of it: {error.reason}",)
    return ()


def _receipt(made: Thing, *notes: str) -> Receipt:
    number = number_of(made.get("id"))
    return Receipt(reference=str(number), notes=notes, data={"id": number})
