"""Gift cards that are there."""

from collections.abc import Mapping
from typing import Any

from retention_adapters.shopify.acts.amounts import amount_of
from retention_adapters.shopify.acts.ids import quoted
from retention_adapters.shopify.acts.job import Job
from retention_sdk import Money

LENGTH = 16
"""Letters and digits of a gift card's code; Shopify takes 8 to 20."""

Card = Mapping[str, Any]


def code_of_card(job: Job, key: str = "") -> str:
    """The code of the gift card that belongs to a key."""
    return job.code(key, LENGTH)


def card_with(job: Job, code: str, mark: str) -> Card | None:
    """The gift card with a code of ours: the search knows whole codes, and an answer shows its last four letters."""
    answer = job.ask("gift_cards_by_code", query=quoted(code))
    for card in answer["giftCards"]["nodes"]:
        if card["note"] == mark and code.upper().endswith(str(card["lastCharacters"]).upper()):
            return dict(card)
    return None


def spent(card: Card) -> Money:
    """How much of a card was used."""
    return amount_of(card["initialValue"]) - amount_of(card["balance"])
