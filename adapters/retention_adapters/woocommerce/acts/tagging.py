"""Puts tags on customers and takes them off: each has a meta key of its own, so that two at once do no harm."""

from retention_adapters.woocommerce.acts.doing import Doing
from retention_adapters.woocommerce.shop import Thing, meta_of, number_of, things_of
from retention_sdk.actions import Tag, Untag
from retention_sdk.errors import Refused
from retention_sdk.platforms import Receipt

TAGS = "retention_tag_"
"""What the meta key of a tag begins with; keys that begin with _ are dropped from customers, and nothing is said."""

LONGEST = 255 - len(TAGS)
YES = "1"


def tag(doing: Doing, action: Tag | Untag) -> Receipt:
    """Put a tag on a customer's account, or take it off.

    Args:
        doing: the act.
        action: which tag.

    Returns:
        The customer's number.

    Raises:
        Refused: the customer has no account, or WooCommerce did not keep the tag.
    """
    if len(action.tag) > LONGEST:
        raise Refused(f"a tag of more than {LONGEST} letters is more than WooCommerce keeps")
    number, key = _account(doing), TAGS + action.tag
    wanted = YES if isinstance(action, Tag) else None
    if wanted is None:
        meta = _removal(doing.shop.get(f"customers/{number}"), key)
        if meta is None:
            return Receipt(reference=str(number))
    else:
        meta = {"key": key, "value": wanted}
    stored = doing.shop.change(f"customers/{number}", {"meta_data": [meta]})
    if (meta_of(stored, key) is None) is not (wanted is None):
        raise Refused("WooCommerce answered that all is well, and did not keep the change of the tag")
    return Receipt(reference=str(number))


def _removal(customer: Thing, key: str) -> dict[str, object] | None:
    """What takes a key away: null, with the number that it has now."""
    for one in things_of(customer, "meta_data"):
        if one.get("key") == key:
            return {"id": number_of(one.get("id")), "key": key, "value": None}
    return None


def _account(doing: Doing) -> int:
    whom = doing.attempt.whom
    if whom is None:
        raise Refused("nobody was named whom the tag is for")
    if number := number_of(whom.id):
        return number
    for one in doing.shop.page("customers", {"email": doing.email, "role": "all"}) if doing.email else ():
        if str(one.get("email", "")).lower() == doing.email and (number := number_of(one.get("id"))):
            return number
    raise Refused("the customer has no account in the shop, and WooCommerce keeps no tags of guests")
