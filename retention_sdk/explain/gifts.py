"""A gift in words, as the one who gets it reads it."""

from retention_sdk import actions as a
from retention_sdk.explain.deeds.gifts import benefit
from retention_sdk.language import LANGUAGES, Said, counted, said, voice_of


def gift_in_words(action: a.Action, language: str = "en") -> str:
    """What an action gives, for the customer to read.

    Args:
        action: any action.
        language: the customer's, such as "cs"; English where it is not spoken.

    Returns:
        Such as "10 % off" or "a gift card of €10.00"; empty for what is no gift that a customer is told of.
    """
    told = _told(action)
    return "" if told is None else voice_of(language if language in LANGUAGES else "en").say(told)


def _told(action: a.Action) -> Said | None:
    told: Said | None = None
    match action:
        case a.IssueCoupon(benefit=good, minimum=None):
            told = benefit(good)
        case a.IssueCoupon(benefit=good, minimum=least):
            told = said("{benefit}, on orders of {least} or more", benefit=benefit(good), least=least)
        case a.IssueGiftCard(amount=amount):
            told = said("a gift card of {amount}", amount=amount)
        case a.IssueStoreCredit(amount=amount):
            told = said("store credit of {amount}", amount=amount)
        case a.RefundMoney(amount=amount):
            told = said("{amount} back", amount=amount)
        case a.SendReplacement():
            told = said("a replacement, on its way to you")
        case _:
            told = _of_subscription(action)
    return told


def _of_subscription(action: a.Action) -> Said | None:
    told: Said | None = None
    match action:
        case a.DiscountSubscription(percent=percent, cycles=1):
            told = said("{percent} % off the next period", percent=percent)
        case a.DiscountSubscription(percent=percent, cycles=n):
            told = counted(
                "{percent} % off the next {n} period", "{percent} % off the next {n} periods", n, percent=percent
            )
        case a.PauseSubscription(duration=span):
            told = said("a pause of {span}", span=span)
        case a.SkipDelivery(deliveries=1):
            told = said("the next delivery skipped")
        case a.SkipDelivery(deliveries=n):
            told = counted("the next {n} delivery skipped", "the next {n} deliveries skipped", n)
        case a.ExtendService(duration=span):
            told = said("{span} free of charge", span=span)
        case a.ChangePlan(plan=plan):
            told = said("a change to the plan {plan}", plan=plan)
        case _:
            pass
    return told
