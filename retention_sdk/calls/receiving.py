"""What a service calls: a webhook is kept at once, and handled by whoever works the inbox off."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from math import inf
from time import monotonic

from attrs import evolve

from retention_sdk.calls.people import PeopleCalls
from retention_sdk.decision import Decision
from retention_sdk.errors import BadValue, InvalidSignature, RetentionError
from retention_sdk.events import Event
from retention_sdk.inbox import LEASE, Desk, Processed, Received, arrived, process, refused
from retention_sdk.inbox.asking import Asked, asked
from retention_sdk.inbox.verifying import verified
from retention_sdk.platforms import Adapter, ForgetCustomer, ForgetStore, Notice, WebhookRequest
from retention_sdk.settings import did_you_mean
from retention_sdk.store import inbox, inbox_shelf
from retention_sdk.store.personal import customers_of
from retention_sdk.store.webhooks import STUCK, Status, Webhook
from retention_sdk.times import to_micros, utc
from retention_sdk.turns import GroupCommit

TOGETHER = 500
"""The most webhooks that share a commit."""

CLEARED_EVERY = 3600.0
"""Seconds after which a worker that has nothing to do deletes what was done long ago."""


class ReceiveCalls(PeopleCalls):
    """The calls of an engine that are about hearing from platforms."""

    _cleared = -inf

    @property
    @abstractmethod
    def adapters(self) -> Mapping[str, Adapter]:
        """What platforms are heard through, by name."""

    @abstractmethod
    def results(self, events: Iterable[Event]) -> Iterator[Decision | RetentionError]:
        """Decide many events; an event's error is in its place."""

    def receive(self, adapter: str, request: WebhookRequest, *, at: datetime | None = None) -> Received:
        """Verify a webhook and keep it; it is handled by `process_inbox`. Concurrent calls share a commit.

        Args:
            adapter: the name of the adapter whose platform sent it.
            request: as it came in.
            at: when it came in, now where not given.

        Returns:
            What became of it, once it is safe. One that is not signed as it should be is answered with "unsigned",
            and kept without being looked at.

        Raises:
            BadValue: there is no such adapter.
        """
        if adapter not in self.adapters:
            raise BadValue(f"there is no adapter {adapter!r}{did_you_mean(adapter, self.adapters)}")
        now = to_micros(_time(at))
        try:
            if not verified(self.adapters[adapter], request):
                return Received("nothing")
            webhook = arrived(adapter, request, now)
        except InvalidSignature as error:
            webhook = refused(adapter, request, now, str(error))
        return self._kept_together.submit(webhook)

    def process_inbox(self, most: int = 100, now: datetime | None = None, *, lease: timedelta = LEASE) -> Processed:
        """Handle webhooks that wait, those that wait longest first; any number of workers may call it at once.

        Args:
            most: how many at most. All of their events share a transaction.
            now: the time, now where not given.
            lease: how long nobody else is given them; longer than the platform may take to answer what it is asked.

        Returns:
            What became of them. Nothing was there to do where its `webhooks` is 0.
        """
        desk = Desk(self.store, self.config.store.key, self.adapters, self.results, self._notice)
        done = process(desk, most, to_micros(_time(now)), lease)
        if not done.webhooks and monotonic() - self._cleared > CLEARED_EVERY:
            self._cleared = monotonic()
            self.clear_inbox(now)
        return done

    def webhooks(self, *statuses: str, most: int = 100) -> list[Webhook]:
        """What is in the inbox.

        Args:
            statuses: such as "unreadable" or "asked"; without any, all that a person has to look at.
            most: how many at most.

        Returns:
            The newest, without their bodies.

        Raises:
            BadValue: there is no such status.
        """
        wanted = [_status(word) for word in statuses] or [status for status in Status if status not in _FINE]
        return inbox_shelf.listed(self.store, self.config.store.key, wanted, most)

    def webhook(self, id: str) -> Webhook:
        """A webhook of the inbox with its body.

        Args:
            id: its id, or enough of its beginning.

        Returns:
            The webhook.

        Raises:
            BadValue: there is none, or several begin so.
        """
        found = inbox_shelf.found(self.store, self.config.store.key, id)
        if found is None:
            raise BadValue(f"no webhook of the inbox is {id!r}, or several are; `retention inbox list` has the ids")
        return found

    def retry_webhooks(self, *ids: str, status: str | None = None, at: datetime | None = None) -> int:
        """Let webhooks wait again that could not be handled, after whatever was wrong is put right.

        Args:
            ids: which; without any, all that are unreadable, refused or failed.
            status: those of this status instead, such as "unsigned" after a secret was put right.
            at: the time, now where not given.

        Returns:
            How many wait now.

        Raises:
            BadValue: there is no such webhook or status.
        """
        named = [self.webhook(id).id for id in ids] if ids else None
        wanted: Sequence[Status] = STUCK if status is None else [_status(status)]
        if named and status is None:
            wanted = [one for one in Status if one is not Status.FORGOTTEN]
        return inbox_shelf.retry(self.store, self.config.store.key, to_micros(_time(at)), named, wanted)

    def forget_webhook(self, id: str) -> None:
        """Let go of a webhook: nothing of it is kept but that it was there.

        Args:
            id: its id, or enough of its beginning.

        Raises:
            BadValue: there is none.
        """
        inbox_shelf.close(self.store, self.config.store.key, self.webhook(id).id, Status.FORGOTTEN)

    def confirm_webhook(self, id: str) -> Mapping[str, int]:
        """Say that what a platform asked for is done; where it asked to forget the store's people, do it.

        Args:
            id: its id, or enough of its beginning.

        Returns:
            How many were forgotten, as "customers", where they were.

        Raises:
            BadValue: there is none, or it asks for nothing.
        """
        webhook = self.webhook(id)
        if webhook.status is not Status.ASKED:
            raise BadValue(f"webhook {webhook.id!r} asks for nothing: it is {webhook.status.word}")
        done: dict[str, int] = {}
        if any(part.get("notice") == "forget_store" for part in webhook.told):
            done["customers"] = self.erase_everyone()
        inbox_shelf.close(self.store, self.config.store.key, webhook.id, Status.DONE)
        return done

    def erase_everyone(self) -> int:
        """Forget every customer of the store, one after another, as `erase` does; what platforms sent is forgotten too.

        Returns:
            How many were forgotten.
        """
        gone = 0
        for customer in customers_of(self.store, self.config.store.key):
            gone += bool(self.erase(customer).events)
        inbox_shelf.empty(self.store, self.config.store.key)
        return gone

    def clear_inbox(self, now: datetime | None = None) -> int:
        """Delete webhooks that were done with, as many days ago as `[service] keep_days` says; workers do it too.

        Args:
            now: the time, now where not given.

        Returns:
            How many.
        """
        before = to_micros(_time(now) - timedelta(days=self.config.service.keep_days))
        return inbox_shelf.clear(self.store, self.config.store.key, before)

    def _notice(self, notice: Notice) -> Asked | None:
        if isinstance(notice, ForgetCustomer):
            self.erase(notice.customer)
            return None
        if isinstance(notice, ForgetStore) and self.config.service.forget_store == "erase":
            self.erase_everyone()
            return None
        return asked(notice)

    @cached_property
    def _kept_together(self) -> GroupCommit[Webhook, Received]:
        return GroupCommit(self._keep, min(self.store.writers, 2), TOGETHER)

    def _keep(self, webhooks: Sequence[Webhook]) -> list[Received]:
        once: dict[str, Webhook] = {}
        for webhook in webhooks:
            before = once.get(webhook.id)
            once[webhook.id] = webhook if before is None else evolve(before, times=before.times + 1)
        most = self.config.service.keep_unsigned
        new = inbox.keep(self.store, self.config.store.key, list(once.values()), most)
        return [self._received(webhook, new) for webhook in webhooks]

    def _received(self, webhook: Webhook, new: set[str]) -> Received:
        if webhook.was_unsigned:
            return Received("unsigned", webhook.id)
        if webhook.id not in new:
            return Received("known", webhook.id)
        new.discard(webhook.id)  # of those that came together one is the first
        return Received("kept", webhook.id)


_FINE = (Status.DONE, Status.FORGOTTEN, Status.WAITING, Status.UNSIGNED)
"""What nobody has to look at one by one."""


def _status(word: str) -> Status:
    words = {status.word: status for status in Status}
    if word not in words:
        raise BadValue(f"{word!r} is no status of the inbox{did_you_mean(word, words)}; there are {', '.join(words)}")
    return words[word]


def _time(at: datetime | None) -> datetime:
    return datetime.now(UTC) if at is None else utc(at)
