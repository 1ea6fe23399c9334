"""Whether a flow keeps to the law."""

from collections.abc import Iterator
from datetime import date

from retention_sdk.cancelling.flow import Flow
from retention_sdk.cancelling.law import in_force

_NOT_BEFORE = "the file lets nothing be offered before the customer can cancel"


def broken(flow: Flow, day: date) -> Iterator[tuple[str, str]]:
    """What in a flow is against a rule that is in force.

    Args:
        flow: the flow, with the places where its customers are.
        day: the day.

    Yields:
        The setting that breaks a rule, and a sentence with the rule, its date and its source.
    """
    rules = dict.fromkeys(rule for place in flow.jurisdictions for rule in in_force(place, day))
    for rule in rules:
        if rule.direct_cancel_required and not flow.direct_cancel:
            yield "direct_cancel", f"{rule} wants a way to cancel at once on every screen; write true"
        if not rule.survey_before_cancel_allowed and flow.survey == "before":
            yield "survey", f'{rule} allows no question before the customer can cancel; write "after" or "none"'
        if not rule.offers_before_cancel_allowed and flow.offers == "before":
            yield "offers", f'{rule} allows no offer before the customer can cancel; write "after" or "none"'
        elif flow.offers == "before" and flow.offer_screens > rule.most_offer_screens:
            yield "offer_screens", f"{rule} allows {rule.most_offer_screens} of them; write no more"


def screens(flow: Flow, jurisdiction: str, day: date) -> tuple[int, str]:
    """How often something may be offered before a customer can cancel.

    Args:
        flow: the merchant's flow.
        jurisdiction: whose law counts.
        day: the day.

    Returns:
        The number, and why it is no more.
    """
    most, why = (flow.offer_screens, "the file allows no more") if flow.offers == "before" else (0, _NOT_BEFORE)
    for rule in in_force(jurisdiction, day):
        allowed = rule.most_offer_screens if rule.offers_before_cancel_allowed else 0
        if allowed < most:
            most, why = allowed, str(rule)
    return most, why
