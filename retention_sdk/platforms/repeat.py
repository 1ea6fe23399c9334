"""What a platform does with something that it is asked for twice."""

from enum import Enum


class Repeat(Enum):
    """What a second try of the same action does.

    Attributes:
        KEYED: the platform takes our idempotency key, and does it once.
        NATURAL: what is made has a name of its own, made of the key: the platform says that there is one already.
        SET: once and twice come to the same, such as a tag.
        UNSAFE: it is done twice. Where an earlier try may have come through, it is looked for first.
    """

    KEYED = "keyed"
    NATURAL = "natural key"
    SET = "set-like"
    UNSAFE = "unsafe"
