"""Social: what the store posts on accounts of its own."""

from datetime import datetime
from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional as or_none
from attrs.validators import optional

from retention_sdk.actions.base import Action, NoInverse, Whose
from retention_sdk.checks import each_named, named, texts, worded
from retention_sdk.errors import BadValue
from retention_sdk.times import utc


@frozen
class PostSocial(Action):
    """Post something on an account of the store.

    Args:
        account: which one: the name of the adapter that posts there, such as "mastodon".
        text: what is posted.
        link: where it leads.
        image: where its picture is.
        alt: the picture in words, for who cannot see it.
        at: when it is posted; None is at once.
        until: when it is too late for it; None is never.
        skus: the items that it offers, if any.
    """

    kind: ClassVar[str] = "post_social"
    whose: ClassVar[Whose] = "store"

    account: str = field(validator=named)
    text: str = field(validator=worded)
    link: str | None = field(default=None, validator=optional(worded), kw_only=True)
    image: str | None = field(default=None, validator=optional(worded), kw_only=True)
    alt: str | None = field(default=None, validator=optional(worded), kw_only=True)
    at: datetime | None = field(default=None, converter=or_none(utc), kw_only=True)
    until: datetime | None = field(default=None, converter=or_none(utc), kw_only=True)
    skus: tuple[str, ...] = field(default=(), converter=texts, validator=each_named, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.at is not None and self.until is not None and self.until < self.at:
            raise BadValue("PostSocial.until is before PostSocial.at; pass a later time, or None")
        if self.alt is not None and self.image is None:
            raise BadValue("PostSocial.alt tells of a picture, and there is none; pass an image too")

    def undo(self, _key: str) -> Action | NoInverse:
        """What was read cannot be unread."""
        return NoInverse.TOLD

    def concerns(self) -> frozenset[str]:
        """The items that it offers."""
        return frozenset(self.skus)
