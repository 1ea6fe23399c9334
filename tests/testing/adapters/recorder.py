"""The contract test of the adapter that records, with each sort of repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention_sdk import IssueCoupon, IssueStoreCredit, Money, PercentOff, SendMessage, Tag
from retention_sdk.platforms import CredentialsRefused, Refused, Repeat, TryLater
from retention_sdk.testing import AdapterContract, AnswerLost, Recorder
from retention_sdk.testing.adapters.troubles import BUSY_FOR

if TYPE_CHECKING:
    from retention_sdk.platforms import AdapterError
    from retention_sdk.testing import Call, Trouble

CAPABILITIES = {
    "issue_coupon": Repeat.KEYED,
    "void_coupon": Repeat.SET,
    "send_message": Repeat.NATURAL,
    "tag": Repeat.SET,
    "issue_store_credit": Repeat.UNSAFE,
}
ERRORS: dict[str, AdapterError] = {
    "busy": TryLater("it is busy", BUSY_FOR),
    "down": TryLater("it does not answer"),
    "refuses credentials": CredentialsRefused("it does not know us"),
    "refuses": Refused("it never will"),
    "rubbish": TryLater("it answers nothing that can be read"),
    "answer lost": AnswerLost(),
}


class RecorderContract(AdapterContract):
    """It has no settings and no package, hears nothing, and looks for nothing that could be wrong."""

    hears = remembers = False
    actions = (
        IssueCoupon(PercentOff(10)),
        SendMessage("thanks"),
        Tag("vip"),
        IssueStoreCredit(Money.of(5, "EUR")),
    )

    def setup_method(self) -> None:
        """One for each law."""
        self.one = Recorder(capabilities=CAPABILITIES)

    def adapter(self) -> Recorder:
        """The same again: it is its own platform."""
        return self.one

    def made(self) -> list[Call]:
        """What it carried out."""
        return self.one.made

    def fails(self, how: Trouble | None) -> None:
        """It fails, or works."""
        self.one.works()
        if how is not None:
            self.one.fails(ERRORS[how.name])
