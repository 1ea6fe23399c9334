"""One event brings no more than the plugin says."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from retention_sdk.actions import Remember
from retention_sdk.decision import Decision
from retention_sdk.hookspecs import Refused
from retention_sdk.registry import REVIEW
from retention_sdk.testing.judging.law import Law, Rung
from retention_sdk.testing.plugins.trial import Broken, Trial
from retention_sdk.testing.plugins.trial.asking import Answer
from retention_sdk.testing.plugins.trial.places import of_code


def _holds(trial: Trial) -> str:
    answers = (*trial.answers, *trial.odd_answers, *trial.drawn)
    seen = _seen(answers)
    most = trial.sample.most or {}
    if trial.sample.most is None and (any(seen.values()) or not trial.guards):
        raise Broken(
            f"{trial.place}: nothing says how much one event can bring; the most that was seen is {_told(seen)}",
            f"state it in a Sample that it offers: most={seen!r}, or more where that is meant.",
        )
    for answer in answers:
        for kind, times in _of(answer).items():
            if times > most.get(kind, 0):
                raise Broken(
                    f"{of_code(getattr(trial.cls, answer.question.hook))}: {answer.question.about} brings {times} × "
                    f"{kind}; the sample says {most.get(kind, 0)} at most",
                    "bound what one event can bring, whatever is in it; or state more in the sample's most.",
                )
    for decision in trial.told.decisions:
        for kind, times in _granted(trial, decision).items():
            if times > most.get(kind, 0):
                raise Broken(
                    f"{trial.place}: {decision.event.kind} {decision.event.id} brings {times} × {kind} in its name; "
                    f"the sample says {most.get(kind, 0)} at most",
                    "state in the sample's most what follows from its offers too.",
                )
    _see_all(trial, most)
    return f"{len(answers)} answers, drawn ones among them; at most {_told(most)}{_reviewed(trial)}"


def _of(answer: Answer) -> Counter[str]:
    return Counter(action.kind for action in answer.actions if not isinstance(action, Remember))


def _granted(trial: Trial, decision: Decision) -> Counter[str]:
    """What an event brought in the plugin's name: what it proposed, and what the engine did of what it had offered."""
    return Counter(one.action.kind for one in decision.granted if one.plugin == trial.name)


def _seen(answers: tuple[Answer, ...]) -> dict[str, int]:
    """The most of each kind that one answer has."""
    most: dict[str, int] = {}
    for answer in answers:
        for kind, times in _of(answer).items():
            most[kind] = max(times, most.get(kind, 0))
    return dict(sorted(most.items()))


def _see_all(trial: Trial, most: Mapping[str, int]) -> None:
    """See that the sample's story brings all that it names: what it does not bring is not tried."""
    brought = {kind for decision in trial.told.decisions for kind in _granted(trial, decision)}
    if missed := most.keys() - brought:
        raise Broken(
            f"the sample's story never brings {', '.join(sorted(missed))}, which its most names",
            "let the story bring it, or leave it out.",
        )


def _reviewed(trial: Trial) -> str:
    """What a guard has refused; see that its codes are those of the sample, and that all of them are tried."""
    if not trial.guards:
        return ""
    said = {*_codes(trial.answers)}
    for answer in (*trial.answers, *trial.odd_answers, *trial.drawn):
        for code in _codes([answer]):
            if code and code not in trial.sample.refuses:
                raise Broken(
                    f"{of_code(getattr(trial.cls, REVIEW))}: it refuses with the code {code!r}, which the sample does "
                    "not name",
                    "name each code in the sample: refuses=[...]; a code stays the same for ever.",
                )
    if missed := {"", *trial.sample.refuses} - said:
        told = ", ".join(sorted(code or "no refusal" for code in missed))
        raise Broken(f"in the sample's story there is no case of {told}", "let the story bring one.")
    return f"; it let actions pass, and refused others as {', '.join(sorted(said - {''}))}"


def _codes(answers: Sequence[Answer]) -> Iterator[str]:
    """The codes of what a guard answered; "" for what it let pass."""
    for answer in answers:
        if answer.question.hook == REVIEW:
            given = answer.value
            yield given.code if isinstance(given, Refused) else "" if answer.parts is None else str(answer.parts[0])


def _told(most: Mapping[str, int]) -> str:
    return ", ".join(f"{times} × {kind}" for kind, times in most.items()) or "nothing"


BOUNDED = Law(
    "bounded",
    Rung.SILVER,
    "Whatever happens, one event brings no more than the plugin's sample states; a guard refuses with stated codes.",
    _holds,
    needs=("loads", "silent", "serialisable"),
)
