"""What is known of somebody who was merged into another, as that one's."""

from attrs import evolve

from retention_sdk.turns.desk import standing_of
from retention_sdk.wire import converter, dumps

_NAMING = ('"approvals"', '"sessions"')


def housed(text: str, customer: str) -> str:
    """A standing in its stored form, whose requests for approval and cancel sessions are the customer's.

    What was decided before a merge, and stays as it was, names whoever it was decided on.

    Args:
        text: the standing in its stored form.
        customer: whose it is now.
    """
    if not any(name in text for name in _NAMING):
        return text
    standing = standing_of(text)
    approvals = tuple(evolve(one, customer=customer) for one in standing.approvals)
    sessions = tuple(evolve(one, customer=customer) for one in standing.sessions)
    return dumps(converter.unstructure(evolve(standing, approvals=approvals, sessions=sessions)))
