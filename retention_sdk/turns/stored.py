"""Decisions as they are stored, and back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from attrs import evolve

from retention_sdk.actions import Action
from retention_sdk.decision import Decision, Failure, Granted, Note, Refusal, Reversal
from retention_sdk.events import Event
from retention_sdk.times import from_micros, to_micros
from retention_sdk.wire import VERSION, converter, dumps, loads


def decision_text(decision: Decision) -> str:
    """A decision without its event, as JSON text."""
    data: dict[str, Any] = {"v": VERSION}
    if decision.granted:
        data["granted"] = [_granted(grant) for grant in decision.granted]
    if decision.refusals:
        data["refusals"] = [[r.plugin, converter.unstructure(r.action), r.code, r.sentence] for r in decision.refusals]
    if decision.failures:
        data["failures"] = [[f.plugin, f.hook, f.error] for f in decision.failures]
    if decision.reversals:
        data["reversals"] = [
            [r.plugin, r.key, converter.unstructure(r.action), r.units, r.short, r.stands] for r in decision.reversals
        ]
    if decision.notes:
        data["notes"] = [[note.code, note.sentence] for note in decision.notes]
    if decision.asked_of_part:
        data["asked_of_part"] = decision.asked_of_part
    return dumps(data)


def _granted(grant: Granted) -> list[Any]:
    stored: list[Any] = [grant.plugin, grant.key, converter.unstructure(grant.action)]
    later = None if grant.not_before is None else to_micros(grant.not_before)
    more = [later, grant.under] if grant.under else [] if later is None else [later]
    return stored + more


def _not_before(micros: int | None = None, under: str = "") -> tuple[datetime | None, str]:
    return None if micros is None else from_micros(micros), under


def decision_of(event: Event, text: str) -> Decision:
    """The decision on an event again, equal to the one that was stored."""
    data = loads(text)

    def action(value: Any) -> Action:
        """An action of its stored form."""
        return converter.structure(value, Action)

    return Decision(
        event,
        tuple(
            Granted(plugin, key, action(value), *_not_before(*more))
            for plugin, key, value, *more in data.get("granted", ())
        ),
        tuple(Refusal(plugin, action(value), code, why) for plugin, value, code, why in data.get("refusals", ())),
        tuple(Failure(*failure) for failure in data.get("failures", ())),
        tuple(Reversal(plugin, key, action(value), *more) for plugin, key, value, *more in data.get("reversals", ())),
        tuple(Note(*note) for note in data.get("notes", ())),
        tuple(data.get("asked_of_part", ())),
    )


def amended(decision: Decision, retried: Decision, plugins: Sequence[str]) -> Decision:
    """A decision with what the strategies answered that had failed on it, be it about what is left of its order."""
    failed = {failure.plugin for failure in retried.failures}
    answered = tuple(one for one in plugins if one not in failed) if retried.event != decision.event else ()
    failures = [failure for failure in decision.failures if failure.plugin not in plugins]
    return evolve(
        decision,
        granted=decision.granted + retried.granted,
        refusals=decision.refusals + retried.refusals,
        failures=(*failures, *retried.failures),
        reversals=decision.reversals + retried.reversals,
        notes=decision.notes + retried.notes,
        asked_of_part=decision.asked_of_part + answered,
    )
