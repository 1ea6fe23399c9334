"""Nobody is written to who did not agree to it."""

from collections.abc import Collection

from retention_sdk.actions import Action
from retention_sdk.guards.contact import advertises
from retention_sdk.guards.tally import Guard, Reason
from retention_sdk.language import Word, said
from retention_sdk.profile import Profile


def consent(transactional: Collection[str]) -> Guard:
    """A guard that refuses a message whose channel and purpose the customer did not say yes to.

    Args:
        transactional: the purposes that need no consent.

    Returns:
        The guard. A message without a channel needs a yes to any channel for its purpose.
    """
    return lambda action, tally: no_consent(action, tally.customer.profile, transactional)


def no_consent(action: Action, profile: Profile, transactional: Collection[str]) -> Reason | None:
    """Why a customer does not want to be written to.

    Args:
        action: any action.
        profile: the customer's.
        transactional: the purposes that need no consent.

    Returns:
        None where they do, and where the action does not write to them or needs no consent.
    """
    if not advertises(action, transactional):
        return None
    channel, purpose = action.channel, action.purpose
    if channel is None:
        if any(word.given for word in profile.consents if word.purpose == purpose):
            return None
        return "no_consent", said("The customer has said yes to {purpose} through no channel.", purpose=Word(purpose))
    if profile.allows(channel, purpose):
        return None
    words = [word for word in profile.consents if (word.channel, word.purpose) == (channel, purpose)]
    values = {"purpose": Word(purpose), "channel": Word(channel)}
    if words:
        return "no_consent", said("The customer said no to {purpose} by {channel}.", **values)
    return "no_consent", said("The customer has not said yes to {purpose} by {channel}.", **values)
