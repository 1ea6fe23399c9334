"""What a look at a platform finds."""

from attrs import frozen


@frozen
class Finding:
    """Something that is wrong with how a platform is connected.

    Args:
        code: a stable name of it.
        sentence: what is wrong, and what to do.
    """

    code: str
    sentence: str
