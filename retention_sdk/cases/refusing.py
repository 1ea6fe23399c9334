"""A step that a case cannot take."""

from retention_sdk.cases.case import Case
from retention_sdk.errors import BadValue
from retention_sdk.language import N_, Said, Word


class CaseRefusal(BadValue):
    """A step that a case cannot take; it leaves the case as it is.

    Attributes:
        code: a stable code, such as "follow_up_due".
        sentence: what to do first.
    """

    def __init__(self, code: str, sentence: str) -> None:
        self.code, self.sentence = code, sentence
        super().__init__(sentence)


def see_open(case: Case, step: str) -> None:
    """See that a case is open.

    Raises:
        CaseRefusal: it is closed.
    """
    if not case.is_open:
        message = N_("Case {case} is closed and cannot be {step}; hand in CaseReopened first.")
        raise CaseRefusal("case_closed", Said(message, "", {"case": case.id, "step": Word(step)}))


def see_unsettled(case: Case, step: str) -> None:
    """See that a case is open and no follow-up has found it settled.

    Raises:
        CaseRefusal: it is closed or confirmed.
    """
    see_open(case, step)
    if case.state == "confirmed":
        message = N_("Case {case} was found settled and cannot be {step}; hand in CaseReopened first.")
        raise CaseRefusal("case_confirmed", Said(message, "", {"case": case.id, "step": Word(step)}))
