"""A story for a plugin that brings none: what is usual in a store, and each kind of event that it answers."""

from collections.abc import Sequence

from retention_sdk.events import KINDS, STORE, Event
from retention_sdk.testing.builders.build import build
from retention_sdk.testing.builders.orders import order, refund
from retention_sdk.testing.builders.people import sign_up, visit
from retention_sdk.testing.builders.times import after


def usual_story(hooks: Sequence[str]) -> list[Event]:
    """A story that is not a plugin's own.

    Args:
        hooks: the hooks that it implements.

    Returns:
        A customer joins, drops in and buys, and has something paid back; then each kind that the plugin answers.
    """
    story: list[Event] = [
        sign_up(),
        order("o-1", at=after(1), total=20),
        visit(at=after(2)),
        *(order(f"o-{day}", at=after(day), total=day * 10, quantity=day) for day in (3, 5, 8)),
        refund(order="o-3", at=after(9)),
    ]
    for place, hook in enumerate(hooks):
        kind = KINDS.get(hook.removeprefix("on_"))
        if kind is not None and not any(type(event) is kind for event in story):
            whose = {} if build(kind).customer == STORE else {"customer": "c"}
            story.append(build(kind, at=after(20 + place), **whose))
    return story
