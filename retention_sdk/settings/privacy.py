"""The `[privacy]` table: what is kept of those who are forgotten."""

from attrs import field, frozen

from retention_sdk.settings.offers import long_enough
from retention_sdk.settings.secret import Secret


@frozen
class Privacy:
    """What is kept of those who are forgotten.

    Args:
        secret: what their id and address are hashed with, to recognise them; without one nobody is recognised.
    """

    secret: Secret | None = field(default=None, validator=long_enough, repr=False)
