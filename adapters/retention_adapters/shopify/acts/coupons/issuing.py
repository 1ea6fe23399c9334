"""IssueCoupon: a discount code of its own for one customer, compared with what was meant."""

from retention_adapters.shopify.acts.amounts import instant
from retention_adapters.shopify.acts.coupons.found import Found, found
from retention_adapters.shopify.acts.coupons.inputs import input_of
from retention_adapters.shopify.acts.coupons.meaning import meant
from retention_adapters.shopify.acts.coupons.terms import Terms
from retention_adapters.shopify.acts.job import Job
from retention_adapters.shopify.graphql import UserErrors
from retention_sdk import IssueCoupon
from retention_sdk.errors import Refused, TryLater
from retention_sdk.platforms import Receipt


def issue_coupon(job: Job, coupon: IssueCoupon) -> Receipt:
    """Make the code, or find that it is there already; then see that it is what was meant."""
    terms, code = meant(job, coupon), job.code()
    made = _made(job, terms, code, coupon.reason)
    there = found(job, code)
    if there is None:
        raise TryLater("the code was made, and Shopify does not show it yet")
    notes = _limits(terms)
    if not made and there.over:  # somebody ended it since: it is not for us to begin it again
        notes.append("the code was there already and has ended since; it was left as it is")
    elif wrong := _differences(terms, there):
        _repair(job, terms, there, code, wrong)
        notes.append(f"Shopify had the code otherwise than it was meant, and it was repaired: {'; '.join(wrong)}")
    return Receipt(reference=there.id, code=code, notes=notes)


def _made(job: Job, terms: Terms, code: str, reason: str) -> bool:
    sent = {"code": code, "title": reason[:255] or code, "startsAt": instant(job.begins)} | input_of(terms)
    try:
        job.ask(f"discount_code_{terms.family}_create", discount=sent)
    except UserErrors as errors:
        if "TAKEN" not in errors.codes:
            raise
        return False
    return True


def _limits(terms: Terms) -> list[str]:
    notes: list[str] = []
    if terms.customer is None:
        notes.append("there is no such customer in the shop, so whoever knows the code can use it")
    if terms.minimum is not None and terms.items:
        notes.append("Shopify counts the minimum over the items that the code is good for")
    return notes


def _differences(terms: Terms, there: Found) -> list[str]:
    return ["it is a discount of another kind"] if there.terms is None else terms.differences(there.terms)


def _repair(job: Job, terms: Terms, there: Found, code: str, wrong: list[str]) -> None:
    """Set the code to what was meant; where that does not help it is ended, so that nobody uses what nobody meant."""
    still = wrong
    if there.terms is not None and there.terms.family == terms.family:
        try:
            job.ask(f"discount_code_{terms.family}_update", id=there.id, discount=_update(terms, there.terms))
        except UserErrors as errors:
            still = [*wrong, str(errors)]
        else:
            again = found(job, code)
            still = _differences(terms, again) if again else ["it is gone"]
    if still:
        job.ask("discount_code_deactivate", id=there.id)
        raise Refused(f"Shopify makes another code than was meant, so it was ended again: {'; '.join(still)}")


def _update(terms: Terms, there: Terms) -> dict[str, object]:
    """An update adds to lists: what is there and was not meant has to be named to be taken out."""
    sent = input_of(terms)
    if terms.customer and there.customer and there.customer.startswith("gid:"):
        extra = [one for one in there.customer.split(", ") if one != terms.customer]
        sent["context"] = {"customers": {"add": [terms.customer], "remove": extra}}
    return sent
