"""A server with Mastodon's interface (docs.joinmastodon.org/methods): its answers, or one of the three errors."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Unpack, cast

import httpx
from attrs import frozen

from retention_adapters.http import Http, More
from retention_sdk import BadValue
from retention_sdk.platforms import CredentialsRefused, Refused, TryLater
from retention_sdk.times import utc

PAGE: Final = 40
"""Posts of a page, at most."""

PAGES: Final = 5
"""Pages that are looked at: an account that posts more than 200 times since a try is no store's."""

Thing = Mapping[str, Any]


@frozen
class Server:
    """A server that is asked as one account.

    Args:
        http: the way there, with the token.
    """

    http: Http

    def me(self) -> Thing:
        """The account that the token is of."""
        return _thing(self.call("GET", "api/v1/accounts/verify_credentials", repeatable=True))

    def post(self, body: Mapping[str, object], key: str) -> Thing:
        """Post something. It is sent once: whoever does not know what came of it has to look."""
        headers = {"Idempotency-Key": key}
        return _thing(self.call("POST", "api/v1/statuses", repeatable=False, json=body, headers=headers))

    def posted_since(self, at: datetime) -> Iterator[Thing]:
        """What the account itself has posted since a time, newest first."""
        path = f"api/v1/accounts/{self.me()['id']}/statuses"
        params: dict[str, str | int] = {"limit": PAGE, "exclude_reblogs": "true"}
        for _ in range(PAGES):
            page = _things(self.call("GET", path, repeatable=True, params=params))
            for one in page:
                if _time(one) < at:
                    return
                yield one
            if len(page) < PAGE:
                return
            params["max_id"] = str(page[-1]["id"])
        raise TryLater("the account has posted too much meanwhile to say whether this was among it")

    def text_of(self, id: str) -> str | None:
        """What was written for a post, as it was sent; None where it is gone."""
        try:
            found = _thing(self.call("GET", f"api/v1/statuses/{id}/source", repeatable=True))
        except Gone:
            return None
        return str(found.get("text", "")).strip()

    def call(self, method: str, path: str, *, repeatable: bool, **more: Unpack[More]) -> object:
        """Ask the server.

        Returns:
            The JSON that it answers.

        Raises:
            TryLater: it did not answer, or is busy.
            CredentialsRefused: it does not know the token, or does not let us.
            Refused: it never will.
        """
        answer = self.http.request(method, path, repeatable=repeatable, **more)
        if answer.is_success:
            return _json(answer)
        raise _error(answer, self.http.said(_words(answer)))


class Gone(Refused):
    """There is no such thing."""


def _error(answer: httpx.Response, said: str) -> Exception:
    status = answer.status_code
    told = f"the server answered {status}: {said}" if said else f"the server answered {status}"
    if status in (401, 403):
        return CredentialsRefused(f"{told}; give the token of an app of this account that may read and write")
    if status in (408, 409, 425, 429) or status >= 500:
        return TryLater(told)
    if status in (404, 410):
        return Gone(f"{told}; see that url is the address of a server with Mastodon's interface")
    return Refused(f"{told}; no redirect is followed" if status < 400 else told)


def _words(answer: httpx.Response) -> str:
    """The server's own words; empty where it has none."""
    try:
        found = _json(answer)
    except TryLater:
        return ""
    said = cast("Mapping[str, object]", found).get("error") if isinstance(found, Mapping) else None
    return said if isinstance(said, str) else ""


def _json(answer: httpx.Response) -> object:
    try:
        return cast("object", answer.json())
    except ValueError:
        raise TryLater(f"the server answered {answer.status_code} with something that is no JSON") from None


def _thing(found: object) -> Thing:
    if not isinstance(found, Mapping) or "id" not in found:
        raise TryLater("the server answered something else than what was asked for")
    return cast(Thing, found)


def _things(found: object) -> list[Thing]:
    if not isinstance(found, list):
        raise TryLater("the server answered no list of posts")
    return [_thing(one) for one in cast("list[object]", found)]


def _time(post: Thing) -> datetime:
    try:
        return utc(datetime.fromisoformat(str(post["created_at"])))
    except (KeyError, ValueError, BadValue):
        raise TryLater("the server answered a post without a time") from None
