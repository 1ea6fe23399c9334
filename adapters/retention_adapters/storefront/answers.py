"""What a store answers when it was asked to do something."""

from collections.abc import Callable

import httpx

from retention_adapters.storefront.forms import Unfit, fields_of, items_of
from retention_adapters.storefront.reading import loaded
from retention_sdk import BadValue
from retention_sdk.platforms import AdapterError, CredentialsRefused, Receipt, Refused, TryLater

LATER = (408, 409, 425, 429)
"""Too slow, being done at this moment, too early, too many: another time it may be otherwise."""

LONGEST = 300
"""The most characters of a store's own words that are kept."""


def receipt_of(answer: httpx.Response, said: Callable[[str], str]) -> Receipt:
    """The receipt of what was carried out.

    Args:
        answer: the store's.
        said: makes of the store's own words what anybody may read.

    Returns:
        What it says of it; fields that are not known are left out.

    Raises:
        TryLater: it is busy, or says that it was done and not how: a repeat under the same key does no harm.
        CredentialsRefused: it does not take our signature.
        Refused: it never will.
    """
    expect_success(answer, said)
    if answer.status_code == 204 or not answer.content:
        return Receipt()
    try:
        return _receipt(loaded(answer.content))
    except (Unfit, BadValue, TypeError) as error:
        raise TryLater(
            f"the store answered {answer.status_code} without a receipt that can be read ({type(error).__name__}); "
            'answer a JSON object such as {"reference": "17", "code": "spring"}, or 204 without a body'
        ) from None


def _receipt(data: object) -> Receipt:
    given = fields_of(data)
    if given is None:
        raise TypeError
    reference, code = (_text(given.get(name)) for name in ("reference", "code"))
    notes, more = items_of(given.get("notes") or []), fields_of(given.get("data") or {})
    if notes is None or more is None:
        raise TypeError
    texts = [text[:LONGEST] for note in notes if (text := _text(note))]
    return Receipt(reference=reference or "", code=code, notes=texts, data=more)


def _text(value: object) -> str | None:
    """A reference as text: most stores number what they make."""
    if value is None or isinstance(value, str):
        return value
    if type(value) is int:
        return str(value)
    raise TypeError


def expect_success(answer: httpx.Response, said: Callable[[str], str]) -> None:
    """See that a store did what it was asked.

    Args:
        answer: the store's.
        said: makes of the store's own words what anybody may read.

    Raises:
        TryLater: it is busy.
        CredentialsRefused: it does not take our signature.
        Refused: it never will.
    """
    if not answer.is_success:
        raise _error(answer.status_code, _reason(answer, said))


def _error(status: int, reason: str) -> AdapterError:
    if status in (401, 403):
        return CredentialsRefused(
            f"the store answered {status}{reason}; see that it knows a secret of ours, and its clock"
        )
    if status in LATER or status >= 500:
        return TryLater(f"the store answered {status}{reason}")
    if status < 400:
        return Refused(f"the store answered {status}, elsewhere; no redirect is followed: set url to where it leads")
    return Refused(f"the store answered {status}{reason}")


def _reason(answer: httpx.Response, said: Callable[[str], str]) -> str:
    """The store's own words, where it has some."""
    try:
        data = loaded(answer.content)
    except Unfit:
        return ""
    reason = (fields_of(data) or {}).get("reason")
    if not isinstance(reason, str) or not reason:
        return ""
    return f": {said(reason)}"
