"""Posts in words."""

from retention_sdk import actions as a
from retention_sdk.explain.deeds.base import Deed, deed, worded
from retention_sdk.language import N_

LONGEST = 60
"""The most characters of a post that a sentence shows."""


@deed.register
def _(action: a.PostSocial) -> Deed:
    text = action.text if len(action.text) <= LONGEST else f"{action.text[: LONGEST - 1]}…"
    return worded(
        N_("post on {account}: {text}"), N_("posts on {account}: {text}"), account=action.account, text=repr(text)
    )
