"""Idempotency keys."""

from hashlib import blake2b

from retention_sdk.events import Event


def action_key(store: str, event: Event, plugin: str, place: int) -> str:
    """The key of an action: the same event, plugin and place give the same key on every delivery and machine.

    Args:
        store: the store's key.
        event: the event that is decided.
        plugin: the strategy's name.
        place: the action's place in the strategy's answer.

    Returns:
        32 hex digits.
    """
    # lengths keep ("a", "bc") and ("ab", "c") apart
    source, id = event.source, event.id
    text = f"{len(store)}:{store}{len(source)}:{source}{len(id)}:{id}{len(plugin)}:{plugin}{place}"
    return blake2b(text.encode(), digest_size=16).hexdigest()
