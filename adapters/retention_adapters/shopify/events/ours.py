"""What we ourselves have made in a shop, as Shopify shows it to us again."""

import re
from collections.abc import Iterable

MARK = "retention:"
"""What our marks begin with, on what we have made."""

_MARK = re.compile(re.escape(MARK) + "[0-9a-f]{30}")


def is_replacement(tags: Iterable[str]) -> bool:
    """Whether we made an order ourselves, to send something again: nobody has bought it.

    Args:
        tags: the order's; those of the draft order that we tagged are its own from the start.
    """
    return any(_MARK.fullmatch(tag.strip().lower()) for tag in tags)
