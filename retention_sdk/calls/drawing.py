"""Draws: each is made once, by whoever finds that its time has come, and by the rules that it was opened with."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_sdk.cancelling.due import SOURCE
from retention_sdk.decision import Decision
from retention_sdk.draws import Draw, ranked
from retention_sdk.errors import EventConflict, RetentionError
from retention_sdk.events import STORE, ContestDrawn
from retention_sdk.store import Store, settings_of
from retention_sdk.store.history import known_event
from retention_sdk.store.holders import holders, settings_since
from retention_sdk.times import midnight, to_micros
from retention_sdk.turns.incoming import Incoming, prepare
from retention_sdk.wire import loads

Commit = Callable[[Sequence[Incoming]], list[Decision | RetentionError]]


@frozen
class Draws:
    """The draws of a store.

    Args:
        store: the database.
        key: the store's key.
        zone: the store's time zone.
        draws: each with the name of its strategy.
        currency: the store's.
        settings: the version of the settings that are drawn with.
    """

    store: Store
    key: str
    zone: ZoneInfo
    draws: Sequence[tuple[str, Draw]]
    currency: str
    settings: int = 0

    def due(self, now: datetime) -> list[tuple[str, Draw]]:
        """Those whose time has come, and that were not made yet."""
        return [one for one in self.draws if midnight(one[1].on, self.zone) <= now and self.drawn(one[1].of) is None]

    def drawn(self, name: str) -> ContestDrawn | None:
        """What was drawn under a name; None where nothing was yet."""
        known = known_event(self.store, self.key, SOURCE, _id(name))
        return known if isinstance(known, ContestDrawn) else None

    def run(self, now: datetime, commit: Commit, errors: list[RetentionError]) -> int:
        """Make the draws that are due.

        Args:
            now: the time that it is.
            commit: decides events and commits them.
            errors: gets why others could not be made.

        Returns:
            How many were made.
        """
        made = 0
        for plugin, draw in self.due(now):
            if told := next(self.changes(plugin, draw, self._ours()), ""):
                errors.append(RetentionError(told))
                continue
            (result,) = commit([prepare(self.event(draw), self.currency)])
            made += isinstance(result, Decision)
            # another worker drew it meanwhile, among those who were in it then
            if isinstance(result, RetentionError) and not isinstance(result, EventConflict):
                errors.append(result)
        return made

    def event(self, draw: Draw) -> ContestDrawn:
        """The draw, among those who are in it now."""
        entrants = {draw.entry(customer): customer for customer in holders(self.store, self.key, draw.unit)}
        winners = ranked(draw.seed, tuple(entrants))[: draw.winners]
        return ContestDrawn(
            id=_id(draw.of),
            customer=STORE,
            occurred_at=midnight(draw.on, self.zone),
            source=SOURCE,
            contest=draw.of,
            seed=draw.seed,
            commitment=draw.commitment,
            rules=draw.rules,
            entries=tuple(sorted(entrants)),
            winners=tuple(entrants[entry] for entry in winners),
        )

    def refuse_changes(self, text: str, now: datetime) -> None:
        """See that nothing changes of what is open.

        Args:
            text: the settings, as they are to be from now on.
            now: the time that it is.

        Raises:
            RetentionError: a setting is not as it was when its contest opened; the message names it.
        """
        for plugin, draw in self.draws:
            opened = midnight(draw.opens, self.zone)
            if opened <= now and self.drawn(draw.of) is None:
                for told in self.changes(plugin, draw, text):
                    raise RetentionError(told)

    def changes(self, plugin: str, draw: Draw, text: str) -> Iterator[str]:
        """What is not as it was when an open contest opened.

        Args:
            plugin: the strategy's name.
            draw: the draw.
            text: the settings that are held against those of then.

        Yields:
            A sentence for each setting.
        """
        opened = midnight(draw.opens, self.zone)
        history = (_terms(one, draw) for one in settings_since(self.store, self.key, to_micros(opened)))
        first = next((one for one in history if one), dict[str, str]())
        for name, value in _terms(text, draw).items():
            if name in first and first[name] != value:
                changed = f"plugins.{plugin}.{name} is {value}, and was {first[name]} when {draw.of!r} opened"
                wanted = "put it back, or give the new contest another name"
                yield f"{changed} on {draw.opens}; rules stand until the draw on {draw.on}: {wanted}"

    def _ours(self) -> str:
        """The settings that are drawn with: another engine may know newer ones."""
        found = settings_of(self.store, self.key, self.settings)
        return "{}" if found is None else found[0]


def proof(drawn: ContestDrawn) -> dict[str, object]:
    """What is published of a draw: with it anybody finds the same winners, and it names nobody."""
    return {
        "contest": drawn.contest,
        "drawn_at": drawn.occurred_at.isoformat(),
        "rules": drawn.rules,
        "commitment": drawn.commitment,
        "seed": drawn.seed,
        "entries": list(drawn.entries),
        "winners": ranked(drawn.seed, drawn.entries)[: len(drawn.winners)],
    }


def _terms(text: str, draw: Draw) -> dict[str, str]:
    """The terms of a draw in a text of the settings, whatever its section is called; nothing where it has none."""
    for section in loads(text).get("plugins", {}).values():
        told: dict[str, str] = section.get("settings", {})
        if told.get("name") == repr(draw.of) and draw.terms.keys() <= told.keys():
            return {name: told[name] for name in draw.terms}
    return {}


def _id(name: str) -> str:
    return f"{ContestDrawn.kind}-{name}"
