"""What the author of an adapter is asked. All but the adapter itself may be left out, and then a law is missing."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, ClassVar, Literal, NoReturn

from retention_sdk.actions import Action
from retention_sdk.platforms import Adapter, Recipient, WebhookRequest
from retention_sdk.profile import Profile
from retention_sdk.testing.adapters.lacking import Lacking
from retention_sdk.testing.adapters.troubles import BUSY_FOR, RUBBISH, Trouble
from retention_sdk.testing.adapters.webhooks import SampleWebhook

NUMBERS = count(1)


class Questions:
    """What a contract test of an adapter answers. Each law has an instance of its own.

    Begin a fake of the platform in `setup_method`, and end it in `teardown_method`, as pytest has them.

    Attributes:
        installed: the name that the package offers the adapter under.
        settings: what its table [adapters.NAME] says.
        webhooks: what the platform sends.
        secret: what its webhooks are signed with.
        signs: where that what is signed stands: in the body, or in the query of the address.
        silent: whether a webhook with a wrong signature is answered with nothing, on purpose.
        hears: whether the platform tells it anything at all.
        currency: of the store whose webhooks these are.
        actions: one of each kind that it carries out. What undoes another need not be given.
        whom: for whom these are.
        busy_for: what the busy platform asks to wait; None where it does not say.
        rubbish: answers of the platform that are none; of a platform without HTTP one is enough.
        remembers: whether the platform can be asked for the past.
        private: more texts that nobody may read in an error or in a log.
        noise: the names of loggers that the fake platform itself writes to.
    """

    installed: ClassVar[str] = ""
    settings: ClassVar[Mapping[str, Any] | None] = None
    webhooks: ClassVar[Sequence[SampleWebhook]] = ()
    secret: ClassVar[str] = ""
    signs: ClassVar[Literal["body", "query"]] = "body"
    silent: ClassVar[bool] = False
    hears: ClassVar[bool] = True
    currency: ClassVar[str] = "EUR"
    actions: ClassVar[Sequence[Action]] = ()
    whom: ClassVar[Recipient] = Recipient("c-42", Profile(email="ada@customer.example", name="Ada Lovelace"))
    busy_for: ClassVar[timedelta | None] = BUSY_FOR
    rubbish: ClassVar[Sequence[Trouble]] = RUBBISH
    remembers: ClassVar[bool] = True
    private: ClassVar[Sequence[str]] = ()
    noise: ClassVar[Sequence[str]] = ()

    def adapter(self) -> Adapter:
        """The adapter, made anew each time: as after a restart. Several may be asked for in one law."""
        _lacking("write `def adapter(self)`, which makes the adapter")

    def signed(self, webhook: SampleWebhook, secret: str) -> WebhookRequest:  # noqa: ARG002 - the author's
        """A webhook as the platform sends it, signed with a secret."""
        _lacking("write `def signed(self, webhook, secret)`, which signs a sample as the platform does")

    def made(self) -> object:
        """What of the adapter's doing stands on the platform now: whatever can be compared with `==`."""
        _lacking("write `def made(self)`, which answers what of the adapter's doing stands on the fake platform")

    def fails(self, how: Trouble | None) -> None:  # noqa: ARG002 - the author's
        """Let the platform behave so from now on; None is well again."""
        _lacking("write `def fails(self, how)`, which lets the fake platform answer as `how` says, and None is well")

    def past(self) -> None:
        """See that the facts of `webhooks` are in the platform's past."""
        _lacking("write `def past(self)`, which puts the facts of `webhooks` on the platform; or say remembers = False")

    def now(self) -> datetime:
        """The platform's time."""
        return datetime.now(UTC)

    def setup_method(self) -> None:
        """Begin: called before each law."""

    def teardown_method(self) -> None:
        """End: called after each law."""


def new_key() -> str:
    """An idempotency key that nobody has had."""
    return f"contract-{next(NUMBERS)}"


def _lacking(what: str) -> NoReturn:
    raise Lacking(what)
