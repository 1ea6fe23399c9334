"""IssueGiftCard."""

from datetime import date, datetime, timedelta

from retention_adapters.shopify.acts.amounts import amount_of, given
from retention_adapters.shopify.acts.gift_cards.cards import Card, card_with, code_of_card
from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.graphql import UserErrors, has
from retention_sdk import IssueGiftCard
from retention_sdk.errors import Refused, TryLater
from retention_sdk.platforms import Receipt


def issue_gift_card(job: Job, gift: IssueGiftCard) -> Receipt:
    """Make the card, or find that it is there already; then see that it is what was meant."""
    code, expires, customer = code_of_card(job), _last_day(job.ends(gift.valid_for)), job.customer()
    card, made = _made(job, gift, code, expires, customer)
    if not made and not card["enabled"]:
        return Receipt(reference=str(card["id"]), code=code, notes=["the card was there already and is void since"])
    if wrong := _differences(gift, expires, card):
        job.ask("gift_card_deactivate", id=card["id"])
        raise Refused(f"Shopify made another card than was meant, so it was made void again: {'; '.join(wrong)}")
    return Receipt(reference=str(card["id"]), code=code)


def _made(job: Job, gift: IssueGiftCard, code: str, expires: date | None, customer: str | None) -> tuple[Card, bool]:
    sent: dict[str, object] = {"code": code, "note": job.mark(), "expiresOn": expires and expires.isoformat()}
    if customer:
        sent["customerId"] = customer
    if has(job.graphql.api_version, "gift_card_initial_amount"):
        sent["initialAmount"] = given(gift.amount)
    else:  # it has no currency there: the card is of the shop's, and compared with what was meant
        sent["initialValue"] = str(gift.amount.amount)
    try:
        return job.ask("gift_card_create", input=sent)["giftCardCreate"]["giftCard"], True
    except UserErrors as errors:
        if "TAKEN" not in errors.codes:
            raise
    card = card_with(job, code, job.mark())
    if card is None:
        raise TryLater("the card is there already, and Shopify's search does not find it yet", timedelta(minutes=1))
    return card, False


def _last_day(end: datetime | None) -> date | None:
    return None if end is None else end.date()


def _differences(gift: IssueGiftCard, expires: date | None, card: Card) -> list[str]:
    meant = {"its value": str(gift.amount), "its last day": str(expires)}
    there = {"its value": str(amount_of(card["initialValue"])), "its last day": str(card["expiresOn"])}
    return [f"{name} is {there[name]} instead of {value}" for name, value in meant.items() if there[name] != value]
