"""Many coupons at once: a hundred a request, each of which succeeds or fails by itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from retention_adapters.http import NotSent
from retention_adapters.woocommerce.acts.coupons import Body, coupon_of
from retention_adapters.woocommerce.acts.doing import Doing
from retention_adapters.woocommerce.acts.issuing import EXISTS, by_code, settled
from retention_adapters.woocommerce.shop import BATCH, Shop, Thing, things_of
from retention_adapters.woocommerce.shop.answers import code_of, saying_of
from retention_sdk.actions import IssueCoupon
from retention_sdk.errors import AdapterError, Refused, TryLater
from retention_sdk.platforms import Attempt, Receipt

SECONDS = 90.0
"""A hundred coupons take a shop some seconds; a busy one needs more."""


@frozen
class Wanted:
    """A coupon to be made.

    Args:
        action: what it is.
        key: its idempotency key.
        attempt: whom it is for, and what was tried before.
    """

    action: IssueCoupon
    key: str
    attempt: Attempt


def issue_all(shop: Shop, wanted: Sequence[Wanted], doing: Callable[[Wanted], Doing]) -> list[Receipt | AdapterError]:
    """Make many coupons.

    Args:
        shop: where.
        wanted: which.
        doing: the act of each.

    Returns:
        A receipt or an error for each, in order.
    """
    made: list[Receipt | AdapterError] = []
    for begin in range(0, len(wanted), BATCH):
        acts = [doing(one) for one in wanted[begin : begin + BATCH]]
        made += _hundred(shop, acts, [one.action for one in wanted[begin : begin + BATCH]])
    return made


def _hundred(shop: Shop, acts: Sequence[Doing], actions: Sequence[IssueCoupon]) -> Iterator[Receipt | AdapterError]:
    bodies: list[Body | AdapterError] = [
        _tried(coupon_of, act, action) for act, action in zip(acts, actions, strict=True)
    ]
    found = {at: _tried(_known, act, body) for at, (act, body) in enumerate(zip(acts, bodies, strict=True))}
    to_make = [at for at, body in enumerate(bodies) if isinstance(body, Mapping) and found[at] is None]
    answers = _sent(shop, [bodies[at] for at in to_make])
    said = dict(zip(to_make, answers, strict=True))
    for at, (act, body) in enumerate(zip(acts, bodies, strict=True)):
        there = said.get(at, found[at])
        if not isinstance(body, Mapping):
            yield body
        elif isinstance(there, AdapterError):
            yield there
        else:
            yield _tried(_judged, act, body, there)


def _known(act: Doing, body: Body | AdapterError) -> Thing | None:
    tried = act.attempt.first_at is not None and isinstance(body, Mapping)
    return by_code(act.shop, body["code"]) if tried and isinstance(body, Mapping) else None


def _sent(shop: Shop, bodies: Sequence[object]) -> Sequence[Thing | AdapterError | None]:
    """What the shop answers to each; None where that is not known, and it has to be looked up."""
    if not bodies:
        return []
    try:
        answer = shop.create("coupons/batch", {"create": list(bodies)}, timeout=SECONDS)
    except NotSent as error:
        return [error] * len(bodies)
    except TryLater:
        return [None] * len(bodies)  # a batch goes on in the shop when nobody waits for it any more
    except AdapterError as error:
        return [error] * len(bodies)
    items = things_of(answer, "create")
    return items if len(items) == len(bodies) else [None] * len(bodies)


def _judged(act: Doing, body: Body, there: Thing | None) -> Receipt:
    error = there.get("error") if there is not None else None
    code = code_of(error)
    if there is None or code == EXISTS:
        stored = by_code(act.shop, body["code"])
        if stored is None:
            raise TryLater("nobody knows whether the shop made this coupon of a batch")
        return settled(act, body, stored)
    if error is not None:
        raise Refused(f"POST coupons/batch: the shop answered {saying_of(error) or 'an error'}")
    return settled(act, body, there)


def _tried(act: Callable[..., Any], *given: object) -> Any:
    """What an act answers, or the error that it ends in."""
    try:
        return act(*given)
    except AdapterError as error:
        return error
