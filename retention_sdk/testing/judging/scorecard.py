"""The scorecard of a plugin: which laws it keeps, with evidence, and how far up that brings it."""

from typing import Any, Literal

from attrs import frozen

from retention_sdk.testing.plugins.laws import LAWS, Law, Rung
from retention_sdk.testing.plugins.trial import Broken, Trial
from retention_sdk.testing.plugins.trial.places import of_error

State = Literal["holds", "broken", "not looked at"]


@frozen
class Check:
    """What came of a law.

    Args:
        law: the law.
        state: whether it holds; it is not looked at where a law is broken that it needs.
        evidence: what was looked at, where it holds; what is wrong, where it is broken; else the law that it needs.
        mend: how a broken one is mended.
    """

    law: Law[Any]
    state: State
    evidence: str
    mend: str = ""


@frozen
class Card:
    """A scorecard.

    Args:
        plugin: the plugin's name.
        origin: the distribution that it is from.
        checks: one a law, in their order.
    """

    plugin: str
    origin: str
    checks: tuple[Check, ...]

    @property
    def rung(self) -> Rung | None:
        """The highest rung of which all laws hold, and all of those below it; None where bronze is not reached."""
        reached: Rung | None = None
        for rung in Rung:
            if any(check.law.rung is rung and check.state != "holds" for check in self.checks):
                break
            reached = rung
        return reached

    @property
    def broken(self) -> tuple[Check, ...]:
        """The laws that are broken."""
        return tuple(check for check in self.checks if check.state == "broken")

    def to_json(self) -> dict[str, Any]:
        """The card as JSON has it; its keys stay as they are."""
        return {
            "plugin": self.plugin,
            "origin": self.origin,
            "rung": self.rung and self.rung.value,
            "checks": [
                {
                    "law": check.law.name,
                    "rung": check.law.rung.value,
                    "sentence": check.law.sentence,
                    "state": check.state,
                    "evidence": check.evidence,
                    "mend": check.mend,
                }
                for check in self.checks
            ],
        }


def judged(trial: Trial, law: Law[Trial]) -> Check:
    """What came of a law; each is looked at once in a trial.

    Args:
        trial: the plugin on trial.
        law: one of the laws.

    Returns:
        The check.
    """
    known: dict[str, Check] = trial.judged
    if law.name not in known:
        known[law.name] = _judged(trial, law)
    return known[law.name]


def _judged(trial: Trial, law: Law[Trial]) -> Check:
    needed = (judged(trial, one) for one in LAWS if one.name in law.needs)
    missing = next((check for check in needed if check.state != "holds"), None)
    if missing is None and law.needs and law.name != "settings":
        missing = _unmade(trial)
    if missing is not None:
        why = f"it needs {missing.law.name}, which is broken" if missing.mend else missing.evidence
        return Check(law, "not looked at", why)
    try:
        return Check(law, "holds", law.holds(trial))
    except Broken as broken:
        return Check(law, "broken", broken.what, broken.mend)
    except Exception as error:  # noqa: BLE001 - whatever came of it is told
        place = of_error(error) or trial.name
        mend = "mend the sample where its story cannot be told; else report it."
        return Check(law, "broken", f"{place}: {type(error).__name__}: {error}", mend)


def _unmade(trial: Trial) -> Check | None:
    """The law of settings, where it is broken in that the plugin cannot be made at all."""
    if trial.made(trial.sample.settings).plugin is not None:
        return None
    return judged(trial, next(law for law in LAWS if law.name == "settings"))


def scorecard(trial: Trial) -> Card:
    """Look at every law.

    Args:
        trial: the plugin on trial.

    Returns:
        The card.
    """
    return Card(trial.name, trial.origin, tuple(judged(trial, law) for law in LAWS))
