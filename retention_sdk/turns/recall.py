"""Who comes back after they were forgotten: looked up where an id, or an address, first comes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import evolve

from retention_sdk.customer import Returning, Standing
from retention_sdk.events import Event
from retention_sdk.store import Row
from retention_sdk.store.marks import Marks
from retention_sdk.times import from_micros
from retention_sdk.turns.desk import Desk
from retention_sdk.wire import loads


class Recall:
    """Looks marks up, each once a batch.

    Args:
        marks: makes them.
        fetch: reads the rows of those that are known: (mark, at, strategies).
    """

    def __init__(self, marks: Marks, fetch: Callable[[Sequence[str]], Sequence[Row]]) -> None:
        self._marks, self._fetch = marks, fetch
        self._known: dict[str, Returning | None] = {}

    def prepare(self, events: Iterable[Event], desks: Mapping[str, Desk]) -> None:
        """Look up at once whatever a batch needs: ids that nobody knew, and addresses that their customers had not."""
        self._read({mark for event in events for mark in self._first_told(event, desks.get(event.customer))})

    def noted(self, standing: Standing, event: Event, *, new: bool) -> Standing:
        """What is known of a customer, with who they were.

        Args:
            standing: as of just before an event.
            event: the event.
            new: whether it is the customer's first.

        Returns:
            The standing.
        """
        marks = [self._marks.of_id(event.customer)] if new else []
        address = event.profile.email if event.profile else None
        if address and address != standing.profile.email:
            marks.append(self._marks.of_email(address))
        found = [one for one in map(self._of, marks) if one is not None and one.at <= event.occurred_at]
        if not found:
            return standing
        known = [*found, *([standing.returning] if standing.returning else [])]
        strategies = frozenset[str]().union(*(one.strategies for one in known))
        return evolve(standing, returning=Returning(max(one.at for one in known), strategies))

    def forgotten(self, event: Event, desk: Desk | None) -> bool:
        """Whether an event is of before its customer was forgotten; it brings nobody back."""
        if desk is None or not desk.text:
            before = self._of(self._marks.of_id(event.customer))
        else:
            before = desk.standing.returning if '"returning"' in desk.text else None
        return before is not None and event.occurred_at < before.at

    def _first_told(self, event: Event, desk: Desk | None) -> Iterator[str]:
        if desk is None:
            yield self._marks.of_id(event.customer)
        address = event.profile.email if event.profile else None
        if address and (desk is None or address not in desk.text):
            yield self._marks.of_email(address)

    def _of(self, mark: str) -> Returning | None:
        if mark not in self._known:
            self._read({mark})
        return self._known[mark]

    def _read(self, marks: set[str]) -> None:
        wanted = sorted(marks - self._known.keys())
        if not wanted:
            return
        self._known.update(dict.fromkeys(wanted))
        for mark, at, strategies in self._fetch(wanted):
            self._known[mark] = Returning(from_micros(at), frozenset(loads(strategies)))
