"""Laws on webhooks: what they mean, the same each time."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import attrs

from retention_sdk.events import Event
from retention_sdk.money import Money
from retention_sdk.platforms import (
    Adapter,
    ForgetCustomer,
    ForgetStore,
    InvalidSignature,
    Notice,
    StoreLeft,
    TellCustomer,
    WebhookError,
    WebhookRequest,
)
from retention_sdk.testing.adapters.fields import fields_of
from retention_sdk.testing.adapters.lacking import Lacking
from retention_sdk.testing.adapters.questions import Questions
from retention_sdk.testing.adapters.webhooks import SampleWebhook
from retention_sdk.testing.plugins.trial import Broken

NOTICES = (ForgetCustomer, ForgetStore, StoreLeft, TellCustomer)
KEPT_FOR = timedelta(seconds=90)
"""How long a webhook waits in the inbox before it is read; signatures with a time hold as long."""

DEAF = "the platform tells it nothing, and whatever comes is refused"


def samples(case: Questions) -> Sequence[SampleWebhook]:
    """The webhooks of a case.

    Raises:
        Lacking: there is none.
    """
    if not case.webhooks:
        raise Lacking(
            "give in `webhooks` a SampleWebhook for each that the platform sends; or say hears = False, where it "
            "sends none"
        )
    return case.webhooks


def deaf(adapter: Adapter) -> str:
    """That whatever comes to an adapter that hears nothing is refused."""
    for body in (b"", b"{}", b"anything"):
        try:
            answered = adapter.receive(WebhookRequest({}, body))
        except WebhookError:
            continue
        raise Broken(f"it hears nothing, and answers {answered!r}", "raise InvalidSignature for whatever comes")
    return DEAF


def facts(case: Questions) -> str:
    """Each webhook means what it is said to mean, and the same facts under the same ids when it comes again."""
    if not case.hears:
        return deaf(case.adapter())
    adapter, told = case.adapter(), 0
    for webhook in samples(case):
        at = datetime.now(UTC)
        answered = heard(adapter, arrived(case, webhook, at))
        expected = [one.__name__ for one in webhook.means]
        found = [type(one).__name__ for one in answered]
        if expected != found:
            raise Broken(
                f"{webhook.body[:60]!r} means {found}, and is said to mean {expected}", "answer every fact of it"
            )
        told += len(answered)
        for one in answered:
            if isinstance(one, Event):
                _valid(case, adapter, one)
        _same(case, webhook, at, answered)
        _unhurried(case, adapter, webhook)
    return f"{told} facts of {len(case.webhooks)} webhooks"


def arrived(case: Questions, webhook: SampleWebhook, at: datetime) -> WebhookRequest:
    """A webhook that came in at a time, and was kept since."""
    return attrs.evolve(case.signed(webhook, case.secret), at=at)


def heard(adapter: Adapter, request: WebhookRequest) -> list[Event | Notice]:
    """What an adapter makes of a webhook: events and notices, or it breaks a law."""
    answered = list(adapter.receive(request))
    for one in answered:
        if not isinstance(one, (Event, *NOTICES)):
            raise Broken(f"receive answered a {type(one).__name__}", "answer events and notices of retention_sdk alone")
    return answered


def amounts(value: object) -> Iterator[Money]:
    """Every amount of money in a value, however deep."""
    if isinstance(value, Money):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:  # pyright: ignore[reportUnknownVariableType]
            yield from amounts(one)  # pyright: ignore[reportUnknownArgumentType]
    elif attrs.has(type(value)):
        for field in fields_of(value):
            yield from amounts(getattr(value, field))


def ids_of(answered: Sequence[Event | Notice]) -> list[tuple[str, str]]:
    """The identities of the events in an answer."""
    return [(one.source, one.id) for one in answered if isinstance(one, Event)]


def _valid(case: Questions, adapter: Adapter, event: Event) -> None:
    if event.source != adapter.name:
        raise Broken(
            f"the source of {event.kind} {event.id!r} is {event.source!r}, and the adapter is {adapter.name!r}",
            "write source=self.name in each event",
        )
    if wrong := {money.currency for money in amounts(event)} - {case.currency}:
        raise Broken(
            f"{event.kind} {event.id!r} has amounts in {', '.join(sorted(wrong))}, and the store's currency is "
            f"{case.currency}",
            "take the platform's amounts in the currency of the store; or say `currency` in the test",
        )


def _same(case: Questions, webhook: SampleWebhook, at: datetime, answered: Sequence[Event | Notice]) -> None:
    """A webhook that comes again, here or after a restart, tells the same."""
    ids = ids_of(answered)
    if len(set(ids)) < len(ids):
        raise Broken(f"two facts of one webhook have one id: {ids}", "give each fact an id of its own")
    for adapter in (case.adapter(), case.adapter()):
        again = heard(adapter, arrived(case, webhook, at))
        if ids_of(again) != ids:
            raise Broken(
                f"the same webhook told {ids} first, and then {ids_of(again)}",
                "make the id of what the platform says (its own number of the thing), never of a clock or at random",
            )
        if [type(one) for one in again] != [type(one) for one in answered]:
            raise Broken("the same webhook told other facts when it came again", "keep nothing between two webhooks")


def _unhurried(case: Questions, adapter: Adapter, webhook: SampleWebhook) -> None:
    """A webhook that was kept for a while happened when it came in, and not when it is read."""
    request = arrived(case, webhook, datetime.now(UTC) - KEPT_FOR)
    try:
        answered = heard(adapter, request)
    except InvalidSignature as error:
        raise Broken(
            f"a webhook that came in {KEPT_FOR.seconds} s ago is refused: {error}",
            "hold a signature's time against request.at, where that is known",
        ) from None
    for one in answered:
        at = request.at
        if isinstance(one, Event) and at is not None and at < one.occurred_at <= datetime.now(UTC):
            raise Broken(
                f"{one.kind} has the time at which it was read, not that at which it came in",
                "take what the platform says; where it says no time, take request.at, and the clock where that is None",
            )
