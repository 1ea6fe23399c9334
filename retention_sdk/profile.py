"""Who a customer is: what they told us of themselves, and what they allowed."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from attrs import Attribute, evolve, field, fields, frozen

from retention_sdk.errors import BadValue
from retention_sdk.times import MonthDay, utc


def _zone(profile: object, attribute: "Attribute[Any]", value: str | None) -> None:
    try:
        ZoneInfo(value or "UTC")
    except (KeyError, ValueError, OSError):
        raise BadValue(f"timezone {value!r} is unknown; write an IANA name such as 'Europe/Prague'") from None


def _address(value: str | None) -> str | None:
    return value.strip().lower() if value else None


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else utc(value)


@frozen(kw_only=True)
class Consent:
    """A yes or no to one channel for one purpose.

    Args:
        channel: "email", "sms", "post", ...
        purpose: "marketing", "service", ...
        given: True for yes, False for a withdrawal.
        at: when it was said.
        proof: where it can be looked up: a form, a checkbox's wording, a call.
    """

    channel: str
    purpose: str = "marketing"
    given: bool = True
    at: datetime | None = field(default=None, converter=_instant)
    proof: str = ""


@frozen(kw_only=True)
class Profile:
    """A customer's profile, or a patch to it: None is "not known", and in a patch "unchanged".

    Args:
        email: the address, in lower case.
        name: how the customer is addressed.
        locale: a language tag such as "cs" or "pt_BR".
        timezone: an IANA name such as "Europe/Prague".
        birthday: month and day, the year where known.
        consents: the latest word for each channel and purpose.
    """

    email: str | None = field(default=None, converter=_address)
    name: str | None = None
    locale: str | None = None
    timezone: str | None = field(default=None, validator=_zone)
    birthday: MonthDay | None = None
    consents: tuple[Consent, ...] = field(default=(), converter=tuple)

    def patched(self, patch: "Profile") -> "Profile":
        """This profile with all that a patch knows laid over it."""
        known = {a.name: getattr(patch, a.name) for a in fields(Profile) if getattr(patch, a.name) is not None}
        said = {(c.channel, c.purpose): c for c in (*self.consents, *patch.consents)}
        return evolve(self, **known | {"consents": tuple(said[key] for key in sorted(said))})

    def allows(self, channel: str, purpose: str = "marketing") -> bool:
        """Whether the customer's latest word for a channel and purpose is yes."""
        return any(c.given for c in self.consents if (c.channel, c.purpose) == (channel, purpose))
