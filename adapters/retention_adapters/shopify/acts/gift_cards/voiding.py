"""VoidGiftCard."""

from retention_adapters.shopify.acts.gift_cards.cards import card_with, code_of_card, spent
from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.graphql import UserErrors
from retention_sdk import VoidGiftCard
from retention_sdk.platforms import Receipt

_GONE = Receipt(notes=["the shop has no such gift card, so there is nothing to void"])


def void_gift_card(job: Job, void: VoidGiftCard) -> Receipt:
    """Make the card void; what is left on it is gone. No such card is as good as void."""
    undone = job.attempt.undoes
    id = undone.reference if undone else ""
    if not id:
        found = card_with(job, code_of_card(job, void.key), job.mark(void.key))
        if found is None:
            return _GONE
        id = str(found["id"])
    try:
        card = job.ask("gift_card_deactivate", id=id)["giftCardDeactivate"]["giftCard"]
    except UserErrors as errors:
        if "GIFT_CARD_NOT_FOUND" in errors.codes:
            return _GONE
        raise
    used = spent(card)
    return Receipt(reference=id, notes=[f"{used} of the card were spent before it was void"] if used else [])
