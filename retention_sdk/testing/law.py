"""A law: what every plugin, or every adapter, has to keep; and what came of looking whether one does."""

from collections.abc import Callable, Sequence
from typing import Final, Generic, Literal, TypeVar

from attrs import field, frozen

from retention_sdk.errors import kind_of

S = TypeVar("S")

Rung = Literal["bronze", "silver", "gold"]
Outcome = Literal["holds", "broken", "missing"]

RUNGS: Final[Sequence[Rung]] = ("bronze", "silver", "gold")
"""What a scorecard can say, the lowest first; each has the laws of those below it too."""


class Broken(AssertionError):
    """A law is broken.

    Args:
        found: what was seen.
        mend: what to do, as an order.
    """

    def __init__(self, found: str, mend: str) -> None:
        self.found, self.mend = found, mend
        super().__init__(found, mend)

    def __str__(self) -> str:
        return f"{self.found}. To mend it: {self.mend}"


class Lacking(Exception):
    """A law cannot be tried yet: its words say what to give."""


@frozen
class Law(Generic[S]):
    """A law.

    Args:
        name: a short one, which stays.
        rung: of which rung it is.
        sentence: what has to hold.
        holds: takes what is looked at, and answers the evidence in words; it raises `Broken` or `Lacking`.
    """

    name: str
    rung: Rung
    sentence: str
    holds: Callable[[S], str] = field(repr=False)

    def tried(self, subject: S) -> "Check":
        """Look whether something keeps the law.

        Args:
            subject: what is looked at.

        Returns:
            What came of it; anything that the subject raises by mistake is a broken law too.
        """
        try:
            return Check(self.name, self.rung, self.sentence, "holds", self.holds(subject))
        except Lacking as lacking:
            return Check(self.name, self.rung, self.sentence, "missing", str(lacking))
        except Exception as error:  # noqa: BLE001 - a mistake of the subject's is told as any other broken law
            said = str(error) if isinstance(error, Broken) else f"{kind_of(error)}: {error}"
            return Check(self.name, self.rung, self.sentence, "broken", said)


@frozen
class Check:
    """What came of looking at one law.

    Args:
        name: the law's.
        rung: the law's.
        sentence: what had to hold.
        outcome: whether it holds, is broken, or could not be tried.
        evidence: what was seen; of a broken law how to mend it, of a missing one what to give.
    """

    name: str
    rung: Rung
    sentence: str
    outcome: Outcome
    evidence: str


def reached(checks: Sequence[Check]) -> Rung | None:
    """The highest rung of which every law holds, and every law of the rungs below it.

    Args:
        checks: what came of each law.

    Returns:
        The rung; None where a law of the lowest is broken or missing.
    """
    found: Rung | None = None
    for rung in RUNGS:
        if any(check.rung == rung and check.outcome != "holds" for check in checks):
            return found
        found = rung
    return found
