"""The `[offers]` table: how the tokens of offers are made."""

from attrs import field, frozen

from retention_sdk.authoring import setting
from retention_sdk.checks import accepts
from retention_sdk.errors import BadValue
from retention_sdk.settings.secret import Secret

SHORTEST = 16
"""The fewest characters of a secret."""


@accepts(minLength=SHORTEST)
def long_enough(_: object, __: object, value: Secret | None) -> None:
    """Refuse a secret that could be guessed."""
    if value is not None and len(value.reveal()) < SHORTEST:
        raise BadValue(f"secret is shorter than {SHORTEST} characters; make one with `openssl rand -hex 32`")


@frozen
class OfferSettings:
    """How the tokens of offers are made.

    Args:
        secret: what signs tokens, 16 characters or more; without one no token is made.
        valid_minutes: how long a token is good.
    """

    secret: Secret | None = field(default=None, validator=long_enough, repr=False)
    valid_minutes: int = setting(default=60, ge=1, le=10_080)
