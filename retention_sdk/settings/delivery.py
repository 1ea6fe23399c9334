"""The `[delivery]` table: how what was decided is carried out."""

from datetime import timedelta

from attrs import field, frozen

from retention_sdk.authoring import setting


@frozen
class AdapterDelivery:
    """How much one adapter is asked at once.

    Args:
        concurrency: how many actions it carries out at a time; as for all of them where not given.
        per_minute: how many it carries out in a minute, in each process; as many as it can where not given.
    """

    concurrency: int | None = setting(default=None, ge=1, le=256)
    per_minute: int | None = setting(default=None, ge=1)


@frozen
class Delivery:
    """How what was decided is carried out.

    Args:
        batch: how many actions are claimed together, at most.
        lease_seconds: how long a claim holds, longer than any platform's answer takes: what a worker that died has
            claimed is tried again after that.
        concurrency: how many actions each adapter carries out at a time, in each process.
        adapters: what is otherwise for some adapters, by name.
        tries: after so many tries without an answer an action is left to a person.
        first_wait_seconds: how long the second try waits; each later one twice as long as the one before.
        longest_wait_minutes: the most that a try waits, and how long an adapter rests whose credentials are refused.
        poll_seconds: how long a worker that finds nothing to do waits before it looks again.
    """

    batch: int = setting(default=500, ge=1, le=10_000)
    lease_seconds: int = setting(default=120, ge=5)
    concurrency: int = setting(default=4, ge=1, le=256)
    adapters: dict[str, AdapterDelivery] = field(factory=dict[str, AdapterDelivery])
    tries: int = setting(default=30, ge=1)
    first_wait_seconds: int = setting(default=10, ge=1)
    longest_wait_minutes: int = setting(default=60, ge=1)
    poll_seconds: int = setting(default=2, ge=1)

    @property
    def lease(self) -> timedelta:
        """How long a claim holds."""
        return timedelta(seconds=self.lease_seconds)

    @property
    def longest_wait(self) -> timedelta:
        """The most that a try waits."""
        return timedelta(minutes=self.longest_wait_minutes)

    def threads(self, adapter: str) -> int:
        """How many actions an adapter carries out at a time."""
        own = self.adapters.get(adapter)
        return self.concurrency if own is None or own.concurrency is None else own.concurrency

    def per_minute(self, adapter: str) -> int | None:
        """How many actions an adapter carries out in a minute; None is as many as it can."""
        own = self.adapters.get(adapter)
        return None if own is None else own.per_minute
