"""What is to be carried out for an action that was taken back, or given again: its inverse, a task, or nothing."""

from retention_sdk.actions import Action, CreateTask, NoInverse
from retention_sdk.explain import wish
from retention_sdk.settings.refunds import Told


def to_undo(action: Action, key: str, *, whom: str, told: Told = "leave", sure: bool = True) -> Action | None:
    """What undoes an action that was carried out.

    Args:
        action: the action.
        key: the idempotency key that it was carried out with.
        whom: the customer's id.
        told: what becomes of a message or a survey that is not true any more: "leave", or "task" for a person.
        sure: whether it is known to have been carried out.

    Returns:
        The action to carry out now; None where there is nothing to be done.
    """
    inverse = action.undo(key)
    if isinstance(inverse, Action):
        return inverse
    if inverse is NoInverse.BOOKED or (inverse is NoInverse.TOLD and told == "leave"):
        return None
    return _task(
        f"Taken back, and only a person can undo it: {wish(action)}",
        action,
        f"This {'was' if sure else 'may have been'} done for customer {whom}, with the key {key}. "
        "What it was given for does not stand any more. "
        "See what can be undone, and tell the customer where they need to know.",
    )


def to_do(action: Action, key: str, *, whom: str, before: bool) -> Action | None:
    """What carries an action out.

    Args:
        action: the action.
        key: the idempotency key that it is carried out with.
        whom: the customer's id.
        before: whether an earlier round of it was carried out, and taken back since.

    Returns:
        The action itself, unless it was done before and nothing undid it: then a task for a person, or None where
        the customer was told it already.
    """
    inverse = action.undo(key) if before else None
    if inverse is NoInverse.TOLD:
        return None
    if inverse is not NoInverse.TASK:
        return action
    return _task(
        f"Given again, after it was done before: {wish(action)}",
        action,
        f"This was done for customer {whom}, taken back, and stands again. See that the customer has it, and has it "
        "only once.",
    )


def _task(title: str, action: Action, script: str) -> CreateTask:
    why = f" It was for this: {action.reason}." if action.reason else ""
    return CreateTask(title, script=f"{script}{why}")
