"""The `[privacy]` table: what is kept of those who are forgotten."""

from attrs import field, frozen

from retention_sdk.settings.offers import long_enough
from retention_sdk.settings.secret import Secret


@frozen
class Privacy:
    """What is kept of those who are forgotten.

    Args:
        secret: what their ids and addresses are hashed with, 16 characters or more; without one nobody is recognised.
    """

    secret: Secret | None = field(default=None, validator=long_enough, repr=False)
