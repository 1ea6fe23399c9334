"""Tills with one defect each: whoever writes an adapter makes these mistakes."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import evolve

from retention_sdk import Secret, setting
from retention_sdk.platforms import FIRST, Attempt, Receipt, Refused, Repeat, TryLater, WebhookRequest, adapter
from tests.testing.adapters.till import Lost, Till

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from retention_sdk import Action, Event

NUMBERS = count(1)


class NoClose:
    """It has no close, and little else."""

    name = "till"
    capabilities: ClassVar[Mapping[str, Repeat]] = {}

    def __init__(self, secret: Secret) -> None:
        self.secret = secret


class Misspelt(Till):
    """It says that it issues coupon."""

    capabilities: ClassVar[Mapping[str, Any]] = {"issue_cupon": Repeat.KEYED}


class ClosesOnce(Till):
    """It stumbles when it is closed again."""

    def close(self) -> None:
        """Close what is open."""
        del self.platform.trouble


class DoesAnything(Till):
    """It prints a voucher for whatever it is asked to do."""

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Print a voucher."""
        if action.kind in self.capabilities:
            return super().perform(action, key, attempt)
        return Receipt(reference=str(self.ask("issue", key)["id"]))


class ReadsFirst(Till):
    """It reads before it verifies."""

    def verified(self, request: WebhookRequest) -> None:
        """Read, then verify."""
        json.loads(request.body)["number"]
        super().verified(request)


class HalfASignature(Till):
    """It looks at the first letters of a signature alone."""

    def verified(self, request: WebhookRequest) -> None:
        """Verify a part."""
        if not request.header("X-Till-Mark"):
            super().verified(request)


class NewIds(Till):
    """It numbers facts itself."""

    def read(self, told: Any) -> list[Event]:
        """A fact with a number of ours."""
        return [evolve(one, id=f"fact-{next(NUMBERS)}") for one in super().read(told)]


class OwnClock(Till):
    """It takes the time at which a receipt is read for that at which something was bought."""

    def read(self, told: Any) -> list[Event]:
        """A fact of now."""
        return [evolve(one, occurred_at=datetime.now(UTC)) for one in super().read(told)]


class OtherSource(Till):
    """It forgets whose facts they are."""

    def read(self, told: Any) -> list[Event]:
        """A fact of nobody."""
        return [evolve(one, source="sdk") for one in super().read(told)]


class Stumbles(Till):
    """It does not expect a field to be missing."""

    def receive(self, request: WebhookRequest) -> Sequence[Event]:
        """Read what there is."""
        self.verified(request)
        return self.read(json.loads(request.body))


class AtRandom(Till):
    """It makes a key of its own for each try."""

    def ask(self, what: str, key: str = "", more: str = "") -> dict[str, Any]:
        """Ask under a key of our own."""
        return super().ask(what, f"{key}-{next(NUMBERS)}" if what == "issue" else key, more)


class OnePerCustomer(Till):
    """It takes the customer for the key."""

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Print a voucher under the customer's number."""
        return super().perform(action, attempt.whom.id if attempt.whom else key, attempt)


class Raises(Till):
    """It lets out what its client raises."""

    def ask(self, what: str, key: str = "", more: str = "") -> dict[str, Any]:
        """Ask, and believe the answer."""
        status, answer = self.platform.asked(what, key, more)
        if status == 503:
            raise ConnectionError(status)
        return super().ask(what, key, more) if status != 200 or not isinstance(answer, dict) else answer


class GivesUp(Till):
    """It takes a wrong secret for a no for ever."""

    def ask(self, what: str, key: str = "", more: str = "") -> dict[str, Any]:
        """Ask, and refuse where it is not let in."""
        if self.platform.trouble is not None and self.platform.trouble.status == 401:
            raise Refused("the till does not know our secret")
        return super().ask(what, key, more)


class Impatient(Till):
    """It does not pass on how long to wait."""

    def ask(self, what: str, key: str = "", more: str = "") -> dict[str, Any]:
        """Ask, and say nothing of when to ask again."""
        try:
            return super().ask(what, key, more)
        except TryLater as error:
            raise TryLater(error.reason) from None


class Talks(Till):
    """It says of whom it could not do something."""

    def ask(self, what: str, key: str = "", more: str = "") -> dict[str, Any]:
        """Ask, and quote the till."""
        status, answer = self.platform.asked(what, key, more)
        if status == 422 and isinstance(answer, dict):
            raise Refused(f"the till says {answer['message']}")
        return super().ask(what, key, more)


class Chained(Till):
    """It keeps the client's error as the cause of its own, with whom it was about."""

    def ask(self, what: str, key: str = "", more: str = "") -> dict[str, Any]:
        """Ask, and tell all of what went wrong."""
        try:
            return super().ask(what, key, more)
        except TryLater as error:
            raise error from Lost("for ada@customer.example")


@adapter
class Open(Till):
    """It keeps its secret as any text."""

    pin: str = setting(default="till-hunter2", help="the same, for old tills")


class Pretends(Till):
    """It answers a receipt for what it does not do."""

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Say that a voucher is void."""
        if action.kind == "void_coupon":
            return Receipt()
        return super().perform(action, key, attempt)


class TellsAgain(Till):
    """It registers its address each time."""

    def setup(self) -> Sequence[str]:
        """Register our address."""
        self.ask("tell", more=self.where)
        return ["the tills tell us of each receipt now"]


class Forgetful(Till):
    """It does not look for what an earlier try has made."""

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Act as if nothing had been tried."""
        return super().perform(action, key, evolve(attempt, first_at=None))


class Believes(Till):
    """It takes each 200 for a yes."""

    def ask(self, what: str, key: str = "", more: str = "") -> dict[str, Any]:
        """Ask, and be content with a 200."""
        status, _ = self.platform.asked(what, key, more) if self.platform.trouble else (0, None)
        return {"id": key, "code": key, "told": [], "receipts": []} if status == 200 else super().ask(what, key, more)


class OtherPast(Till):
    """Its past has ids of its own."""

    def history(self, since: datetime | None = None) -> Iterator[Event]:
        """The past, under other numbers."""
        return (evolve(one, id=f"past-{one.id}") for one in super().history(since))


class WholePast(Till):
    """It tells all of the past at once, whatever is asked for."""

    def history(self, since: datetime | None = None) -> Iterator[Event]:  # noqa: ARG002 - so it is
        """All of it."""
        yield from super().history()


class EagerPast(Till):
    """It reads all of the past before it tells any of it."""

    def history(self, since: datetime | None = None) -> Iterator[Event]:
        """The past, in memory."""
        return iter([*super().history(since)])


class SilentPast(Till):
    """It tells nothing where a till does not answer."""

    def history(self, since: datetime | None = None) -> Iterator[Event]:
        """The past, as far as it is known."""
        with suppress(TryLater):
            yield from super().history(since)


class SickDoctor(Till):
    """Its doctor raises where a till does not answer."""

    def doctor(self) -> list[Any]:
        """Ask a till."""
        self.ask("ping")
        return []


class Shared(Till):
    """It keeps what it is at in the class, for all threads."""

    at: ClassVar[list[str]] = []

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Remember the key, then use what is remembered."""
        if not self.at:
            self.at.append(key)
        return super().perform(action, self.at[0], attempt)
