"""The tills of a shop, in memory: a platform that can be in trouble, and an adapter that keeps the contract."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from attrs import define, field

from retention_sdk import Action, Event, Line, Money, Purchase, Secret, setting
from retention_sdk.platforms import (
    FIRST,
    Attempt,
    CredentialsRefused,
    Finding,
    InvalidSignature,
    Receipt,
    Refused,
    Repeat,
    TryLater,
    UnreadableWebhook,
    WebhookRequest,
    adapter,
)
from retention_sdk.testing import Trouble
from retention_sdk.testing.adapters.troubles import BUSY_FOR

KEY = "till-hunter2"


class Lost(ConnectionError):
    """No answer came."""


@define
class Tills:
    """What answers: vouchers by their keys, receipts that were printed, addresses that are told."""

    vouchers: dict[str, str] = field(factory=dict)
    credits: list[str] = field(factory=list)
    receipts: list[dict[str, Any]] = field(factory=list)
    told: list[str] = field(factory=list)
    trouble: Trouble | None = None

    def asked(self, what: str, key: str = "", more: str = "") -> tuple[int, object]:
        """Do something, and answer a status and JSON, or a page."""
        if self.trouble is not None and self.trouble.status:
            try:
                return self.trouble.status, json.loads(self.trouble.body or b"{}")
            except ValueError:
                return self.trouble.status, self.trouble.body
        answer = getattr(self, what)(key, more)
        if self.trouble is not None:
            raise Lost("ada@customer.example was given something")
        return 200, answer

    def ping(self, _key: str, _more: str) -> object:
        """Say that all is well."""
        return {"id": "till"}

    def issue(self, key: str, more: str) -> object:
        """Print a voucher, once a key."""
        self.vouchers.setdefault(key, more)
        return {"id": key, "code": f"code-{key}"}

    def void(self, key: str, _more: str) -> object:
        """A voucher is good no more."""
        self.vouchers[key] = "void"
        return {"id": key}

    def credit(self, key: str, _more: str) -> object:
        """Put credit on a card, each time that it is asked to."""
        self.credits.append(key)
        return {"id": f"{key}/{self.credits.count(key)}"}

    def credited(self, key: str, _more: str) -> object:
        """The credit that was put on a card."""
        return {"id": f"{key}/1" if key in self.credits else None}

    def tell(self, _key: str, more: str) -> object:
        """Tell an address of each receipt."""
        self.told.append(more)
        return {"id": "told"}

    def addresses(self, _key: str, _more: str) -> object:
        """The addresses that are told."""
        return {"id": "all", "told": list(self.told)}

    def past(self, _key: str, since: str) -> object:
        """The receipts that were printed."""
        return {"id": "all", "receipts": [one for one in self.receipts if one["at"] >= since]}


@adapter
class Till:
    """The tills of a shop."""

    name: str = setting(default="till", help="the name of its table")
    secret: Secret = setting(help="what both sides know")
    where: str = setting(default="https://us.example/till", help="where receipts are told to")

    platform: ClassVar[Tills]
    capabilities: ClassVar[Mapping[str, Repeat]] = {
        "issue_coupon": Repeat.KEYED,
        "void_coupon": Repeat.SET,
        "issue_store_credit": Repeat.UNSAFE,
    }

    def receive(self, request: WebhookRequest) -> Sequence[Event]:
        """Verify a receipt, and read it."""
        self.verified(request)
        try:
            return self.read(json.loads(request.body))
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            raise UnreadableWebhook(f"no receipt of a till: {type(error).__name__}") from None

    def verified(self, request: WebhookRequest) -> None:
        """See that a receipt is a till's."""
        mark = hmac.new(self.secret.reveal().encode(), request.body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(mark.encode(), request.header("X-Till-Mark").encode()):
            raise InvalidSignature("the receipt is not signed by a till of ours")

    def read(self, told: Any) -> list[Event]:
        """What a receipt says."""
        line = Line(sku=told["sku"], quantity=told["count"], total=Money.of(told["paid"], "EUR"))
        at = datetime.fromisoformat(told["at"])
        return [Purchase(id=told["number"], customer=told["card"], occurred_at=at, source=self.name, lines=[line])]

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Print a voucher, make one void, or put credit on a card."""
        if action.kind not in self.capabilities:
            raise Refused(f"a till does not {action.kind}")
        if action.kind == "issue_coupon":
            made = self.ask("issue", key, "good")
            return Receipt(reference=str(made["id"]), code=str(made["code"]))
        if action.kind == "void_coupon":
            return Receipt(reference=str(self.ask("void", getattr(action, "key", ""))["id"]))
        if attempt.first_at is not None and (known := self.ask("credited", key)["id"]):
            return Receipt(reference=str(known))
        return Receipt(reference=str(self.ask("credit", key)["id"]))

    def ask(self, what: str, key: str = "", more: str = "") -> dict[str, Any]:
        """What a till answers, or one of the three errors."""
        try:
            status, answer = self.platform.asked(what, key, more)
        except Lost:
            raise TryLater("the till did not answer") from None
        if status in (401, 403):
            raise CredentialsRefused("the till does not know our secret")
        if status == 429:
            raise TryLater("the till is busy", BUSY_FOR)
        if status >= 500 or (status == 200 and not (isinstance(answer, dict) and "id" in answer)):
            raise TryLater(f"the till answered {status}, and nothing that can be read")
        if status != 200 or not isinstance(answer, dict):
            raise Refused(f"the till answered {status}")
        return answer

    def history(self, since: datetime | None = None) -> Iterator[Event]:
        """The receipts that were printed."""
        for one in self.ask("past", more=since.isoformat() if since else "")["receipts"]:
            yield from self.read(one)

    def setup(self) -> Sequence[str]:
        """See that the tills tell us."""
        if self.where in self.ask("addresses")["told"]:
            return []
        self.ask("tell", more=self.where)
        return ["the tills tell us of each receipt now"]

    def doctor(self) -> Sequence[Finding]:
        """See whether a till answers us."""
        try:
            self.ask("ping")
        except CredentialsRefused as error:
            return [Finding("secret", error.reason)]
        except (TryLater, Refused) as error:
            return [Finding("unreachable", error.reason)]
        return []

    def close(self) -> None:
        """There is nothing to let go of."""
