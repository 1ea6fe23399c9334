"""Which act belongs to which kind of action, and what a repeat of it does."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from retention_adapters.shopify.acts.coupons.issuing import issue_coupon
from retention_adapters.shopify.acts.coupons.voiding import void_coupon
from retention_adapters.shopify.acts.gift_cards.issuing import issue_gift_card
from retention_adapters.shopify.acts.gift_cards.voiding import void_gift_card
from retention_adapters.shopify.acts.job import Job, Shop
from retention_adapters.shopify.acts.orders.refunding import refund_money
from retention_adapters.shopify.acts.orders.replacing import send_replacement
from retention_adapters.shopify.acts.store_credit.giving import issue_store_credit
from retention_adapters.shopify.acts.store_credit.taking import take_store_credit
from retention_adapters.shopify.acts.subscriptions.cancelling import cancel_subscription
from retention_adapters.shopify.acts.subscriptions.changing import change_plan
from retention_adapters.shopify.acts.subscriptions.discounting import discount_subscription, end_discount
from retention_adapters.shopify.acts.subscriptions.extending import extend_service, shorten_service
from retention_adapters.shopify.acts.subscriptions.pausing import pause_subscription, resume_subscription
from retention_adapters.shopify.acts.subscriptions.skipping import skip_delivery, unskip_delivery
from retention_adapters.shopify.acts.tagging import tag, untag
from retention_adapters.shopify.graphql import Runs, UserErrors
from retention_sdk import Action
from retention_sdk.errors import Refused, TryLater
from retention_sdk.platforms import FIRST, Attempt, Receipt, Repeat

Act = Callable[[Job, Any], Receipt]

_ALWAYS: Mapping[str, tuple[Repeat, Act]] = {
    "issue_coupon": (Repeat.NATURAL, issue_coupon),
    "issue_gift_card": (Repeat.NATURAL, issue_gift_card),
    "issue_store_credit": (Repeat.UNSAFE, issue_store_credit),
    "refund_money": (Repeat.KEYED, refund_money),
    "send_replacement": (Repeat.UNSAFE, send_replacement),
    "tag": (Repeat.SET, tag),
    "take_store_credit": (Repeat.UNSAFE, take_store_credit),
    "untag": (Repeat.SET, untag),
    "void_coupon": (Repeat.SET, void_coupon),
    "void_gift_card": (Repeat.SET, void_gift_card),
}

_OF_OUR_CONTRACTS: Mapping[str, tuple[Repeat, Act]] = {
    "cancel_subscription": (Repeat.SET, cancel_subscription),
    "change_plan": (Repeat.SET, change_plan),
    "discount_subscription": (Repeat.NATURAL, discount_subscription),
    "end_discount": (Repeat.SET, end_discount),
    "extend_service": (Repeat.NATURAL, extend_service),
    "pause_subscription": (Repeat.SET, pause_subscription),
    "resume_subscription": (Repeat.SET, resume_subscription),
    "shorten_service": (Repeat.NATURAL, shorten_service),
    "skip_delivery": (Repeat.SET, skip_delivery),
    "unskip_delivery": (Repeat.SET, unskip_delivery),
}


def _repeats(acts: Mapping[str, tuple[Repeat, Act]]) -> Mapping[str, Repeat]:
    return MappingProxyType({kind: repeat for kind, (repeat, _) in acts.items()})


CAPABILITIES = _repeats(_ALWAYS)
"""What can be done in every shop, with what a repeat of it does."""

SUBSCRIPTIONS = _repeats(_OF_OUR_CONTRACTS)
"""What can be done besides where the shop's subscription contracts are the app's own."""


def capabilities(*, subscriptions: bool) -> Mapping[str, Repeat]:
    """What can be done in a shop.

    Args:
        subscriptions: whether the app has made the shop's subscription contracts.
    """
    return _repeats(_acts(subscriptions=subscriptions))


def perform(graphql: Runs, shop: Shop, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
    """Carry an action out in a shop; the same key never does it twice.

    Args:
        graphql: the shop's client.
        shop: how the shop is acted on.
        action: one of a kind of `capabilities`.
        key: the idempotency key.
        attempt: whom it is for, and what was tried before.

    Returns:
        What was made, compared with what was meant.

    Raises:
        TryLater: Shopify did not answer, is busy, or it is not known what became of it.
        CredentialsRefused: Shopify does not know us, or does not let us.
        Refused: it never will be carried out.
    """
    known = _acts(subscriptions=shop.subscriptions).get(action.kind)
    if known is None:
        ours = "; set `subscriptions = true` where the app has made the contracts"
        hint = ours if action.kind in SUBSCRIPTIONS else ""
        raise Refused(f"the Shopify adapter does not carry out {action.kind}{hint}")
    try:
        return known[1](Job(graphql, shop, key, attempt), action)
    except UserErrors as errors:
        raise _raised(errors) from None
    except (LookupError, TypeError, ValueError) as error:
        raise TryLater(f"Shopify's answer is not what was asked for: {type(error).__name__}") from error


def _acts(*, subscriptions: bool) -> Mapping[str, tuple[Repeat, Act]]:
    return {**_ALWAYS, **_OF_OUR_CONTRACTS} if subscriptions else _ALWAYS


def _raised(errors: UserErrors) -> Exception:
    if "INTERNAL_ERROR" in errors.codes:
        return TryLater(f"Shopify could not do it now: {errors}")
    return Refused(f"Shopify does not do it: {errors}")
