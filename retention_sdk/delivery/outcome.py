"""What came of something that was claimed."""

from datetime import datetime

from attrs import frozen

from retention_sdk.delivery.claim import Claim
from retention_sdk.platforms import Receipt


@frozen
class Outcome:
    """What came of a claim.

    Args:
        claim: what was claimed.
    """

    claim: Claim


@frozen
class Carried(Outcome):
    """It was carried out, or undone.

    Args:
        receipt: what the platform said; None where no platform was asked.
    """

    receipt: Receipt | None = None


@frozen
class Again(Outcome):
    """Nobody knows what became of it, or it is for another time.

    Args:
        at: when it is tried again; None where it was tried too often.
        error: why, in a sentence.
    """

    at: datetime | None
    error: str


@frozen
class Never(Outcome):
    """It will not be carried out.

    Args:
        code: why: "refused", or another stable code.
        error: why, in a sentence.
        dropped: whether nobody needs to look at it.
    """

    code: str
    error: str
    dropped: bool = False


@frozen
class Returned(Outcome):
    """It was not tried: somebody else takes it.

    Args:
        at: when; None is at once.
    """

    at: datetime | None = None
