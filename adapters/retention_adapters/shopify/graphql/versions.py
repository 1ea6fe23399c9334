"""The versions of the Admin API, and what differs between them."""

SUPPORTED = ("2026-01", "2026-04", "2026-07", "2026-10")
"""The versions that the documents of this adapter are valid for, oldest first."""

LATEST = SUPPORTED[-1]

_SINCE = {
    "gift_card_initial_amount": "2026-07",  # before it `initialValue` is needed
    "webhook_names": "2026-04",
    "contract_actor": "2026-07",
}


def has(version: str, what: str) -> bool:
    """Whether a version of the API has a field that was added while others are still supported.

    Args:
        version: the version that is called, such as "2026-10".
        what: one of `gift_card_initial_amount`, `webhook_names`, `contract_actor`.

    Returns:
        Whether it is there; "unstable" has all.
    """
    return version == "unstable" or version >= _SINCE[what]
