"""One try to carry an action out, and what came of it."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen
from attrs.converters import optional

from retention_sdk.actions import Action
from retention_sdk.checks import any_text, texts
from retention_sdk.frozen_json import Json, freeze_table
from retention_sdk.profile import Profile
from retention_sdk.times import utc


@frozen
class Recipient:
    """Whom an action is for.

    Args:
        id: the customer's id in the store.
        profile: what is known of them now.
    """

    id: str
    profile: Profile = field(factory=Profile)


@frozen(kw_only=True)
class Receipt:
    """What a platform made of an action.

    Args:
        reference: the platform's own id of what it made; empty where it has none.
        code: what the customer needs to use it, such as a coupon's code.
        notes: what is otherwise than it was meant, or was repaired, in sentences.
        data: what undoing it needs to know.
    """

    reference: str = field(default="", validator=any_text)
    code: str | None = None
    notes: tuple[str, ...] = field(default=(), converter=texts)
    data: Mapping[str, Json] = field(factory=dict[str, Json], converter=freeze_table, hash=False)


@frozen
class Made:
    """An action that was carried out.

    Args:
        action: the action.
        receipt: what came of it.
    """

    action: Action
    receipt: Receipt


@frozen(kw_only=True)
class Attempt:
    """What is known around a try.

    Args:
        whom: whom it is for; None where it is for nobody in particular.
        at: when the event happened that it is for: spans such as `valid_for` count from then. None is now.
        first_at: when it was first tried, where it was: then nobody knows whether an earlier try came through, and
            what cannot be repeated has to be looked for before it is done.
        undoes: what was made, where the action undoes it.
        beside: what was carried out for the same event before it: the coupon that a message tells of.
    """

    whom: Recipient | None = None
    at: datetime | None = field(default=None, converter=optional(utc))
    first_at: datetime | None = field(default=None, converter=optional(utc))
    undoes: Receipt | None = None
    beside: tuple[Made, ...] = ()


FIRST = Attempt()
"""A first try for nobody in particular."""
