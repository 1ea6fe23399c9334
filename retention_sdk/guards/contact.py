"""What is written to a customer, and for what."""

from collections.abc import Collection
from typing import TypeGuard

from retention_sdk.actions import Action, RequestSurvey, SendMessage


def advertises(action: Action, transactional: Collection[str]) -> TypeGuard[SendMessage | RequestSurvey]:
    """Whether an action writes to the customer what they need not know."""
    return isinstance(action, (SendMessage, RequestSurvey)) and action.purpose not in transactional
