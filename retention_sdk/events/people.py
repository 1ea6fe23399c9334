"""People: they join, lose a card, have birthdays, drop in, bring friends, fall silent, and turn out to be one."""

from typing import ClassVar

from attrs import field, frozen
from attrs.validators import optional

from retention_sdk.checks import any_text, each_named, flag, named, texts, whole
from retention_sdk.errors import BadValue
from retention_sdk.events.base import Event


@frozen(kw_only=True)
class SignUp(Event):
    """A customer joined the program."""

    kind: ClassVar[str] = "sign_up"


@frozen(kw_only=True)
class CardLost(Event):
    """A customer lost their card, or it was stolen."""

    kind: ClassVar[str] = "card_lost"


@frozen(kw_only=True)
class Birthday(Event):
    """It is a customer's birthday.

    Args:
        year: the year of this occurrence, where the day in the customer's zone is not the day in UTC.
        late_days: whole days since the birthday began when the clock found it.
    """

    kind: ClassVar[str] = "birthday"

    year: int | None = field(default=None, validator=optional(whole(1, 9999)))
    late_days: int = field(default=0, validator=whole(0))


@frozen(kw_only=True)
class ProfileChanged(Event):
    """A customer, or the shop, changed what is known of them: it stands in `profile`."""

    kind: ClassVar[str] = "profile_changed"


@frozen(kw_only=True)
class Visit(Event):
    """A customer dropped in, with or without buying.

    Args:
        place: the shop or page.
        skus: the items that they looked at.
        categories: the categories that they looked at, or that those items are of.
    """

    kind: ClassVar[str] = "visit"

    place: str = field(default="", validator=any_text)
    skus: tuple[str, ...] = field(default=(), converter=texts, validator=each_named)
    categories: tuple[str, ...] = field(default=(), converter=texts, validator=each_named)


@frozen(kw_only=True)
class Referral(Event):
    """A customer brought a friend.

    Args:
        friend: the friend's customer id.
        code: the code that the friend came with, where there was one.
    """

    kind: ClassVar[str] = "referral"

    friend: str = field(validator=named)
    code: str | None = field(default=None, validator=optional(named))


@frozen(kw_only=True)
class Lapse(Event):
    """A customer has been silent for longer than is usual.

    Args:
        silent_days: whole days since the last order.
    """

    kind: ClassVar[str] = "lapse"

    silent_days: int = field(validator=whole(0))


@frozen(kw_only=True)
class LotsDue(Event):
    """A day of the store ended, and with it lots of a customer's began to count, or expired."""

    kind: ClassVar[str] = "lots_due"


@frozen(kw_only=True)
class Occasion(Event):
    """What a strategy said that time would bring the customer; that strategy alone is asked about it.

    Args:
        plugin: the strategy's name in the file.
        name: what the strategy calls the occasion, such as "early access".
        late_days: whole days since its time when the clock found it.
    """

    kind: ClassVar[str] = "occasion"
    of_store: ClassVar[bool] = True

    plugin: str = field(validator=named)
    name: str = field(validator=named)
    late_days: int = field(default=0, validator=whole(0))


@frozen(kw_only=True)
class CustomersMerged(Event):
    """Two customers turned out to be one person: what `other` had and did is the customer's from now on.

    Args:
        other: the id of the one who is no customer of their own any more.
        claim: the customer claims what was done under `other`, such as orders without an account; where that is
            somebody else's already, nothing changes.

    Raises:
        BadValue: it is the customer's own id.
    """

    kind: ClassVar[str] = "customers_merged"

    other: str = field(validator=named)
    claim: bool = field(default=False, validator=flag)

    def __attrs_post_init__(self) -> None:
        if self.other == self.customer:
            raise BadValue("a customer cannot be merged with themselves; CustomersMerged.other is another's id")
