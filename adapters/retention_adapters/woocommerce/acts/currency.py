"""A shop has one currency, and its answers seldom say which."""

from retention_adapters.woocommerce.shop import Shop, text_of
from retention_sdk.errors import CredentialsRefused, Refused
from retention_sdk.money import Money


def in_currency(shop: Shop, money: Money) -> None:
    """See that an amount is of the shop's currency; where the key may not look at that, it is taken for granted.

    Args:
        shop: where it is to be spent.
        money: the amount.

    Raises:
        Refused: the shop has another currency.
    """
    theirs = shop.currency or _asked(shop)
    if theirs and theirs != money.currency:
        raise Refused(f"the shop's currency is {theirs}, and {money} is not; nothing was converted")


def _asked(shop: Shop) -> str:
    try:
        shop.currency = text_of(shop.get("data/currencies/current"), "code")
    except (CredentialsRefused, Refused):
        return ""
    return shop.currency
